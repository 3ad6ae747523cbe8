"""The window in figures: how soon it is there, what it needs, how it bears a flood.

    python -m tests.bench.bench_window [ROUNDS]

A display is not needed. The floods run in the Docker daemon of DOCKER_HOST, and beside
them the same image with ``docker run`` into a file.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from scratchpress.gui.app.app import prepare_process
from scratchpress.gui.look.theme import Theme
from scratchpress.gui.window.main_window import MainWindow
from scratchpress.running.output import OutputStream
from tests.bench.measure import Row, show

if TYPE_CHECKING:
    from collections.abc import Callable

_TURNS = 5
_HEAD = "#include <stdio.h>\nint main(void) {"
_FLOOD = _HEAD + ' for (long n = 0; n < 2000000; n++) printf("%099ld\\n", n); }\n'
_COLOURED = _HEAD + (
    " for (long n = 0; n < 1000000; n++)\n"
    '    printf("\\33[1;32minfo\\33[0m \\33[38;5;%ldm%040ld\\33[0m done\\n", 16 + n % 200, n); }\n'
)
_PROGRESS = _HEAD + (
    ' for (long n = 0; n < 2000000; n++) printf("\\r\\33[K\\33[33m%ld of 2000000\\33[0m", n); }\n'
)
_ONE_LINE = _HEAD + " for (long n = 0; n < 16 << 20; n++) putchar('x'); }\n"
_BINARY = _HEAD + (
    " unsigned x = 1;\n"
    "for (long n = 0; n < 50000000; n++) { x = x * 1664525 + 1013904223; putchar(x >> 24); } }\n"
)
# In a process of its own: from its start until the first page has been painted, until all of
# the window is there, and until it has had nothing to do for a while.
_START = """
import resource, sys, time
from PySide6.QtCore import QTimer
from scratchpress.gui.app import app
from scratchpress.gui.app.app import prepare_process
from scratchpress.gui.window.main_window import MainWindow

def tell():
    print(time.time() - float(sys.argv[1]), flush=True)

def idle():
    pages = int(open("/proc/self/statm").read().split()[1])
    print(pages * resource.getpagesize(), flush=True)
    app.QApplication.closeAllWindows()

class Timed(MainWindow):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.seen.connect(tell)
        self.completed.connect(tell)
        self.completed.connect(lambda: QTimer.singleShot(2500, idle))

app.MainWindow = Timed
app.main([])
"""


class Heartbeat:
    """Beats in the window's thread; remembers the longest pause in milliseconds.

    On a computer that does other things, too, a pause says more of them than of the window.
    So it also remembers the most time a processor spent on the window between two beats.
    """

    def __init__(self) -> None:
        self._clock = QElapsedTimer()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._beat)
        self.longest = 0
        self.busiest = 0.0
        self._spent = 0.0

    def start(self) -> None:
        """Forget what was, and begin."""
        self.longest = 0
        self.busiest = 0.0
        self._spent = time.thread_time()
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def _beat(self) -> None:
        self.longest = max(self.longest, self._clock.restart())
        spent = time.thread_time()
        self.busiest = max(self.busiest, 1000 * (spent - self._spent))
        self._spent = spent


@dataclass(frozen=True)
class Flooded:
    """How the window bore a program that prints.

    Attributes:
        stall: the longest pause of the window, milliseconds.
        work: the longest the window worked without a pause, milliseconds of a processor.
        growth: bytes of memory above what it held before.
        seconds: of the run.
        kept: bytes on disk.
        reference: the image's name.
    """

    stall: int
    work: float
    growth: int
    seconds: float
    kept: int
    reference: str


def resident() -> int:
    """Bytes of memory this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def wait(until: Callable[[], bool]) -> None:
    """Let the window work until something holds, and sleep when it has nothing to do.

    A loop that only asks for events would take a processor from what is measured.
    """
    loop, looking = QEventLoop(), QTimer(interval=5)
    looking.timeout.connect(lambda: loop.quit() if until() else None)
    looking.start()
    loop.exec()


