"""The pictures of the window: all there, of their size, and not too heavy to keep."""

from __future__ import annotations

import re

from PySide6.QtGui import QImageReader

from release import screenshots

_MOST_BYTES = 4_000_000


def test_every_state_that_is_kept_has_its_pictures_and_no_other_is_there() -> None:
    there = sorted(path.name for path in screenshots.KEPT.glob("*.png"))
    assert there == sorted(screenshots.picture_names(every=False))


def test_pictures_have_the_size_of_their_state() -> None:
    wrong = []
    for path in screenshots.KEPT.glob("*.png"):
        state = re.sub(r"-(dark|light)(\.\w+)?\.png$", "", path.name)
        size = QImageReader(str(path)).size().toTuple()
        wanted = screenshots.STATES[state]
        # A dialog is as large as its words, and the same in both schemes.
        if wanted is None:
            other = path.with_name(path.name.replace("-light", "-dark"))
            wanted = QImageReader(str(other)).size().toTuple() if other.exists() else size
        if size != wanted:
            wrong.append((path.name, size, wanted))
    assert wrong == []


def test_pictures_are_light_enough_to_be_kept() -> None:
    assert sum(path.stat().st_size for path in screenshots.KEPT.glob("*.png")) < _MOST_BYTES
