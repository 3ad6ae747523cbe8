"""Finds every engine, says how each is doing, and what to do next about those that are not well.

Looked for are the contexts of Docker's settings and the sockets that well-known products
make. All are asked at once, each for a bounded time. What is asked for and how an answer
is understood are apart: ``targets`` and ``diagnose`` decide, ``examine`` asks.
"""

from __future__ import annotations

import os
import queue
import socket
import stat
import threading
import time
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scratchpress.cancellation import Cancellation
from scratchpress.engines.causes import causes_of
from scratchpress.engines.computer import this_computer
from scratchpress.engines.connect import SSH_SECONDS, ask_for_life
from scratchpress.engines.contexts import (
    Endpoint,
    context_names,
    current_context,
    resolve_endpoint,
)
from scratchpress.engines.docker import connect_endpoint
from scratchpress.engines.local import LocalEngine
from scratchpress.engines.products import (
    NOTHING_TO_DO,
    NextStep,
    Product,
    StepKind,
    how_to_install,
    how_to_start,
    is_installed,
    known_sockets,
    recognise,
    recognise_by_words,
    stopped_products,
)
from scratchpress.engines.ssh import SshError, Trouble
from scratchpress.errors import (
    EngineContextError,
    EngineError,
    EnginePermissionError,
    EngineVersionError,
    ScratchpressError,
    unexpected,
)
from scratchpress.values import EngineKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scratchpress.engines.computer import Computer
    from scratchpress.platforms import Platform
    from scratchpress.values import EngineInfo

LOCAL_NAME = "local"

# How long an answer is waited for: from this computer, from another one.
_NEAR_SECONDS = 3.0
_FAR_SECONDS = 6.0


class Condition(StrEnum):
    """How an engine is doing."""

    ANSWERS = "answers"
    STOPPED = "stopped"
    NOT_INSTALLED = "not-installed"
    NOT_PERMITTED = "not-permitted"
    TOO_OLD = "too-old"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    UNUSABLE = "unusable"
    LOOKING = "looking"


@dataclass(frozen=True, slots=True)
class EngineFinding:
    """One engine that was looked for.

    Attributes:
        kind: docker or local.
        name: the Docker context; ``local`` for the built-in one, empty for a socket that no
            context names.
        also: other contexts that lead to the same endpoint.
        endpoint: its address; empty for the built-in one.
        product: what it is, or would be.
        condition: how it is doing.
        is_current: whether the Docker command line would take it now.
        is_chosen: whether ``auto`` takes it.
        title: what it says of itself, ``Docker 28.5``; empty when it does not answer.
        version: ``28.5.2``, or empty.
        api_version: the newest version of Docker's API that it speaks, or empty.
        platform: what it runs natively, when it answers.
        sentence: what is wrong, or worth knowing; empty when all is well.
        next_step: the one thing to do about that.
        details: raw text for those who want it.
    """

    kind: EngineKind
    name: str
    also: tuple[str, ...]
    endpoint: str
    product: Product
    condition: Condition
    is_current: bool = False
    is_chosen: bool = False
    title: str = ""
    version: str = ""
    api_version: str = ""
    platform: Platform | None = None
    sentence: str = ""
    next_step: NextStep = NOTHING_TO_DO
    details: str = ""

    @property
    def choice(self) -> str:
        """What chooses it as a context: its name, or its address where it has none."""
        return self.name or self.endpoint


@dataclass(frozen=True, slots=True)
class Target:
    """An engine to be asked.

    Attributes:
        endpoint: where it is; ``None`` when its settings do not tell.
        name: its context, or empty.
        also: other contexts that lead there.
        product: what should be there.
        problem: why its settings do not tell where it is.
        is_current: whether the Docker command line would take it now.
    """

    endpoint: Endpoint | None
    name: str
    product: Product
    problem: EngineContextError | None = None
    also: tuple[str, ...] = ()
    is_current: bool = False


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
    findings = [_looking(target) for target in wanted]
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
    local = LocalEngine().info
    # An answer for no target wakes the wait below.
    stopping = cancellation or Cancellation()
    with stopping.interrupting(lambda: answers.put((-1, TimeoutError()))):
        while open_until and not stopping.cancelled:
            if on_progress is not None:
                on_progress(_with_local(findings, local))
            number, answer = _next_answer(answers, open_until)
            if open_until.pop(number, None) is not None:
                findings[number] = diagnose(wanted[number], answer, computer)
    return _with_local(findings, local)


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


