"""Tells from an engine's answer, or its silence, how it is doing and what to do next.

Nothing is asked here; only the file of a socket is looked at, for whose it is.
"""

from __future__ import annotations

import os
import shlex
import socket
import stat
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scratchpress.core.errors import (
    EngineContextError,
    EngineError,
    EnginePermissionError,
    EngineVersionError,
    ScratchpressError,
    causes_of,
)
from scratchpress.core.messages import Joined, Message
from scratchpress.engines.docker.ssh import SshError, Trouble
from scratchpress.engines.model import EngineInfo, EngineKind
from scratchpress.engines.products import (
    NOTHING_TO_DO,
    NextStep,
    Product,
    StepKind,
    how_to_install,
    how_to_start,
    is_installed,
    recognise_by_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.core.platforms import Platform
    from scratchpress.engines.contexts import Endpoint
    from scratchpress.engines.products import Computer


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


def looking_for(target: Target) -> EngineFinding:
    """What is known of a target before it has answered."""
    return EngineFinding(
        EngineKind.DOCKER,
        target.name,
        target.also,
        target.endpoint.url if target.endpoint else "",
        target.product,
        Condition.LOOKING,
        is_current=target.is_current,
    )


def diagnose(
    target: Target, answer: EngineInfo | Exception | None, computer: Computer
) -> EngineFinding:
    """What an answer means, and what to do next."""
    finding = looking_for(target)
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
        return replace(
            finding,
            condition=Condition.NOT_PERMITTED,
            sentence="It is there, but this account may not use it.",
            next_step=_way_in(finding, computer),
        )
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
                StepKind.ADVICE,
                Message("Wait a moment and look again, or restart {0}.", finding.product),
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
        sentence=Joined(" ", (error.title, error.explanation)),
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
            sentence=Message("{0} is not installed on this computer.", product),
            next_step=how_to_install(product),
        )
    sentence = (
        Message("{0} is installed, but it does not run.", product)
        if product is not Product.UNKNOWN
        else "No engine runs at this address."
    )
    return replace(
        finding,
        condition=Condition.STOPPED,
        sentence=sentence,
        next_step=how_to_start(product, address, computer),
    )


def _way_in(finding: EngineFinding, computer: Computer) -> NextStep:
    """What lets this account use an engine that is there."""
    if computer.system == "win32":
        return NextStep(
            StepKind.COMMAND,
            "Join the group docker-users with this command in a terminal opened as administrator,"
            " then sign out and in again.",
            'net localgroup docker-users "%USERDOMAIN%\\%USERNAME%" /add',
        )
    if computer.system != "linux":
        return NextStep(
            StepKind.ADVICE,
            Message(
                "It belongs to another account of this computer: start {0} from this one.",
                finding.product,
            ),
        )
    if finding.product is Product.PODMAN:
        return NextStep(
            StepKind.COMMAND,
            "This one belongs to root. Start one of your own:",
            "systemctl --user start podman.socket",
        )
    path = finding.endpoint.removeprefix("unix://")
    group, is_member = _group_of(path, computer.account)
    if group in {"", "root"}:
        return NextStep(
            StepKind.ADVICE,
            "Ask who looks after this computer, or use rootless Docker or Podman.",
        )
    if is_member:
        return NextStep(
            StepKind.ADVICE,
            Message(
                "This account is in the group {0}, but was not yet when you logged in: log out and"
                " in again.",
                group,
            ),
        )
    account = shlex.quote(computer.account) if computer.account else "$USER"
    return NextStep(
        StepKind.COMMAND,
        Message(
            "Join the group {0}, then log out and in again. Its members can become root on this"
            " computer.",
            group,
        ),
        f"sudo usermod -aG {shlex.quote(group)} {account}",
    )


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
    sentence: str = Message("No engine answers at {0}.", finding.endpoint)
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
