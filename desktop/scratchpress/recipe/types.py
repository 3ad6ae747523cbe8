"""Base types of a recipe's tables: strict frozen structs, and patterns of the texts in them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from scratchpress.core.messages import Message, not_taken
from scratchpress.core.sizes import DURATION_PATTERN, SIZE_PATTERN, parse_duration, parse_size

# Docker itself refuses less than 6 MiB, and takes 0 for "no limit".
MIN_MEMORY = 8_000_000
NO_LIMIT = "none"

SizeText = Annotated[
    str,
    Meta(
        pattern=SIZE_PATTERN,
        description="a number and a unit: 500 kB, 1 MB, 1.5 MiB",
    ),
]
DurationText = Annotated[
    str,
    Meta(
        pattern=rf"{DURATION_PATTERN}|^{NO_LIMIT}$(?!\n)",
        description="a number and a unit: 500ms, 30s, 2m, 1h; or none",
    ),
]
# What the operating systems take as a program argument.
ArgumentText = Annotated[
    str, Meta(pattern=r"^[^\x00]*$", description="text without NUL characters")
]
VariableName = Annotated[
    str, Meta(pattern=r"^[^\x00=]+$", description="a name without = and NUL characters")
]


class Part(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename="kebab",
    omit_defaults=True,
    kw_only=True,
):
    """A table of the recipe: immutable and strict."""


def parse_timeout(text: str) -> float | None:
    """Read a time limit as seconds; ``none`` is ``None``.

    Raises:
        ValueError: it is not a duration, or none at all.
    """
    if text == NO_LIMIT:
        return None
    try:
        seconds = parse_duration(text)
    except ValueError as error:
        takes = "a number and a unit: 500ms, 30s, 2m, 1h; or none"
        raise not_taken(Message("a duration"), takes) from error
    if seconds <= 0:
        raise not_taken("timeout", "longer than 0 s, or none")
    return seconds


def parse_memory(text: str) -> int:
    """Read a memory limit as bytes.

    Raises:
        ValueError: it is not a size, or less than engines can start a program with.
    """
    size = parse_size(text)
    if size < MIN_MEMORY:
        raise not_taken("memory", "8 MB or more")
    return size
