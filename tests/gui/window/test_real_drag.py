"""A file is dragged with the mouse from another program onto the running app."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.gui.conftest import HELLO
from tests.support.file_manager import FILE_MANAGER, drag_onto_app
from tests.support.virtual_display import virtual_display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is of Linux")


class Desk:
    """A display of its own with the app and another program on it, and a hand."""

    def __init__(self, display: str, state: Path, source: Path) -> None:
        self.state = state / "window.json"
        self.source = source
        self.environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "SCRATCHPRESS_STATE_DIR": str(state),
            "DOCKER_HOST": f"unix://{state}/nobody.sock",
        }

    def hand(self, *words: str) -> str:
        """Move the mouse, press keys, look for windows."""
        return subprocess.run(
            ["xdotool", *words],
            env=self.environment, capture_output=True, text=True, check=False, timeout=20,
        ).stdout  # fmt: skip

    def window(self, name: str) -> str:
        """The number of the window with a name, once it is shown."""
        return self.wait(
            lambda: self.hand("search", "--onlyvisible", "--name", f"^{name}$").strip()
        )

    def remembered(self) -> dict[str, object]:
        """What the app keeps of the newest file."""
        try:
            recent = json.loads(self.state.read_text())["recent"]
        except (OSError, KeyError):
            return {}
        return recent[0] if recent else {}

    @staticmethod
    def wait(look: Callable[[], str]) -> str:
        deadline = time.monotonic() + 30
        while not (seen := look()):
            assert time.monotonic() < deadline, "it did not come within 30 seconds"
            time.sleep(0.05)
        return seen


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    for program in ("Xvfb", "xdotool"):
        assert shutil.which(program), f"this test needs {program}"
    with ExitStack() as stack:
        display = stack.enter_context(virtual_display("Xvfb"))
        source = Path(shutil.copy(HELLO, tmp_path))
        desk = Desk(display, tmp_path / "state", source)
        for command in (["-m", "scratchpress"], ["-c", FILE_MANAGER, str(source)]):
            process = subprocess.Popen([sys.executable, *command], env=desk.environment)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        yield desk


def test_a_file_dragged_from_another_program_is_opened_and_built(desk: Desk) -> None:
    app = desk.window("Scratchpress")
    drag_onto_app(desk.hand, desk.wait)
    desk.wait(lambda: str(desk.remembered().get("path", "")))
    assert desk.remembered()["path"] == str(desk.source)
    assert desk.source.exists(), "the app said that it had moved what it only reads"

    desk.hand("windowfocus", "--sync", app, "key", "ctrl+Return")
    desk.wait(lambda: str(desk.remembered().get("size") or ""))
    assert desk.remembered()["size"] == 359_736
