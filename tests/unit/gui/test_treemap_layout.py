"""The rectangles of a treemap fill their area in proportion, without overlaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.gui.size.treemap_layout import Area, squarify

sides = st.floats(1, 5000)
sizes = st.lists(st.integers(1, 10**9), min_size=1, max_size=60).map(
    lambda found: sorted(found, reverse=True)
)


@given(found=sizes, width=sides, height=sides)
def test_areas_are_in_proportion_and_fill_all(
    found: list[int], width: float, height: float
) -> None:
    whole = Area(3.0, 5.0, width, height)
    placed = squarify(found, whole)

    assert len(placed) == len(found)
    for size, area in zip(found, placed, strict=True):
        expected = width * height * size / sum(found)
        assert area.width * area.height == pytest.approx(expected, rel=1e-4, abs=1e-4)
    assert sum(one.width * one.height for one in placed) == pytest.approx(width * height)


@given(found=sizes, width=sides, height=sides)
def test_nothing_overlaps_or_leaves_the_area(found: list[int], width: float, height: float) -> None:
    whole = Area(3.0, 5.0, width, height)
    placed = squarify(found, whole)
    slack = 1e-6 * (width + height)

    for number, one in enumerate(placed):
        assert one.left >= whole.left - slack
        assert one.top >= whole.top - slack
        assert one.left + one.width <= whole.left + width + slack
        assert one.top + one.height <= whole.top + height + slack
        for other in placed[number + 1 :]:
            across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
            down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
            assert across <= slack or down <= slack


def test_the_example_of_the_paper_is_nearly_square() -> None:
    placed = squarify([6, 6, 4, 3, 2, 2, 1], Area(0, 0, 6, 4))
    shapes = [max(one.width / one.height, one.height / one.width) for one in placed]
    assert max(shapes) < 3.2
    assert sum(shapes) / len(shapes) < 1.8


def test_nothing_is_laid_into_no_area() -> None:
    assert squarify([], Area(0, 0, 10, 10)) == []
    assert squarify([3, 1], Area(0, 0, 0, 10))[1].width == 0
