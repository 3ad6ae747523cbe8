"""A desk of its own for the standalone app: a display, a bus for screen readers, a home, hands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.file_manager import FILE_MANAGER, drag_onto_app
from tests.support.virtual_display import virtual_display

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Self

READER = Path(__file__).with_name("reader.py")
_SYSTEM_PYTHON = "/usr/bin/python3"
_SECONDS = 60.0


@dataclass(frozen=True)
class Node:
    """One thing in the window, as a screen reader is told of it."""

    name: str
    role: str
    text: str
    focused: bool


class Desk:
    """What a person sits at. Nothing of this checkout reaches the app.

    Args:
        home: the person's; the variable is not set when there is none.
        engine: the address of a Docker daemon.
        account: the number of another account than ours, which is root's.
    """

    def __init__(self, home: Path | None, engine: str, account: int | None = None) -> None:
        self.variables = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8"}
        self.variables["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        self.variables["DOCKER_HOST"] = engine
        if home is not None:
            self.variables["HOME"] = str(home)
        other = {"user": account, "group": account, "extra_groups": ()}
        self._account: dict[str, Any] = other if account is not None else {}
        self._stack = ExitStack()
        self._apps: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        runtime = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-")))
        if self._account:
            os.chown(runtime, self._account["user"], self._account["group"])
        # Where the bus for screen readers is, even for those who have no home.
        self.variables["XDG_RUNTIME_DIR"] = str(runtime)
        self.variables["DISPLAY"] = self._stack.enter_context(virtual_display("Xvfb"))
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--print-address", "--nofork"],
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **self._account,
        )
        self._stack.callback(_end, bus)
        assert bus.stdout is not None
        self._stack.callback(bus.stdout.close)
        self.variables["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        assert self.variables["DBUS_SESSION_BUS_ADDRESS"], "there is no bus for this account"
        return self

    def __exit__(self, *exception: object) -> None:
        for app in self._apps:
            _end(app)
        self._stack.close()

    def start(self, *command: str, prefix: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        """Start the app; waits until its window can be used."""
        # Qt complains of each program that asks for something newer than its own interface.
        quiet = {"QT_LOGGING_RULES": "qt.accessibility.atspi=false"}
        app: subprocess.Popen[bytes] = subprocess.Popen(
            [*prefix, *command], env=self.variables | quiet, cwd="/", **self._account
        )
        self._apps.append(app)
        self.wait(lambda: self.hand("search", "--onlyvisible", "--name", "^Scratchpress$"))
        self.hand("search", "--onlyvisible", "--name", "^Scratchpress$", "windowfocus", "--sync")
        return app

    def hand(self, *words: str) -> str:
        """Move the mouse, press keys, look for windows."""
        command = ["xdotool", *words]
        return subprocess.run(
            command, env=self.variables, capture_output=True, text=True, check=False, timeout=60
        ).stdout.strip()

    def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            self.hand("key", "--clearmodifiers", name)

    def drop(self, path: Path) -> None:
        """Drag a file with the mouse from another program onto the app."""
        command = [sys.executable, "-c", FILE_MANAGER, str(path)]
        with subprocess.Popen(command, env=self.variables | {"QT_QPA_PLATFORM": "xcb"}) as other:
            drag_onto_app(self.hand, self.wait)
            self.see("Build and run")
            other.terminate()

    def look(self) -> list[Node]:
        """All that is shown now, as a screen reader is told."""
        lines = self._read("look").stdout.splitlines()
        return [Node(**json.loads(line)) for line in lines]

    def press(self, name: str) -> None:
        """Press a button as a screen reader does."""
        assert not self._read("press", name).returncode, name

    def see(self, *words: str) -> str:
        """Wait until the window shows all of these words; everything it shows."""

        def shown() -> str:
            everything = "\n".join(f"{one.name}\n{one.text}" for one in self.look())
            return everything if all(each in everything for each in words) else ""

        return self.wait(shown)

    def focus(self) -> str:
        """The name of what the keyboard is at."""
        # What is chosen in a list counts as focused there, wherever the keyboard is.
        focused = [one for one in self.look() if one.focused and one.role != "list item"]
        return focused[0].name if focused else ""

    def wait(self, look: Callable[[], str]) -> str:
        """Look again and again until there is something."""
        end = time.monotonic() + _SECONDS
        while not (seen := look()):
            if time.monotonic() > end:
                shown = "\n".join(f"{one.role}: {one.name} {one.text}" for one in self.look())
                raise AssertionError(f"It did not come. The window shows:\n{shown}")
            time.sleep(0.1)
        return seen

    def _read(self, *words: str) -> subprocess.CompletedProcess[str]:
        # Not every account may read the checkout.
        command = [_SYSTEM_PYTHON, "-", *words]
        return subprocess.run(
            command,
            input=READER.read_text(),
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            **self._account,
        )


def _end(process: subprocess.Popen[Any]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(
    command: Sequence[str], variables: Mapping[str, str], cwd: Path | str = "/"
) -> subprocess.CompletedProcess[str]:
    """A program in the terminal, with no more than these variables."""
    return subprocess.run(
        command,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", **variables},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
