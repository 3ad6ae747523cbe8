"""Computes the rectangles of a treemap, without Qt.

Squarified treemaps: M. Bruls, K. Huizing, J. J. van Wijk, "Squarified Treemaps", 2000.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Area(NamedTuple):
    """A rectangle by its upper left corner and its sides."""

    left: float
    top: float
    width: float
    height: float


def squarify(sizes: Sequence[float], area: Area) -> list[Area]:
    """Fill an area with one rectangle for each size, as near to squares as rows of them get.

    Args:
        sizes: above zero; the largest first, which gives the best shapes.
        area: all of it is used.
    """
    total = sum(sizes)
    scale = area.width * area.height / total if total > 0 else 0.0
    wanted = [size * scale for size in sizes]
    placed: list[Area] = []
    while len(placed) < len(wanted):
        rest = wanted[len(placed) :]
        side = min(area.width, area.height)
        count = _best_count(rest, side)
        row = rest[:count]
        is_last = count == len(rest)
        placed += _laid(row, area, is_last=is_last)
        area = _without(row, area)
    return placed


def _best_count(wanted: Sequence[float], side: float) -> int:
    """How many of the next rectangles make the best row along a side."""
    total, worst = 0.0, float("inf")
    for count, one in enumerate(wanted):
        total += one
        # Sizes fall, so the first and the last of a row have the worst shapes.
        shape = _worst_shape(wanted[0], one, total, side)
        if shape > worst:
            return count
        worst = shape
    return len(wanted)


def _worst_shape(largest: float, smallest: float, total: float, side: float) -> float:
    """Length by width of the least square one in a row."""
    if total <= 0 or side <= 0 or smallest <= 0:
        return float("inf")
    square = (side / total) ** 2
    return max(largest * square, 1 / (smallest * square))


def _laid(row: Sequence[float], area: Area, *, is_last: bool) -> list[Area]:
    """Rectangles along the shorter side, at the left or at the top."""
    total = sum(row)
    upright = area.width >= area.height
    side, other = (area.height, area.width) if upright else (area.width, area.height)
    # The last row takes what is left, whatever was lost by rounding.
    thick = other if is_last else min(other, total / side if side > 0 else 0.0)
    at, laid = 0.0, []
    for one in row:
        length = one / total * side if total > 0 else 0.0
        laid.append(
            Area(area.left, area.top + at, thick, length)
            if upright
            else Area(area.left + at, area.top, length, thick)
        )
        at += length
    return laid


def _without(row: Sequence[float], area: Area) -> Area:
    if area.width >= area.height:
        thick = min(area.width, sum(row) / area.height if area.height > 0 else 0.0)
        return Area(area.left + thick, area.top, area.width - thick, area.height)
    thick = min(area.height, sum(row) / area.width if area.width > 0 else 0.0)
    return Area(area.left, area.top + thick, area.width, area.height - thick)
