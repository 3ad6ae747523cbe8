"""The standalone app on a desktop that has Wayland and no X11."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from freeze.smoke import smoke

pytestmark = pytest.mark.packaged
_SECONDS_TO_START = 30


@pytest.fixture
def wayland(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A desktop without a screen, for the programs that this test starts."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-test")
    monkeypatch.delenv("DISPLAY", raising=False)
    log = tmp_path / "weston.log"
    command = ("weston", "--backend=headless-backend.so", "--socket=wayland-test", f"--log={log}")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT) as weston:
        try:
            until = time.monotonic() + _SECONDS_TO_START
            while not (runtime / "wayland-test").exists():
                assert time.monotonic() < until, log.read_text("utf-8")
                assert weston.poll() is None, log.read_text("utf-8")
                time.sleep(0.05)
            yield
        finally:
            weston.terminate()


@pytest.mark.usefixtures("wayland")
def test_the_window_opens_without_x11(app: Path) -> None:
    assert "DISPLAY" not in os.environ
    assert smoke(app / "scratchpress")["platform"] == "wayland"
