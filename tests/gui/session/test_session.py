"""What a session tells of, and how long what it made lives."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.gui.conftest import HELLO
from tests.gui.session.test_build import SLOW, outcome
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]


def heard(session: Session) -> list[str]:
    """The names of the signals, as they come."""
    names: list[str] = []
    for name in ("opened", "reread", "refused", "busy", "started", "ended"):
        getattr(session, name).connect(partial(_hear, names, name))
    return names


def _hear(names: list[str], name: str, *_payload: object) -> None:
    names.append(name)


def test_a_build_that_gives_way_to_another_one_does_not_tell_of_its_end(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    session = window.session
    names = heard(session)
    window.open([source("forever.c", SLOW)])
    qtbot.waitUntil(lambda: session.current is not None, timeout=SOON_MS)
    session.build()
    qtbot.waitUntil(lambda: outcome(window).startswith("Running"), timeout=60_000)
    window.open([HELLO])
    session.build_again()
    with qtbot.waitSignal(session.started, timeout=SOON_MS):
        assert session.working
    qtbot.waitUntil(lambda: outcome(window).startswith("Running"), timeout=60_000)
    with qtbot.waitSignal(session.ended, timeout=SOON_MS):
        session.stop()
    assert names == ["opened", "started", "busy", "started", "ended"]
    assert session.end is not None
    assert session.end.job.recipe.sources == ("forever.c",)


def test_the_files_of_a_result_live_until_something_else_is_open(
    window: MainWindow, build: Build, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    build(window, HELLO)
    result = window.session.result
    assert result is not None
    assert result.image is not None
    archive = result.image.archive
    assert archive.is_file()
    window.open([source("other.c", SLOW)])
    qtbot.waitUntil(lambda: not archive.exists(), timeout=SOON_MS)
    assert window.session.result is None
