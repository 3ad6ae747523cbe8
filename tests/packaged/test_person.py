"""The standalone app as a person uses it: with a mouse, with keys alone, with a screen reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packaged.conftest import NOBODY, SAID
from tests.packaged.desk import Desk
from tests.support.containers import client

pytestmark = pytest.mark.packaged


@pytest.mark.docker
def test_a_dropped_file_runs_on_the_real_daemon(
    app: Path, home: Path, source: Path, docker_host: str
) -> None:
    with Desk(home, docker_host) as desk:
        desk.start(str(app / "scratchpress-window"))
        desk.see("Drop a source file or a folder here")
        desk.drop(source)
        desk.see("hello 😀.cc")
        desk.press("Build and run")
        shown = desk.see(SAID, "Finished normally")

    assert "359.7 kB" in shown
    with client() as api:
        assert [one for one in api.images() if "hello:latest" in (one["RepoTags"] or [])]
        api.remove_image("hello:latest", force=True)


def test_the_keyboard_alone_is_enough(app: Path, home: Path) -> None:
    with Desk(home, NOBODY) as desk:
        window = desk.start(str(app / "scratchpress-window"))
        desk.see("Try the example")
        for _ in range(20):
            if desk.focus() == "Try the example":
                break
            desk.keys("Tab")
        desk.keys("space")
        desk.see("hello.cc", "Build and run")
        desk.keys("ctrl+Return")
        desk.see(SAID, "Finished normally")
        desk.keys("ctrl+q")

        assert window.wait(30) == 0


def test_a_mistake_is_shown_where_it_is_and_mended_beside_the_app(
    app: Path, home: Path, source: Path
) -> None:
    good = source.read_text()
    source.write_text(good.replace("cout <<", "cuot <<"))
    with Desk(home, NOBODY) as desk:
        desk.start(str(app / "scratchpress-window"), str(source))
        desk.see("Build and run")
        desk.keys("ctrl+Return")
        desk.see("cuot")
        source.write_text(good)
        desk.keys("ctrl+Return")
        desk.see(SAID, "Finished normally")


def test_a_screen_reader_is_told_a_name_for_everything_that_can_be_pressed(
    app: Path, home: Path, source: Path
) -> None:
    with Desk(home, NOBODY) as desk:
        desk.start(str(app / "scratchpress-window"), str(source))
        desk.see("Build and run")
        nodes = desk.look()

    pressed = [one for one in nodes if "button" in one.role or one.role == "check box"]
    assert len(pressed) > 5
    assert all(one.name for one in pressed)
