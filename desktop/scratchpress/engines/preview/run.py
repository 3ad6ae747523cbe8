"""Refuses run options that the built-in preview cannot keep, and runs a program with the others.

What it cannot keep is refused in words; nothing is quietly left out.
"""

from __future__ import annotations

import errno
import json
import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import CancelledError
from scratchpress.core.errors import CannotRunError, EngineError
from scratchpress.core.messages import Message, phrase
from scratchpress.engines.docker.sandbox import TERMINAL_NAME
from scratchpress.engines.preview.access import check_access
from scratchpress.engines.preview.archive import unpack
from scratchpress.engines.preview.places import make_folder, shared_places
from scratchpress.engines.preview.process import Reason, UsageWatch, could_not_start, run_process
from scratchpress.engines.preview.sandbox import sandbox_of
from scratchpress.executable import elf
from scratchpress.recipe.sandbox import Network
from scratchpress.running.outcome import OutcomeKind, RunOutcome, classify_exit
from scratchpress.system.memory_group import memory_group
from scratchpress.system.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.engines.preview.process import Ended
    from scratchpress.engines.protocol import OnOutput
    from scratchpress.engines.run_request import RunRequest
    from scratchpress.system.memory_group import Manager, MemoryGroup, Parent, Scope

# What Docker gives a program whose image sets neither.
_DEFAULTS = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/"}


def check_options(request: RunRequest) -> None:
    """Refuse a run of which the preview could not keep what was asked.

    Raises:
        CannotRunError: it names what that is.
    """
    for what, why in _impossible(request):
        raise CannotRunError(
            Message("The built-in preview cannot {0}.", phrase(what)),
            explanation=why,
            remedy="Run it with Docker, or leave that out.",
        )
    for folder in request.folders:
        check_access(folder)


def _impossible(request: RunRequest) -> Iterator[tuple[str, str]]:
    sandbox = request.sandbox
    if request.ports:
        yield "open ports", "A program in it has no network."
    if sandbox.network is not Network.NONE:
        yield "give a program a network", "Only an engine can connect it with others."
    if sandbox.user:
        yield (
            "choose the account a program runs as",
            "It has one, without rights, and no way to any other.",
        )
    if sandbox.capabilities or sandbox.new_privileges:
        yield "give a program rights of root", "It is made without root, and has none to give."
    if sandbox.writable_root:
        yield "make the file system writable", "The image's files are shown read-only there."
    if sandbox.runtime:
        yield Message("use the runtime {0}", sandbox.runtime), "Runtimes belong to engines."
    if request.limits.cpus is not None:
        yield "limit processors", "It limits time, memory and processes."


def preview(
    request: RunRequest,
    memory: Parent | Manager | None,
    on_output: OnOutput,
    cancellation: Cancellation,
) -> RunOutcome:
    """Unpack the image into a private folder, run its program there, remove the folder.

    Args:
        request: what to run.
        memory: who makes a control group that keeps the memory limit; ``None`` when nobody.
        on_output: gets the program's output.
        cancellation: stops it.

    Raises:
        CannotRunError: this image cannot run here.
        EngineError: the archive is damaged, or the sandbox could not be made.
        StorageError: there is no room for the image's files.
    """
    check_options(request)
    try:
        config = json.loads(request.image.config).get("config") or {}
        own = {"TERM": TERMINAL_NAME} if request.terminal else {}
        environment = environment_for(config, {**own, **request.environment})
        with Workspace() as workspace, _memory_group(memory, request.limits.memory) as group:
            root = workspace.folder("root")
            unpack(request.image, root, cancellation)
            # As Docker does it, where the image does not bring the folder.
            start = make_folder(root, request.working_directory or config.get("WorkingDir") or "/")
            _check_program(root, request.image.entrypoint[0])
            sandbox = sandbox_of(
                request,
                root,
                environment=environment,
                folder=start,
                shared=shared_places(root, request.folders),
                group=group,
            )
            ended = run_process(
                sandbox,
                source=request.input,
                terminal=request.terminal,
                usage=UsageWatch(request.on_news) if request.measured and request.on_news else None,
                timeout=request.timeout,
                on_output=on_output,
                cancellation=cancellation,
            )
            ran_out = ended.exceeded or (group is not None and group.was_exceeded)
            if ended.complaint and not ran_out:
                if ended.complaint.endswith(os.strerror(errno.E2BIG)):
                    raise could_not_start(os.strerror(errno.E2BIG), ended.complaint)
                raise EngineError(
                    "The sandbox for the program could not be made.",
                    explanation="It could be made when the built-in preview was started.",
                    remedy="Try again, or run the image with Docker.",
                    details=ended.complaint,
                )
            return outcome_of(ended, request, ran_out=ran_out)
    except CancelledError:
        return RunOutcome(OutcomeKind.STOPPED, None, 0.0)


def environment_for(config: Mapping[str, Any], requested: Mapping[str, str]) -> dict[str, str]:
    """All a program gets: what Docker sets, then what the image says, then the request."""
    lines = [line.partition("=") for line in config.get("Env") or ()]
    return {**_DEFAULTS, **{name: value for name, _, value in lines}, **requested}


def outcome_of(ended: Ended, request: RunRequest, *, ran_out: bool) -> RunOutcome:
    """Which way a run ended, for people.

    Args:
        ended: what was seen of it.
        request: what was asked for.
        ran_out: whether the kernel ended one of its processes for its memory.
    """
    limit: float | None = None
    if ended.reason is Reason.STOPPED:
        kind = OutcomeKind.STOPPED
    elif ended.reason is Reason.TIME_LIMIT:
        kind, limit = OutcomeKind.TIME_LIMIT, request.timeout
    elif ran_out:
        kind, limit = OutcomeKind.OUT_OF_MEMORY, request.limits.memory
    else:
        kind = classify_exit(ended.exit_code)
    return RunOutcome(
        kind,
        ended.exit_code,
        ended.seconds,
        limit=limit,
        stdout_bytes=ended.stdout_bytes,
        stderr_bytes=ended.stderr_bytes,
    )


@contextmanager
def _memory_group(
    place: Parent | Manager | None, limit: int
) -> Iterator[MemoryGroup | Scope | None]:
    if place is None:
        yield None
        return
    with ExitStack() as stack:
        try:
            group = stack.enter_context(memory_group(place, limit))
        except OSError as error:
            raise EngineError(
                "The memory limit for the program could not be set.",
                remedy="Try again with another limit, or run the image with Docker.",
                details=str(error),
            ) from error
        yield group


def _check_program(root: Path, name: str) -> None:
    """Refuse what the kernel would refuse, while we can still say why.

    Raises:
        CannotRunError: there is no program of that name in the image.
    """
    path = (root / name.lstrip("/")).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        raise _no_program(name, "The image holds no such file.")
    if not path.stat().st_mode & 0o111:
        raise _no_program(name, "The file is not marked as executable.")
    with path.open("rb") as file:
        if file.read(len(elf.MAGIC)) != elf.MAGIC:
            raise _no_program(name, "The file is not a program for Linux.")


def _no_program(name: str, why: str) -> CannotRunError:
    return CannotRunError(
        Message("The image's program {0} cannot be started.", name),
        explanation=why,
        remedy="Build the image again from its source.",
    )