def start_up(rounds: int) -> list[Row]:
    """From process start to usable, and the memory of an idle window."""
    seconds, whole, memory = [], [], []
    # As an installed one has it.
    variables = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(rounds + 1):
        done = subprocess.run(
            [sys.executable, "-c", _START, str(time.time())],
            capture_output=True,
            text=True,
            check=True,
            env=variables,
        )
        first, second, third = done.stdout.split()
        seconds.append(float(first))
        whole.append(float(second))
        memory.append(int(third))
    usable, held = statistics.median(seconds[1:]), statistics.median(memory[1:])
    return [
        Row("process start to usable", f"{usable:.2f} s", "at most 0.5 s", usable / 0.5, 1.0),
        Row("until all of it is there", f"{statistics.median(whole[1:]):.2f} s"),
        Row("idle memory", f"{held / 1e6:.0f} MB", "at most 150 MB", held / 150e6, 1.0),
    ]


def opened(window: MainWindow, source: Path, text: str) -> None:
    """Open a program, and run it once to warm up."""
    source.write_text(text, encoding="utf-8")
    window.open([source])
    wait(lambda: window.work_page.source.words[0] == source.name)
    flood(window)


def flood(window: MainWindow) -> Flooded:
    """Build and run what is open."""
    heart = Heartbeat()
    before = most = resident()

    def is_over() -> bool:
        nonlocal most
        most = max(most, resident())
        return not window.session.working

    heart.start()
    window.session.build()
    wait(is_over)
    heart.stop()
    result = window.session.result
    assert result is not None
    assert result.output is not None
    assert result.outcome is not None
    assert result.image is not None
    kept = sum(result.output.path(stream).stat().st_size for stream in OutputStream)
    return Flooded(
        heart.longest,
        heart.busiest,
        most - before,
        result.outcome.seconds,
        kept,
        result.image.reference,
    )


def by_hand(reference: str, folder: Path) -> tuple[float, int]:
    """Seconds of ``docker run`` into a file, and the longest pause of an idle window beside."""
    heart = Heartbeat()
    with (folder / "by-hand").open("wb") as file:
        start = time.perf_counter()
        process = subprocess.Popen(
            ["docker", "run", "--rm", "--network", "none", "--log-driver", "none", reference],
            stdout=file,
        )
        heart.start()
        wait(lambda: process.poll() is not None)
        seconds = time.perf_counter() - start
    heart.stop()
    if process.returncode:
        raise RuntimeError(f"docker run ended with {process.returncode}")
    return seconds, heart.longest


def floods() -> list[Row]:
    """What the window does while programs print."""
    prepare_process()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    window = MainWindow(Theme(app))
    window.resize(1240, 800)
    window.show()
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-window-") as name:
        folder = Path(name)
        wait(lambda: window.engines.words.state != "looking")
        for title, text in (
            ("200 MB", _FLOOD),
            ("50 MB random bytes", _BINARY),
            ("75 MB coloured", _COLOURED),
            ("progress", _PROGRESS),
            ("a line", _ONE_LINE),
        ):
            opened(window, folder / f"{'-'.join(title.split())}.c", text)
            # In turns: how quick the daemon is changes from one minute to the next.
            runs, hands = [], []
            for _ in range(_TURNS):
                runs.append(flood(window))
                hands.append(by_hand(runs[-1].reference, folder))
            done, hand = runs[-1], statistics.median(seconds for seconds, _ in hands)
            seconds = statistics.median(run.seconds for run in runs)
            longest = max(run.stall for run in runs)
            usual = statistics.median(run.stall for run in runs)
            stall = Row(
                f"{title}: longest stall", f"{longest} ms",
                f"in {_TURNS} runs, at most 50 ms; usually {usual:.0f} ms", longest / 50, 1.0,
            )  # fmt: skip
            idle = Row(
                f"{title}: stall of an idle window", f"{max(stall for _, stall in hands)} ms",
                "beside docker run",
            )  # fmt: skip
            work = Row(
                f"{title}: work at a stretch",
                f"{max(run.work for run in runs):.0f} ms of a processor",
            )
            more = max(run.growth for run in runs)
            growth = Row(
                f"{title}: memory growth", f"{more / 1e6:.0f} MB", "at most 64 MB",
                more / 64e6, 1.0,
            )  # fmt: skip
            took = Row(
                f"{title}: throughput", f"{done.kept / seconds / 1e6:.0f} MB/s",
                f"docker run {done.kept / hand / 1e6:.0f} MB/s", seconds / hand, 1 / 0.9,
            )  # fmt: skip
            kept = Row(f"{title}: kept on disk", f"{done.kept:,} bytes")
            rows += [stall, idle, work, growth, took, kept]
    window.close()
    return rows


def main() -> None:
    """Print both tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    if rounds:
        show("Start", start_up(rounds))
    show("Floods", floods())


if __name__ == "__main__":
    main()
