"""Takes the examples out of the documents: files to write, and sessions to type.

A block of code below a line that ends in a file's name and a colon, ```ask.c`:``, is that file.
A ``console`` block is a session: each ``$ `` begins a command, and what follows is what it
prints. ``…`` stands for anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECKOUT = Path(__file__).parents[2]

_BLOCK = re.compile(
    r"(?:`(?P<file>[^`\n]+)`[^`\n]*:\n\n)?^```(?P<language>[\w+]*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A block of code on a page; ``file`` is its name where the page gives it one."""

    language: str
    text: str
    file: str | None


@dataclass(frozen=True)
class Typed:
    """A command of a session, and what the page says it prints."""

    command: str
    shown: str


def documents() -> Sequence[str]:
    """Every document that is for people, relative to the checkout."""
    found = [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")]
    return sorted(path.relative_to(CHECKOUT).as_posix() for path in found)


def text_of(document: str) -> str:
    """A document as it is written."""
    return (CHECKOUT / document).read_text(encoding="utf-8")


def blocks(document: str, language: str | None = None) -> Sequence[Block]:
    """The blocks of code of a document: all, or those of one language."""
    found = [
        Block(match["language"], match["text"], match["file"])
        for match in _BLOCK.finditer(text_of(document))
    ]
    return [block for block in found if language in {None, block.language}]


def sessions(document: str) -> Sequence[Typed]:
    """The commands that a document shows being typed, in its order."""
    return [
        Typed(command, shown)
        for block in blocks(document, "console")
        for command, _, shown in (
            each.partition("\n") for each in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
        )
    ]
