"""Escapes others' text for Markdown, so that it stays text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.text import shown_text

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
    return f"{ticks}{language}\n{shown_text(content)}\n{ticks}"


def table(rows: Iterable[Sequence[str]], headings: Sequence[str]) -> str:
    """A table; its cells are Markdown already."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart.

    Attributes:
        name: what it stands for.
        size: how long it is.
        words: its size in words.
        group: what it is compared within: of bars there that look the same one is drawn.
    """

    name: str
    size: int
    words: str
    group: str


def bars(chart: Sequence[Bar]) -> str:
    """Bars as a block of characters, drawn to one scale."""
    largest = max((bar.size for bar in chart), default=0) or 1
    drawn: dict[tuple[str, int], Bar] = {}
    for bar in chart:
        # A bar is never too short to be seen, or the smallest image has none.
        drawn.setdefault((bar.group, max(1, round(_BAR_CELLS * bar.size / largest))), bar)
    width = max((len(bar.name) for bar in drawn.values()), default=0)
    lines = (f"{bar.name:<{width}}  {'█' * cells} {bar.words}" for (_, cells), bar in drawn.items())
    return block("\n".join(lines))


def _one_line(words: str) -> str:
    return " ".join(shown_text(words).split())
