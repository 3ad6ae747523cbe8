"""Turns a compiler's messages into annotations, which GitHub shows beside the lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.diagnostics import Severity, grouped
from scratchpress.github.commands import command
from scratchpress.sources.naming import shown_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scratchpress.core.diagnostics import Diagnostic, DiagnosticGroup
    from scratchpress.sources.model import Sources

# GitHub shows ten of each kind for a step and drops the rest without a word.
MOST = 10
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def annotate(diagnostics: Iterable[Diagnostic], sources: Sources, workspace: Path) -> Iterator[str]:
    """Commands that annotate, the first ten of each severity.

    Args:
        diagnostics: in the compiler's order.
        sources: what was compiled.
        workspace: the checkout, which GitHub's own paths are relative to.
    """
    places = _Places(sources, workspace)
    counts = dict.fromkeys(Severity, 0)
    for message in grouped(diagnostics):
        severity = message.main.severity
        counts[severity] += 1
        if counts[severity] <= MOST:
            yield _annotation(message, places)


def _annotation(message: DiagnosticGroup, places: _Places) -> str:
    main, place = message.main, message.place
    kind = _KINDS[main.severity]
    file = places.within(place.file)
    if not file:
        where = f"{place.file}:{place.line}: " if place.line else ""
        return command(kind, f"{where}{main.text}", title="Compiler")
    words = [main.text, *(note.text for note in message.notes if note.text)]
    return command(
        kind,
        "\n".join(words),
        file=file,
        line=place.line,
        col=_column(place),
        title="Compiler",
    )


class _Places:
    """Where the files are that messages name."""

    def __init__(self, sources: Sources, workspace: Path) -> None:
        self._workspace = workspace.resolve()
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
            path = next((one for one in candidates if one.is_file()), Path(file))
        if not path.is_absolute() or not self._is_inside(path):
            return ""
        return path.resolve().relative_to(self._workspace).as_posix()

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self._workspace)


def _column(place: Diagnostic) -> int:
    """The column in characters from 1; ours counts bytes."""
    if not place.column:
        return 0
    return len(place.source_line.encode()[: place.column - 1].decode(errors="ignore")) + 1
