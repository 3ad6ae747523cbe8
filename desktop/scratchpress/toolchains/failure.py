"""Words why a compiler did not make a program: limits, a full disk, or the program itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import CompileLimitError, StorageError
from scratchpress.core.messages import Message
from scratchpress.core.sizes import format_seconds, format_size
from scratchpress.toolchains.diagnostics import compile_failed
from scratchpress.toolchains.process import MEMORY_LIMIT_BYTES, TIME_LIMIT_SECONDS, Limit
from scratchpress.toolchains.source_facts import SourceFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.core.languages import Language
    from scratchpress.toolchains.process import ToolRun

# What drivers say when the system ended the compiler proper, which it does for memory.
_KILLED = ("Killed signal terminated program", "unable to execute command: Killed")
# What the system says in the locale the tools get (ENOSPC, EDQUOT).
_NO_ROOM = ("No space left on device", "Disk quota exceeded")

_UNKNOWN = SourceFacts()


def failure_of(
    run: ToolRun,
    diagnostics: Sequence[Diagnostic],
    text: str,
    language: Language,
    given: SourceFacts = _UNKNOWN,
) -> ScratchpressError:
    """The error to raise for a tool that did not succeed.

    Args:
        run: how the tool ended.
        diagnostics: what it said, read.
        text: what it said, in the person's names.
        language: what the sources are.
        given: what their texts say, if somebody looked.
    """
    limit = run.limit_met
    if limit is None and any(words in text for words in _KILLED):
        limit = Limit.MEMORY
    if limit is not None:
        return _limit_error(limit, diagnostics, text)
    if any(words in text for words in _NO_ROOM):
        return StorageError(
            "The temporary folder has no room for the compiler's files.",
            remedy="Free some disk space and try again.",
            details=text,
        )
    return compile_failed(diagnostics, text, language, given)


def _limit_error(limit: Limit, diagnostics: Sequence[Diagnostic], text: str) -> CompileLimitError:
    title = {
        Limit.TIME: Message(
            "The compiler was stopped after {0}.", format_seconds(TIME_LIMIT_SECONDS)
        ),
        Limit.MEMORY: Message(
            "The compiler needed more memory than it may have, at most {0}.",
            format_size(MEMORY_LIMIT_BYTES),
        ),
    }[limit]
    return CompileLimitError(
        title,
        explanation="The source may include something without an end, or itself.",
        remedy="Look at what the source includes, or divide it into smaller files.",
        details=text,
        diagnostics=tuple(diagnostics),
    )
