"""The source view in figures: a large file, and a flood of messages.

    python -m tests.bench.bench_source_view [ROUNDS]

A display is not needed. Each row is the best of all rounds: how long it takes until
everything is there, and the longest time in between that the window did not answer.
"""

from __future__ import annotations

import os
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

from scratchpress.core.diagnostics import Diagnostic, Severity, grouped
from scratchpress.gui.app.app import prepare_process
from scratchpress.gui.look.theme import Theme
from scratchpress.gui.messages.diagnostics_view import DiagnosticsView
from scratchpress.gui.source.source_page import SourcePage
from scratchpress.sources.reading import read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.core.diagnostics import DiagnosticGroup
    from scratchpress.sources.model import Sources

    # Milliseconds: until it was done, and the longest pause meanwhile.
    Figures = tuple[int, int]

_LINE = '  total += compute(value_{0}, "text {0}", 0x{0:x}); /* a word on it */\n'
_LONGEST = 120.0


class Heartbeat:
    """Beats in the window's thread; remembers the longest pause in milliseconds."""

    def __init__(self) -> None:
        self._clock = QElapsedTimer()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._beat)
        self.longest = 0

    def start(self) -> None:
        """Begin to beat."""
        self.longest = 0
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        """Count the last pause, too."""
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        self.longest = max(self.longest, self._clock.restart())


def measure(heart: Heartbeat, act: Callable[[], None], done: Callable[[], bool]) -> Figures:
    """Milliseconds until something is done, and the longest pause of the window meanwhile."""
    for _ in range(20):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    heart.start()
    begin = time.perf_counter()
    act()
    while not done():
        if time.perf_counter() - begin > _LONGEST:
            raise TimeoutError("It did not come to an end.")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    heart.stop()
    return round((time.perf_counter() - begin) * 1000), heart.longest


def settled() -> Callable[[], bool]:
    """For what comes by itself: half a second has gone."""
    end: list[float] = []

    def is_over() -> bool:
        end.append(time.perf_counter() + 0.5)
        return time.perf_counter() > end[0]

    return is_over


def source(size: int) -> str:
    """A C program of about so many bytes."""
    lines = [_LINE.format(number) for number in range(size // len(_LINE.format(0)))]
    return "int main(void) {\n" + "".join(lines) + "}\n"


def is_coloured(page: SourcePage) -> bool:
    """Whether the first line has its colours."""
    return bool(page.box.document().firstBlock().layout().formats())


@dataclass(frozen=True)
class Load:
    """What is shown.

    Attributes:
        sources: one large file.
        last: its number of lines.
        messages: many.
    """

    sources: Sources
    last: int
    messages: tuple[DiagnosticGroup, ...]


def load(folder: Path) -> Load:
    """Write the large file, and make up a message for each of its first lines."""
    path = folder / "large.c"
    path.write_text(source(2_000_000), encoding="utf-8")
    sources = read_sources([path])
    words = "use of undeclared identifier 'value_{0}'"
    items = [
        Diagnostic(Severity.ERROR, words.format(n), path.name, n, 20, _LINE.format(n).rstrip())
        for n in range(1, 2001)
    ]
    return Load(sources, sources.files[0].content.count(b"\n"), grouped(items))


def show_source(theme: Theme, heart: Heartbeat, given: Load) -> Iterator[tuple[str, Figures]]:
    """A large file in the Source tab."""
    page = SourcePage(theme)
    page.resize(500, 700)
    page.show()

    def is_whole() -> bool:
        return page.box.blockCount() == given.last and not page.box.is_loading

    yield (
        "2 MB source, whole text",
        measure(heart, lambda: page.show_sources(given.sources), is_whole),
    )
    yield "  its first colours", measure(heart, lambda: None, lambda: is_coloured(page))
    deep = Diagnostic(Severity.ERROR, "wrong", "large.c", given.last - 1, 3)
    page.show_messages(grouped([deep]))
    yield (
        "  to a message at its end",
        measure(
            heart,
            lambda: page.go_to(deep),
            lambda: page.box.textCursor().blockNumber() == given.last - 2,
        ),
    )
    yield (
        "  2,000 messages marked in it",
        measure(heart, lambda: page.show_messages(given.messages), lambda: True),
    )
    page.close_page(2.0)
    page.close()
    page.deleteLater()


def show_list(theme: Theme, heart: Heartbeat, given: Load) -> Iterator[tuple[str, Figures]]:
    """Many messages in the list."""
    view = DiagnosticsView(theme)
    view.resize(450, 500)
    view.show()
    model = view.model()
    yield (
        "2,000 messages in the list",
        measure(
            heart,
            lambda: view.show_messages(given.messages),
            lambda: view.visualRect(model.index(len(given.messages) - 1, 0)).isValid(),
        ),
    )
    yield "  the list in another width", measure(heart, lambda: view.resize(400, 500), settled())
    view.show_messages(given.messages)
    last = given.messages[-1].main
    yield (
        "  to the last before it is laid out",
        measure(heart, lambda: view.select(last), settled()),
    )
    view.close()
    view.deleteLater()


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    prepare_process()
    app = QApplication([])
    app.setStyle("Fusion")
    theme = Theme(app)
    heart = Heartbeat()
    rows: dict[str, list[Figures]] = {}
    with tempfile.TemporaryDirectory() as folder:
        given = load(Path(folder))
        for _ in range(rounds):
            for show in (show_source, show_list):
                for name, figures in show(theme, heart, given):
                    rows.setdefault(name, []).append(figures)
    print(f"{'':36} {'done':>9} {'longest pause':>15}")
    for name, found in rows.items():
        done, pause = (min(column) for column in zip(*found, strict=True))
        print(f"{name:36} {done:6} ms {pause:12} ms")


if __name__ == "__main__":
    main()
