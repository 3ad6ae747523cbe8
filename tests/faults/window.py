"""A window in a process of its own, from the outside: what it is told, shows and holds."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CHECKOUT = Path(__file__).parents[2]
_DEADLINE = 40.0
_STEP = 0.02


class WindowError(AssertionError):
    """The window did not do what was waited for."""


@dataclass(frozen=True)
class Holds:
    """What a process holds: what a build that is over leaves, grows from one to the next."""

    threads: int
    descriptors: int
    children: int

    def fits(self, base: Holds) -> bool:
        """Whether it is no more than in the beginning."""
        return (
            self.threads <= base.threads
            and self.descriptors <= base.descriptors
            and self.children <= base.children
        )


class WindowProcess:
    """A person at a window (``person.py``)."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        display = "xcb" if os.environ.get("DISPLAY") else "offscreen"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.person"],
            cwd=_CHECKOUT,
            env={
                **os.environ,
                "QT_QPA_PLATFORM": display,
                "PYTHONPATH": os.pathsep.join((str(_CHECKOUT / "desktop"), str(_CHECKOUT))),
                **environment,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.engine = "looking"
        self.engine_changed = 0.0
        self.errors = ""
        self._seen: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._readers = [
            threading.Thread(target=work, name="window") for work in (self._listen, self._read)
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def tell(self, do: str, **more: object) -> None:
        """Have the person do something."""
        assert self._process.stdin is not None
        print(json.dumps({"do": do, **more}), file=self._process.stdin, flush=True)

    def wait(self, saw: str, seconds: float = _DEADLINE) -> dict[str, Any]:
        """Wait for what the person sees next of a kind; what comes before is forgotten."""
        end = time.monotonic() + seconds
        while True:
            try:
                report = self._seen.get(timeout=max(0.001, end - time.monotonic()))
            except queue.Empty:
                words = f"the window did not tell of “{saw}” in {seconds:.0f} s. {self.errors}"
                raise WindowError(words) from None
            if report["saw"] == saw:
                return report
            if report["saw"] == "gone":
                raise WindowError(f"the window is gone. {self.errors}")

    def wait_for_engine(self, state: str = "ready") -> None:
        """Wait until the header says so."""
        until(lambda: self.engine == state, f"the header does not say “{state}”")

    def printed(self) -> str:
        """What the program printed until now."""
        self.tell("look")
        return str(self.wait("window")["printed"]).strip()

    def build(self, path: Path, hold: str = "") -> None:
        """Open a source or recipe and press the button."""
        self.tell("build", path=str(path), hold=hold)

    def leave(self) -> int:
        """Wait for the end of the process; its exit code."""
        code = self._process.wait(_DEADLINE)
        for reader in self._readers:
            reader.join()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()
        return code

    def kill(self) -> None:
        """End the process as a crash does."""
        self._process.kill()

    def close(self) -> int:
        """Close the window and wait for the end."""
        if self.is_alive:
            self.tell("close")
        return self.leave()

    def holds(self) -> Holds:
        """What the process holds now."""
        folder = Path(f"/proc/{self.pid}")
        return Holds(
            len(list((folder / "task").iterdir())),
            len(list((folder / "fd").iterdir())),
            len(descendants(self.pid)),
        )

    def settles(self, base: Holds) -> None:
        """Wait until it holds no more than in the beginning."""
        until(lambda: self.holds().fits(base), lambda: f"{self.holds()} stays, {base} was")

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            report = json.loads(line)
            if report["saw"] == "engine":
                self.engine, self.engine_changed = report["state"], report["at"]
            self._seen.put(report)
        self._seen.put({"saw": "gone"})

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.errors += line


def until(
    reached: Callable[[], bool], words: str | Callable[[], str], seconds: float = _DEADLINE
) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            raise WindowError(words if isinstance(words, str) else words())
        time.sleep(_STEP)


def descendants(process: int) -> list[int]:
    """All processes below one."""
    below: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(word) for word in path.read_text().split()]
        except OSError:
            continue
        for child in children:
            below += [child, *descendants(child)]
    return below
