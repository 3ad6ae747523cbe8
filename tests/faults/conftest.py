"""One place for all cells of the matrix, made anew after a cell that does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.place import Matrix

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def matrix() -> Iterator[Matrix]:
    with Matrix() as matrix:
        yield matrix


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> None:
    """Each cell looks for itself, in processes of its own; daemon and window go on to the next."""
