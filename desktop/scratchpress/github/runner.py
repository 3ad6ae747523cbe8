"""Talks to GitHub's runner: commands and annotations in the log, files with outputs and summaries.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands

The runner looks for commands in every line, whoever wrote it. So nothing of others gets into
the output as it is: ``harmless`` breaks what would be a command, ``fenced`` makes the runner
look away.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.diagnostics import Severity, grouped
from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.core.text import shown_text
from scratchpress.sources.naming import shown_names
from scratchpress.system.file_kinds import is_file, real_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scratchpress.core.diagnostics import Diagnostic, DiagnosticGroup
    from scratchpress.core.errors import CompileFailedError
    from scratchpress.sources.model import Sources

# Both forms that the runner knows (actions/runner, ActionCommand.cs): one at a line's
# beginning, and an old one anywhere in it.
_NEW, _OLD = "::", "##["
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}
# .NET, which the runner is written in, ends lines at these, too.
_LINE_ENDS = re.compile(r"\r\n|[\r\n]")

# GitHub shows ten of each kind for a step and drops the rest without a word.
MOST = 10
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

# The runner takes no larger one (actions/runner, FileCommandManager.cs).
MAX_SUMMARY_BYTES = 1024 * 1024


def command(name: str, message: str = "", **properties: str | int) -> str:
    """A command's line, whatever is in its message and properties; empty ones are left out."""
    given = ",".join(
        f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in properties.items() if value
    )
    return f"{_NEW}{name}{' ' if given else ''}{given}{_NEW}{_escaped(message, _DATA)}"


def harmless(text: str) -> str:
    """Text of others as lines in which the runner finds no command."""
    return "\n".join(_broken(line) for line in _LINE_ENDS.split(text))


def fenced(lines: Iterable[str]) -> Iterator[str]:
    """Lines of others to the letter, while the runner obeys nothing."""
    # Nobody can know it beforehand, so nobody can end the fence.
    token = secrets.token_hex(16)
    yield command("stop-commands", token)
    yield from lines
    yield command(token)


def group(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines that the log shows folded under a title; the title alone when there are none."""
    inside = list(lines)
    if not inside:
        yield harmless(title)
        return
    yield command("group", title)
    yield from inside
    yield command("endgroup")


def _escaped(text: str, mapping: dict[str, str]) -> str:
    return "".join(mapping.get(character, character) for character in text)


def _broken(line: str) -> str:
    line = line.replace(_OLD, "## [")
    start = line.lstrip()
    return f"{line[: len(line) - len(start)]}: {start[1:]}" if start.startswith(_NEW) else line


def annotate(
    diagnostics: Iterable[Diagnostic],
    sources: Sources,
    workspace: Path,
    *,
    failure: CompileFailedError | None = None,
    told: int = 0,
) -> Iterator[str]:
    """Commands that annotate: errors first, of each severity as many as GitHub shows.

    Args:
        diagnostics: in the compiler's order.
        sources: what was compiled.
        workspace: the checkout, which GitHub's own paths are relative to.
        failure: what the first error led to; it is told with it, at its place.
        told: errors that the step tells of besides.
    """
    places = _Places(sources, workspace)
    counts = dict.fromkeys(Severity, 0) | {Severity.ERROR: told}
    order = [*Severity]
    for message in sorted(grouped(diagnostics), key=lambda one: order.index(one.main.severity)):
        severity = message.main.severity
        counts[severity] += 1
        if counts[severity] <= MOST:
            decides = severity is Severity.ERROR and counts[severity] == told + 1
            yield _annotation(message, places, failure if decides else None)


def _annotation(
    message: DiagnosticGroup, places: _Places, failure: CompileFailedError | None
) -> str:
    main, place = message.main, message.place
    file = places.within(place.file)
    where = f"{place.file}:{place.line}: " if place.line and not file else ""
    words = [f"{where}{main.text}", *(note.text for note in message.notes if note.text)]
    if failure is not None:
        if main.text in failure.title:
            del words[0]
        words += filter(None, (failure.explanation, failure.remedy))
    return command(
        _KINDS[main.severity],
        "\n".join(map(shown_text, words)),
        file=file,
        line=place.line if file else 0,
        col=_column(place) if file else 0,
        title=shown_text(failure.title) if failure is not None else "Compiler",
    )


class _Places:
    """Where the files are that messages name."""

    def __init__(self, sources: Sources, workspace: Path) -> None:
        self._workspace = real_path(workspace)
        paths = [file.path for file in sources.files]
        self._given = dict(zip(shown_names(sources), paths, strict=True))
        # Headers are named relative to a source's folder, and by cargo to a project's.
        folders = [folder for path in paths for folder in path.parents]
        self._folders = [one for one in dict.fromkeys(folders) if self._is_inside(one)]

    def within(self, file: str) -> str:
        """A file as GitHub names it; empty for one outside the checkout."""
        if not file or file.startswith("<"):
            return ""
        if file in self._given:
            path = self._given[file]
        else:
            candidates = (folder / file for folder in self._folders)
            path = next((one for one in candidates if is_file(one)), Path(file))
        if not path.is_absolute() or not self._is_inside(path):
            return ""
        return real_path(path).relative_to(self._workspace).as_posix()

    def _is_inside(self, path: Path) -> bool:
        return real_path(path).is_relative_to(self._workspace)


def _column(place: Diagnostic) -> int:
    """The column in characters from 1; ours counts bytes."""
    if not place.column:
        return 0
    return len(place.source_line.encode()[: place.column - 1].decode(errors="ignore")) + 1


def write_outputs(path: str, outputs: Mapping[str, str]) -> None:
    """Set a step's outputs, whatever is in their values.

    Args:
        path: what ``GITHUB_OUTPUT`` says; empty outside of GitHub, where nothing is written.
        outputs: values by name.

    Raises:
        StorageError: the file cannot be written.
    """
    lines = []
    for name, value in outputs.items():
        # Nobody can know it beforehand, so no value can end before its end.
        end = f"end-{secrets.token_hex(16)}"
        lines += [f"{name}<<{end}", value, end]
    _append(path, "\n".join([*lines, ""]))


def write_summary(path: str, markdown: str) -> None:
    """Add to the job's summary.

    Args:
        path: what ``GITHUB_STEP_SUMMARY`` says; empty outside of GitHub.
        markdown: what to add.

    Raises:
        StorageError: the file cannot be written.
    """
    content = markdown.encode(errors="replace")[:MAX_SUMMARY_BYTES]
    _append(path, content.decode(errors="ignore"))


def _append(path: str, text: str) -> None:
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise StorageError(
            Message("What GitHub is to be told cannot be written: {0}.", reason(error)),
            remedy="Free some disk space on the runner.",
            details=path,
        ) from error
