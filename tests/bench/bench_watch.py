"""How long a person waits from a save to what the new program prints.

    python -m tests.bench.bench_watch [ROUNDS]

The example is edited and saved as editors do, by another file that takes its name. Measured
is until its new words come from ``scratchpress run --watch``, and until they stand in the
window; then the same for a program that never ends and has to be stopped first.
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from scratchpress.gui.app.app import prepare_process
from scratchpress.gui.look.theme import Theme
from scratchpress.gui.window.main_window import MainWindow
from scratchpress.system.paths import asset
from tests.bench.measure import Row, show

if TYPE_CHECKING:
    from collections.abc import Callable

PROMISED = 1.0
_LONGEST = 120.0
_NUMBERS = itertools.count()
_EXAMPLE = asset("examples/hello.cc").read_text()
_FOREVER = """\
#include <iostream>
#include <unistd.h>
int main() { std::cout << "Hello!" << std::endl; for (;;) pause(); }
"""


def save(path: Path, text: str) -> str:
    """Save with words that were never there before; return them."""
    words = f"Hello {os.getpid()}-{next(_NUMBERS)}!"
    other = path.with_name(".new")
    other.write_text(text.replace("Hello!", words))
    other.replace(path)
    return words


def until(holds: Callable[[], bool]) -> None:
    """Let the window work until something holds."""
    end = time.monotonic() + _LONGEST
    while not holds():
        assert time.monotonic() < end
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        time.sleep(0.001)


def rest() -> None:
    """A person looks at the output before saving again."""
    end = time.monotonic() + 0.7
    until(lambda: time.monotonic() > end)


class CommandLine:
    """``scratchpress run --watch`` as a process."""

    def __init__(self, folder: Path, text: str, engine: str) -> None:
        folder.mkdir()
        self._path, self._text = folder / "hello.cc", text
        first = save(self._path, text)
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", "scratchpress", "run", "--watch", "--engine", engine,
                "--timeout", "1h", "--tag", "bench-watch", str(self._path),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait_for(first)

    def once(self) -> float:
        """Seconds from a save to its words."""
        words = save(self._path, self._text)
        start = time.perf_counter()
        self._wait_for(words)
        return time.perf_counter() - start

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()

    def _wait_for(self, words: str) -> None:
        assert self._process.stdout is not None
        said = b""
        while words.encode() not in said:
            data = os.read(self._process.stdout.fileno(), 65536)
            assert data, "the watch ended"
            said += data


class Window:
    """The window, with the box ticked."""

    def __init__(self, folder: Path, text: str, engine: str) -> None:
        folder.mkdir()
        self._path, self._text = folder / "hello.cc", text
        first = save(self._path, text)
        # Nothing is remembered of the window before.
        os.environ["SCRATCHPRESS_STATE_DIR"] = str(folder / "state")
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._window = MainWindow(Theme(app))
        self._window.show()
        engines = self._window.engines
        until(lambda: engines.words.state != "looking")
        if engine == "local":
            from scratchpress.gui.engines.engine_picker import PREVIEW

            engines.choose(PREVIEW)
        self._window.open([self._path])
        page = self._window.work_page
        until(lambda: page.source.words[0] == self._path.name)
        page.watch.box.click()
        page.build_button.click()
        until(lambda: self._shows(first))

    def once(self) -> float:
        """Seconds from a save to its words."""
        words = save(self._path, self._text)
        start = time.perf_counter()
        until(lambda: self._shows(words))
        return time.perf_counter() - start

    def close(self) -> None:
        """End it."""
        self._window.quit_now()

    def _shows(self, words: str) -> bool:
        return words in self._window.work_page.results.output.box.toPlainText()


def main(rounds: int) -> None:
    """Measure and print."""
    prepare_process()
    application = QApplication([])
    rows = []
    with tempfile.TemporaryDirectory() as name:
        numbers = itertools.count()
        kinds: tuple[type[CommandLine | Window], ...] = (CommandLine, Window)
        for engine, (what, text), kind in itertools.product(
            ("docker", "local"),
            (("the example", _EXAMPLE), ("one that never ends", _FOREVER)),
            kinds,
        ):
            watch = kind(Path(name, str(next(numbers))), text, engine)
            times = []
            for _ in range(rounds + 1):
                rest()
                times.append(watch.once())
            watch.close()
            median, longest = statistics.median(times[1:]), max(times[1:])
            where = "command line" if kind is CommandLine else "window"
            rows.append(
                Row(
                    f"{engine}, {where}, {what}",
                    f"{median:.3f} s",
                    f"longest {longest:.3f} s",
                    median / PROMISED,
                    1.0,
                )
            )
    show(f"From a save to the new output, median of {rounds}", rows)
    application.quit()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
