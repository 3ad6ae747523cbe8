"""Escapes others' text for Markdown, so that it stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scratchpress.core.text import shown_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RUNS = re.compile("`+")
# What CommonMark or GitHub could take for something else than text, within a line and at
# its beginning.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~@&:$])|(?<=www)(\.)")
_LEADING = re.compile(r"^([-+=]|[0-9]+(?=[.)]))")
_BAR_CELLS = 40


def text(words: str) -> str:
    """Words as plain text on one line."""
    line = _SPECIAL.sub(r"\\\g<0>", _one_line(words))
    found = _LEADING.match(line)
    if found is None:
        return line
    return f"{found[0]}\\{line[found.end() :]}" if found[0].isdigit() else f"\\{line}"


def code(words: str) -> str:
    """Words as code within a line; in a table, too."""
    inside = _one_line(words).replace("|", "\\|")
    ticks = "`" * (max((len(run) for run in _RUNS.findall(inside)), default=0) + 1)
    space = " " if inside.startswith("`") or inside.endswith("`") else ""
    return f"{ticks}{space}{inside}{space}{ticks}"


def block(content: str, language: str = "text") -> str:
    """A block of code; nothing in it can end it."""
    ticks = "`" * max(3, max((len(run) for run in _RUNS.findall(content)), default=0) + 1)
    return f"{ticks}{language}\n{_shown(content)}\n{ticks}"


def table(rows: Iterable[Sequence[str]], headings: Sequence[str]) -> str:
    """A table; its cells are Markdown already."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def bars(sizes: Sequence[tuple[str, int, str]]) -> str:
    """Names, sizes and their words as a chart of characters, drawn to one scale.

    Args:
        sizes: of each its name, its size and the words for it.
    """
    largest = max((size for _, size, _ in sizes), default=0) or 1
    width = max((len(name) for name, _, _ in sizes), default=0)
    lines = []
    for name, size, words in sizes:
        # A bar is never too short to be seen, or the smallest image has none.
        cells = max(1, round(_BAR_CELLS * size / largest))
        lines.append(f"{name:<{width}}  {'█' * cells} {words}")
    return block("\n".join(lines))


def _one_line(words: str) -> str:
    return " ".join(_shown(words).split())


def _shown(content: str) -> str:
    return "\n".join(map(shown_line, content.split("\n")))
