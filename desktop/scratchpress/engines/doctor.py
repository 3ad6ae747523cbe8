"""Finds every engine on this computer, and says how each is doing and what to do next.

Looked for are the contexts of Docker's settings and the sockets that well-known products
make. All are asked at once, each for a bounded time. ``targets`` decides what is asked for,
``examine`` asks, and ``diagnosis`` understands the answers.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import EngineContextError
from scratchpress.engines.connect import SSH_SECONDS, try_to_connect
from scratchpress.engines.contexts import (
    Endpoint,
    context_names,
    current_context,
    resolve_endpoint,
)
from scratchpress.engines.diagnosis import (
    Condition,
    EngineFinding,
    Target,
    diagnose,
    looking_for,
)
from scratchpress.engines.model import EngineKind
from scratchpress.engines.preview.engine import PreviewEngine
from scratchpress.engines.products import (
    Product,
    known_sockets,
    recognise,
    stopped_products,
    this_computer,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scratchpress.engines.model import EngineInfo
    from scratchpress.engines.products import Computer

LOCAL_NAME = "local"

# How long an answer is waited for: from this computer, from another one.
_NEAR_SECONDS = 3.0
_FAR_SECONDS = 6.0


def examine(
    on_progress: Callable[[tuple[EngineFinding, ...]], None] | None = None,
    cancellation: Cancellation | None = None,
) -> tuple[EngineFinding, ...]:
    """Look for every engine at once; the order is always the same, the built-in one is last.

    Takes as long as the slowest answer, and at most about twelve seconds, which only a
    silent host behind ssh can use up; three when all engines are on this computer.

    Args:
        on_progress: called with what is known so far, first before any answer; from this
            thread.
        cancellation: ends the wait; who has not answered by then has not been reached.
    """
    computer = this_computer()
    wanted = targets(computer)
    findings = [looking_for(target) for target in wanted]
    answers: queue.SimpleQueue[tuple[int, EngineInfo | Exception]] = queue.SimpleQueue()
    now = time.monotonic()
    open_until: dict[int, float] = {}
    for number, target in enumerate(wanted):
        if target.endpoint is None:
            findings[number] = diagnose(target, target.problem, computer)
            continue
        open_until[number] = now + patience_for(target.endpoint)
        # A daemon thread: one that hangs must not keep the process alive.
        threading.Thread(
            target=_ask,
            args=(number, target.endpoint, answers),
            name="engine-doctor",
            daemon=True,
        ).start()
    preview = PreviewEngine().info
    # An answer for no target wakes the wait below.
    stopping = cancellation or Cancellation()
    with stopping.interrupting(lambda: answers.put((-1, TimeoutError()))):
        while open_until and not stopping.cancelled:
            if on_progress is not None:
                on_progress(_with_preview(findings, preview))
            number, answer = _next_answer(answers, open_until)
            if open_until.pop(number, None) is not None:
                findings[number] = diagnose(wanted[number], answer, computer)
    return _with_preview(findings, preview)


def targets(computer: Computer) -> tuple[Target, ...]:
    """What there is to ask: contexts and sockets, each endpoint once.

    The current context comes first, then the default one, then contexts by name, then
    sockets that no context names, then products that are installed and have neither.
    """
    try:
        current = current_context()
        names = [current, *(name for name in context_names() if name != current)]
        broken: list[Target] = []
    except EngineContextError as error:
        current = ""
        names = list(context_names())
        broken = [Target(None, "", Product.UNKNOWN, error)]
    found: dict[object, Target] = {}
    for name in names:
        try:
            endpoint = resolve_endpoint(name)
        except EngineContextError as error:
            found[name] = Target(
                None, name, recognise(name, "", computer), error, is_current=name == current
            )
            continue
        product = recognise(name, _address(endpoint), computer)
        target = Target(endpoint, name, product, is_current=name == current)
        key = _place(endpoint)
        if key in found:
            known = found[key]
            found[key] = replace(known, also=(*known.also, name))
        else:
            found[key] = target
    for address in known_sockets(computer):
        endpoint = Endpoint("", address)
        product = recognise("", _address(endpoint), computer)
        found.setdefault(_place(endpoint), Target(endpoint, "", product))
    seen = {target.product for target in found.values()}
    for product, address in stopped_products(computer):
        if product not in seen:
            endpoint = Endpoint("", address)
            found.setdefault(_place(endpoint), Target(endpoint, "", product))
    return (*broken, *found.values())


def patience_for(endpoint: Endpoint) -> float:
    """How many seconds the engine at an endpoint gets to answer."""
    match endpoint.url.partition("://")[0]:
        case "unix" | "npipe":
            return _NEAR_SECONDS
        case "ssh":
            return SSH_SECONDS
        case _:
            return _FAR_SECONDS


def _ask(
    number: int,
    endpoint: Endpoint,
    answers: queue.SimpleQueue[tuple[int, EngineInfo | Exception]],
) -> None:
    found = try_to_connect(endpoint)
    if isinstance(found, Exception):
        answers.put((number, found))
    else:
        answers.put((number, found.info))
        found.close()


def _next_answer(
    answers: queue.SimpleQueue[tuple[int, EngineInfo | Exception]], open_until: dict[int, float]
) -> tuple[int, EngineInfo | Exception]:
    """The next answer to come, or a time-out for the target whose time is up first."""
    first = min(open_until, key=lambda number: open_until[number])
    try:
        return answers.get(timeout=max(0.0, open_until[first] - time.monotonic()))
    except queue.Empty:
        return first, TimeoutError("no answer in time")


def _with_preview(findings: Sequence[EngineFinding], info: EngineInfo) -> tuple[EngineFinding, ...]:
    """The findings and the built-in engine, with a mark at the one ``auto`` takes."""
    current = next((one for one in findings if one.is_current), None)
    takes_docker = current is not None and current.condition is Condition.ANSWERS
    # Where the current context cannot be made out, auto takes nothing: the person meant a
    # certain place.
    is_lost = current is None or (not current.endpoint)
    marked = [replace(one, is_chosen=takes_docker and one is current) for one in findings]
    preview = EngineFinding(
        EngineKind.PREVIEW,
        LOCAL_NAME,
        (),
        "",
        Product.PREVIEW,
        Condition.ANSWERS,
        is_chosen=not takes_docker and not is_lost,
        title=info.title,
        version=info.version,
        platform=info.platform,
        sentence=info.cannot_run,
    )
    return (*marked, preview)


def _address(endpoint: Endpoint) -> str:
    """An address with where the links on its path lead to behind it."""
    if not endpoint.url.startswith("unix://"):
        return endpoint.url
    path = endpoint.url.removeprefix("unix://")
    real = os.path.realpath(path)
    return endpoint.url if real == path else f"unix://{real}"


def _place(endpoint: Endpoint) -> tuple[str, object]:
    """What is the same for two endpoints that are the same."""
    url = endpoint.url
    if url.startswith("unix://"):
        return f"unix://{os.path.realpath(url.removeprefix('unix://'))}", None
    return url.rstrip("/"), endpoint.tls
