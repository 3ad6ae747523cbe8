"""What an exception came from, down to the one at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """An exception and all it came from: causes, contexts and those kept as arguments."""
    pending, seen = [error], set[int]()
    while pending:
        current = pending.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = [current.__cause__, current.__context__, getattr(current, "reason", None)]
        pending += [each for each in (*inner, *current.args) if isinstance(each, BaseException)]