def diagnose(
    target: Target, answer: EngineInfo | Exception | None, computer: Computer
) -> EngineFinding:
    """What an answer means, and what to do next."""
    finding = _looking(target)
    if answer is None or isinstance(answer, EngineContextError):
        return _unusable(finding, answer)
    if isinstance(answer, Exception):
        return _troubled(finding, answer, computer)
    return replace(
        finding,
        condition=Condition.ANSWERS,
        product=recognise_by_words(answer.title, answer.vendor, target.product),
        title=answer.title,
        version=answer.version,
        api_version=answer.api_version,
        platform=answer.platform,
        sentence=_NEWER.format(answer.title) if answer.is_newer_than_known else "",
    )


_NEWER = (
    "{0} is newer than this Scratchpress knows. It should work; where it does not, update"
    " Scratchpress."
)


def _troubled(finding: EngineFinding, error: Exception, computer: Computer) -> EngineFinding:
    causes = list(causes_of(error))
    told = error if isinstance(error, ScratchpressError) else None
    finding = replace(
        finding,
        details=(told.details if told else "") or " | ".join(map(repr, causes)),
    )

    def is_any(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if is_any(EnginePermissionError, PermissionError):
        return _not_permitted(finding, computer)
    if isinstance(told, EngineVersionError):
        return replace(
            finding,
            condition=Condition.TOO_OLD,
            sentence=told.explanation,
            next_step=NextStep(StepKind.ADVICE, told.remedy),
        )
    if not finding.endpoint.startswith(("unix:", "npipe:")):
        return _far(finding, error, causes)
    if is_any(FileNotFoundError, ConnectionRefusedError):
        return _absent(finding, computer)
    if is_any(TimeoutError):
        return replace(
            finding,
            condition=Condition.SILENT,
            sentence="Something is there, but it does not answer: it hangs, or is still starting.",
            next_step=NextStep(
                StepKind.ADVICE, f"Wait a moment and look again, or restart {finding.product}."
            ),
        )
    return _unusable(finding, told or unexpected_answer(error))


def unexpected_answer(error: Exception) -> EngineError:
    """The error for something that answers and is no engine."""
    return EngineError(
        "What answers there is no engine that can be used.",
        remedy="Check the address, or choose another engine.",
        details=str(error),
    )


def _unusable(finding: EngineFinding, error: ScratchpressError | None) -> EngineFinding:
    if error is None:
        return finding
    return replace(
        finding,
        condition=Condition.UNUSABLE,
        sentence=" ".join(filter(None, (error.title, error.explanation))),
        next_step=NextStep(StepKind.ADVICE, error.remedy),
        details=error.details,
    )


def _absent(finding: EngineFinding, computer: Computer) -> EngineFinding:
    """No engine listens on this computer: installed or not?"""
    product, address = finding.product, finding.endpoint
    # A socket that was left behind shows that the product was here.
    has_socket = os.path.lexists(address.removeprefix("unix://"))
    if product is not Product.UNKNOWN and not (has_socket or is_installed(product, computer)):
        return replace(
            finding,
            condition=Condition.NOT_INSTALLED,
            sentence=f"{product} is not installed on this computer.",
            next_step=how_to_install(product),
        )
    sentence = (
        f"{product} is installed, but it does not run."
        if product is not Product.UNKNOWN
        else "No engine runs at this address."
    )
    return replace(
        finding,
        condition=Condition.STOPPED,
        sentence=sentence,
        next_step=how_to_start(product, address, computer),
    )


def _not_permitted(finding: EngineFinding, computer: Computer) -> EngineFinding:
    finding = replace(
        finding,
        condition=Condition.NOT_PERMITTED,
        sentence="It is there, but this account may not use it.",
    )
    path = finding.endpoint.removeprefix("unix://")
    group, is_member = _group_of(path, computer.account)
    if finding.product is Product.PODMAN:
        step = NextStep(
            StepKind.COMMAND,
            "This one belongs to root. Start one of your own:",
            "systemctl --user start podman.socket",
        )
    elif group in {"", "root"}:
        step = NextStep(
            StepKind.ADVICE,
            "Ask who looks after this computer, or use rootless Docker or Podman.",
        )
    elif is_member:
        step = NextStep(
            StepKind.ADVICE,
            f"This account is in the group {group}, but was not yet when you logged in: log out"
            " and in again.",
        )
    else:
        step = NextStep(
            StepKind.COMMAND,
            f"Join the group {group}, then log out and in again. Its members can become root on"
            " this computer.",
            f"sudo usermod -aG {group} {computer.account or '$USER'}",
        )
    return replace(finding, next_step=step)


def _group_of(path: str, account: str) -> tuple[str, bool]:
    """The group a socket belongs to, and whether the account was made a member of it."""
    try:
        import grp  # not on Windows

        status = os.stat(path)  # noqa: PTH116 - an address's path as it is
        if not stat.S_ISSOCK(status.st_mode):
            return "", False
        entry = grp.getgrgid(status.st_gid)
    except (ImportError, OSError, KeyError):
        return "", False
    return entry.gr_name, account in entry.gr_mem


_BEHIND_SSH = {
    Trouble.UNREACHABLE: Condition.UNREACHABLE,
    Trouble.NOT_TRUSTED: Condition.UNREACHABLE,
    Trouble.REFUSED: Condition.NOT_PERMITTED,
    Trouble.NOT_PERMITTED: Condition.NOT_PERMITTED,
    Trouble.NO_DOCKER: Condition.NOT_INSTALLED,
    Trouble.STOPPED: Condition.STOPPED,
}


def _far(
    finding: EngineFinding, error: Exception, causes: Sequence[BaseException]
) -> EngineFinding:
    """An engine on another computer does not answer."""
    told = error if isinstance(error, ScratchpressError) else None
    behind_ssh = next((cause for cause in causes if isinstance(cause, SshError)), None)
    if behind_ssh is not None:
        return replace(
            finding,
            condition=_BEHIND_SSH[behind_ssh.trouble],
            sentence=behind_ssh.sentence,
            next_step=behind_ssh.step,
            details=str(behind_ssh),
        )
    sentence = f"No engine answers at {finding.endpoint}."
    remedy = "Check the address, and that the engine runs and listens there."
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        sentence = "There is no computer of that name in reach."
    elif any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        sentence = "The computer is there, but no engine listens at this port."
    elif told is not None:
        sentence, remedy = told.explanation or told.title, told.remedy
    elif any(isinstance(cause, TimeoutError) for cause in causes):
        sentence = "No answer came in time."
    return replace(
        finding,
        condition=Condition.UNREACHABLE,
        sentence=sentence,
        next_step=NextStep(StepKind.ADVICE, remedy),
    )


def _ask(
    number: int,
    endpoint: Endpoint,
    answers: queue.SimpleQueue[tuple[int, EngineInfo | Exception]],
) -> None:
    answer: EngineInfo | Exception
    try:
        ask_for_life(endpoint)
        engine = connect_endpoint(endpoint)
        answer = engine.info
        engine.close()
    except (ScratchpressError, OSError, ValueError) as error:
        answer = error
    except Exception as error:  # noqa: BLE001 - shown as this engine's trouble
        answer = unexpected(error)
    answers.put((number, answer))


def _next_answer(
    answers: queue.SimpleQueue[tuple[int, EngineInfo | Exception]], open_until: dict[int, float]
) -> tuple[int, EngineInfo | Exception]:
    """The next answer to come, or a time-out for the target whose time is up first."""
    first = min(open_until, key=lambda number: open_until[number])
    try:
        return answers.get(timeout=max(0.0, open_until[first] - time.monotonic()))
    except queue.Empty:
        return first, TimeoutError("no answer in time")


def _looking(target: Target) -> EngineFinding:
    return EngineFinding(
        EngineKind.DOCKER,
        target.name,
        target.also,
        target.endpoint.url if target.endpoint else "",
        target.product,
        Condition.LOOKING,
        is_current=target.is_current,
    )


def _with_local(findings: Sequence[EngineFinding], local: EngineInfo) -> tuple[EngineFinding, ...]:
    """The findings and the built-in engine, with a mark at the one ``auto`` takes."""
    current = next((one for one in findings if one.is_current), None)
    takes_docker = current is not None and current.condition is Condition.ANSWERS
    # Where the current context cannot be made out, auto takes nothing: the person meant a
    # certain place.
    is_lost = current is None or (not current.endpoint)
    marked = [replace(one, is_chosen=takes_docker and one is current) for one in findings]
    preview = EngineFinding(
        EngineKind.LOCAL,
        LOCAL_NAME,
        (),
        "",
        Product.PREVIEW,
        Condition.ANSWERS,
        is_chosen=not takes_docker and not is_lost,
        title=local.title,
        version=local.version,
        platform=local.platform,
        sentence=local.cannot_run,
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
