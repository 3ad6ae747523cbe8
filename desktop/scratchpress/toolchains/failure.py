"""Reports what a compiler said, and words why it did not make a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.diagnostics import Severity, grouped
from scratchpress.core.errors import CompileFailedError, CompileLimitError, StorageError
from scratchpress.core.events import LogLine, Stage
from scratchpress.core.messages import Joined, Message, phrase
from scratchpress.core.sizes import format_seconds, format_size
from scratchpress.toolchains.diagnostics import readable_text
from scratchpress.toolchains.limits import FILE_LIMIT_BYTES
from scratchpress.toolchains.process import (
    MEMORY_LIMIT_BYTES,
    TIME_LIMIT_SECONDS,
    Limit,
)
from scratchpress.toolchains.remedies import advise
from scratchpress.toolchains.source_facts import SourceFacts, source_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.core.languages import Language
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.process import ToolRun

# What drivers say when the system ended the compiler proper, which it does for memory.
_KILLED = ("Killed signal terminated program", "unable to execute command: Killed")
# What the system says in the locale the tools get (ENOSPC, EDQUOT).
_NO_ROOM = ("No space left on device", "Disk quota exceeded")

_UNKNOWN = SourceFacts()


def report_run(
    run: ToolRun, text: str, found: Sequence[Diagnostic], sources: Sources, emit: EmitStageEvent
) -> None:
    """Report what a compiler said; for those whose messages are read already.

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


def failure_of(
    run: ToolRun,
    diagnostics: Sequence[Diagnostic],
    text: str,
    language: Language,
    facts: SourceFacts = _UNKNOWN,
) -> ScratchpressError:
    """The error to raise for a tool that did not succeed.

    Args:
        run: how the tool ended.
        diagnostics: what it said, read.
        text: what it said, in the person's names.
        language: what the sources are.
        facts: what their texts say, if somebody looked.
    """
    limit = run.limit_met
    # What a compiler says of its own end names no file. Where it refuses a line of the sources,
    # it shows that line, and its words are the person's.
    refuses = any(one.severity is Severity.ERROR and one.file for one in diagnostics)
    if refuses and limit in {Limit.MEMORY, Limit.FILE} and run.exit_code > 0:
        limit = None
    own_words = "\n".join(one.text for one in diagnostics) if refuses else text
    if limit is None and any(words in own_words for words in _KILLED):
        limit = Limit.MEMORY
    if limit is not None:
        return _limit_error(limit, diagnostics, text)
    if any(words in own_words for words in _NO_ROOM):
        return StorageError(
            "The temporary folder has no room for the compiler's files.",
            remedy="Free some disk space and try again.",
            details=text,
        )
    return compile_failed(diagnostics, text, language, facts)


def _limit_error(limit: Limit, diagnostics: Sequence[Diagnostic], text: str) -> CompileLimitError:
    title = {
        Limit.TIME: Message(
            "The compiler was stopped after {0}.", format_seconds(TIME_LIMIT_SECONDS)
        ),
        Limit.MEMORY: Message(
            "The compiler needed more memory than it may have, at most {0}.",
            format_size(MEMORY_LIMIT_BYTES),
        ),
        Limit.FILE: Message(
            "The compiler made a file larger than it may be, at most {0}.",
            format_size(FILE_LIMIT_BYTES),
        ),
    }[limit]
    return CompileLimitError(
        title,
        explanation="The source may hold data without an end."
        if limit is Limit.FILE
        else "The source may include something without an end, or itself.",
        remedy="Look at what the source includes, or divide it into smaller files.",
        details=text,
        diagnostics=tuple(diagnostics),
    )


def compile_failed(
    diagnostics: Sequence[Diagnostic],
    raw_text: str,
    language: Language,
    facts: SourceFacts = _UNKNOWN,
) -> CompileFailedError:
    """Word a compiler's refusal: what, where, how many more, and what to do.

    Args:
        diagnostics: what ``parse_diagnostics`` read.
        raw_text: the same messages for the details, best through ``readable_text``.
        language: what the sources were compiled as.
        facts: what their texts say, if somebody looked.
    """
    errors = [item for item in diagnostics if item.severity is Severity.ERROR]
    if not errors:
        return CompileFailedError(
            "The compiler stopped without saying why.",
            remedy="Look at its messages under Log, or choose another compiler.",
            details=raw_text,
            diagnostics=tuple(diagnostics),
        )
    first = next(
        message for message in grouped(diagnostics) if message.main.severity is Severity.ERROR
    )
    place = first.place
    advice = advise(errors[0], place, language, facts)
    more = len(errors) - 1
    title = phrase(advice.title or _title(errors[0], place))
    if more:
        title = (
            Message("{0} (and {1} more error)", title, more)
            if more == 1
            else Message("{0} (and {1} more errors)", title, more)
        )
    return CompileFailedError(
        Joined("", (title, ".")),
        explanation=advice.explanation,
        remedy=advice.remedy,
        details=raw_text,
        diagnostics=tuple(diagnostics),
        language=advice.language,
        choices=advice.choices,
    )


def _title(error: Diagnostic, place: Diagnostic) -> str:
    text = error.text.partition("\n")[0].rstrip(".")
    if not place.file:
        return Message("The program does not compile: {0}", text)
    if place.line:
        return Message("{0} does not compile: line {1}: {2}", place.file, place.line, text)
    return Message("{0} does not compile: {1}", place.file, text)
