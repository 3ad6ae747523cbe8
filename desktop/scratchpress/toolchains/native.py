"""What the compilers of Go and Rust share: their results, messages and refused flags."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from scratchpress.core.errors import CompileFailedError, StorageError
from scratchpress.core.events import LogLine, Stage
from scratchpress.core.messages import Message, reason
from scratchpress.core.text import shown_name
from scratchpress.recipe.model import CompileOptions
from scratchpress.toolchains.c.choices import CHOICES
from scratchpress.toolchains.diagnostics import readable_text
from scratchpress.toolchains.failure import failure_of
from scratchpress.toolchains.source_facts import source_facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.core.languages import Language
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.process import ToolRun

_DEFAULTS = CompileOptions()


def judge(
    run: ToolRun, text: str, found: Sequence[Diagnostic], sources: Sources, emit: EmitStageEvent
) -> None:
    """Report what a compiler said.

    Args:
        run: how it ended.
        text: what it said, for people.
        found: the same as values.
        sources: what it compiled.
        emit: who listens.

    Raises:
        CompileFailedError: or one of its subclasses: it made no program.
    """
    shown = readable_text(text, {})
    for line in shown.splitlines():
        emit(LogLine(Stage.COMPILE, line))
    if not run.succeeded:
        raise failure_of(run, found, shown, sources.language, source_facts(sources))


def refuse_flags(flags: Sequence[str], allowed: Sequence[str], compiler: str) -> None:
    """Return when every flag is one of those that keep what Scratchpress promises.

    These compilers have few flags and many ways to run other programs, so that what is
    allowed is listed.

    Args:
        flags: as the recipe has them.
        allowed: words, or how they begin when they end in = or -.
        compiler: its name in recipes.

    Raises:
        CompileFailedError: one is not; the title names it.
    """
    for flag in flags:
        if not any(flag == begin or (begin[-1] in "=-" and flag.startswith(begin))
                   for begin in allowed):  # fmt: skip
            raise CompileFailedError(
                Message("The compiler flag {0} cannot be used here.", shown_name(flag)),
                explanation=Message(
                    "With {0} these can be used: {1}.", compiler, ", ".join(allowed)
                ),
                remedy="Remove it from the flags of the recipe.",
            )


def refuse_choices(options: CompileOptions, language: Language) -> None:
    """Return when none of the choices that are for C and C++ alone was made.

    Raises:
        CompileFailedError: one was; the title names it.
    """
    for choice in CHOICES:
        if getattr(options, choice.key) != getattr(_DEFAULTS, choice.key):
            key = choice.key.replace("_", "-")
            raise CompileFailedError(
                Message("{0} is a choice for C and C++, not for {1}.", key, language.label),
                remedy=Message("Remove {0} from the recipe or the command line.", key),
            )


def private_subfolder(parent: Path, name: str) -> Path:
    """A new folder of this account alone.

    Raises:
        StorageError: there is no room, or the parent is gone.
    """
    folder = parent / name
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise StorageError(
            Message("The temporary folder {0} cannot be written: {1}.", parent, reason(error)),
            remedy="Free some disk space and try again.",
        ) from error
    return folder


def take_program(made: Path, target: Path) -> None:
    """Move a program to where the build expects it.

    Raises:
        StorageError: there is no room.
        CompileFailedError: no program was made; the sources are a library.
    """
    if not made.is_file():
        raise CompileFailedError(
            "The project makes no program.",
            explanation="A library alone cannot be started.",
            remedy="Give a project that has a main function.",
        )
    try:
        shutil.move(made, target)
        target.chmod(0o755)
    except OSError as error:
        raise StorageError(
            Message("The program cannot be moved: {0}.", reason(error)),
            remedy="Free some disk space and try again.",
        ) from error
