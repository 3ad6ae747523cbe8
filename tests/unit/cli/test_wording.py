"""What a person reads on the terminal, and that nothing of others can disturb it."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import pytest

from scratchpress.cli.console import CLEAR_LINE, Console, visible
from scratchpress.cli.progress import Progress
from scratchpress.cli.wording import diagnostic_lines, error_lines
from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.errors import CompileFailedError, SourceError
from scratchpress.core.events import (
    Notice,
    Stage,
    StageFailed,
    StageFinished,
    StageProgressed,
    StageStarted,
)
from scratchpress.pipeline.events import ForecastMade
from tests.support.patience import SOON

if TYPE_CHECKING:
    from scratchpress.pipeline.events import Event


class Stream(io.TextIOWrapper):
    """A text stream over memory that may claim to be a terminal."""

    def __init__(self, *, terminal: bool = False, encoding: str = "utf-8") -> None:
        self.bytes = io.BytesIO()
        self._terminal = terminal
        super().__init__(self.bytes, encoding=encoding)

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        return self.bytes.getvalue().decode(self.encoding)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)


BUILD: tuple[Event, ...] = (
    StageStarted(Stage.READ),
    StageFinished(Stage.READ, 0.001, "C++ · 131 bytes"),
    StageStarted(Stage.COMPILE),
    Notice(Stage.COMPILE, "name\x1b[31m is odd"),
    StageFinished(Stage.COMPILE, 0.9, ""),
)


def progress_of(stream: Stream, *events: Event) -> str:
    with Progress(Console(Stream(), stream)) as progress:
        for event in events:
            progress.show(event)
    return stream.text


def test_a_pipe_gets_one_plain_line_per_stage() -> None:
    assert progress_of(Stream(), *BUILD) == (
        "read     0.00 s  C++ · 131 bytes\nname\\x1b[31m is odd\ncompile  0.9 s\n"
    )


def test_a_terminal_gets_one_line_that_grows_and_is_left_at_the_end() -> None:
    text = progress_of(Stream(terminal=True), *BUILD)
    last = text.rpartition(CLEAR_LINE)[2]
    assert last == "\x1b[32m✓ Read\x1b[0m  \x1b[32m✓ Compile 0.9 s\x1b[0m  \n"


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = progress_of(Stream(terminal=True), *BUILD)
    assert text.replace(CLEAR_LINE, "").count("\x1b") == 0


def test_the_live_line_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("NO_COLOR", "1")
    text = progress_of(Stream(terminal=True), *BUILD)
    assert max(len(part) for part in text.replace("\n", CLEAR_LINE).split(CLEAR_LINE)) < 20


def test_a_dumb_terminal_gets_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in progress_of(Stream(terminal=True), *BUILD)


def test_a_stage_that_fails_is_told_without_colour_too() -> None:
    failed = StageFailed(Stage.COMPILE, 0.5, SourceError("No."))
    text = progress_of(Stream(), StageStarted(Stage.COMPILE), failed)
    assert text == "compile  0.5 s  failed\n"


def test_an_output_that_is_not_unicode_gets_plain_symbols() -> None:
    stream = Stream(encoding="ascii")
    Console(stream, Stream()).report("Finished normally · ✓ größe")
    assert stream.text == "Finished normally | + gr\\xf6\\xdfe\n"


@pytest.mark.parametrize(
    ("terminal", "written", "seen"),
    [
        (True, "\x1b[31mred", "\x1b[31mred\x1b[0m\nDone\n"),
        (True, "\x1b[31mred\n", "\x1b[31mred\n\x1b[0mDone\n"),
        (True, "plain", "plain\nDone\n"),
        (False, "\x1b[31mred", "\x1b[31mred\nDone\n"),
    ],
)
def test_a_programs_colour_ends_with_it_on_a_terminal_and_a_pipe_gets_its_bytes(
    terminal: bool, written: str, seen: str
) -> None:
    stream = Stream(terminal=terminal)
    console = Console(stream, Stream())
    console.program_stdout(written.encode())
    console.end_lines()
    console.report("Done")
    assert stream.text == seen


def test_control_and_direction_characters_become_visible() -> None:
    assert visible("a\x1b]0;x\x07\u202eb\nc\r") == "a\\x1b]0;x\\x07\\u202eb\nc\\x0d"


def test_tabs_become_spaces() -> None:
    assert visible("\ta\tb") == "        a       b"


def test_an_error_says_what_why_and_what_to_do() -> None:
    error = SourceError("x.cc is odd.", explanation="Why.", remedy="Do this.", details="raw\x1b")
    assert list(error_lines(error, Console(Stream(), Stream()))) == [
        "scratchpress: x.cc is odd.",
        "  Why.",
        "  Do this.",
        "  | raw\\x1b",
    ]


def test_compiler_messages_come_first_and_their_raw_text_is_not_repeated() -> None:
    error = CompileFailedError(
        "x.cc does not compile.",
        details="x.cc:1:1: error: raw",
        diagnostics=(Diagnostic(Severity.ERROR, "expected ;", "x.cc", 1, 3, "in t"),),
    )
    assert list(error_lines(error, Console(Stream(), Stream()))) == [
        "x.cc:1:3: error: expected ;",
        "    1 | in t",
        "      |   ^",
        "scratchpress: x.cc does not compile.",
    ]


@pytest.mark.parametrize(
    ("line", "column", "blanks"),
    [("int x", 5, 4), ("\tx = y", 2, 8), ("é = ü + y", 10, 7), ("漢字 = 1", 8, 5)],
)
def test_the_mark_stands_under_the_place_the_compiler_means(
    line: str, column: int, blanks: int
) -> None:
    diagnostic = Diagnostic(Severity.ERROR, "no", "x.cc", 7, column, line)
    mark = list(diagnostic_lines(diagnostic, Console(Stream(), Stream())))[2]
    assert mark == "      | " + " " * blanks + "^"


def test_a_message_without_a_place_is_shown_without_one() -> None:
    diagnostic = Diagnostic(Severity.ERROR, "undefined symbol: main")
    assert list(diagnostic_lines(diagnostic, Console(Stream(), Stream()))) == [
        "error: undefined symbol: main"
    ]


ON_ITS_WAY = (
    StageStarted(Stage.PACKAGE),
    StageProgressed(Stage.PACKAGE, "alpine\x1b[2J", 0, 0),
    StageProgressed(Stage.PACKAGE, "alpine\x1b[2J", 3_100_000, 7_800_000),
    ForecastMade((), "alpine"),
)


def test_what_is_on_its_way_is_told_once_where_there_is_no_terminal() -> None:
    assert progress_of(Stream(), *ON_ITS_WAY).splitlines() == [
        "package  getting alpine\\x1b[2J",
        "In an image from alpine:",
    ]


def test_on_a_terminal_the_live_line_says_how_far_it_is() -> None:
    stream = Stream(terminal=True)
    with Progress(Console(Stream(), stream)) as progress:
        for event in ON_ITS_WAY[:3]:
            progress.show(event)
        deadline = time.monotonic() + SOON
        while "3.1 MB of 7.8 MB" not in stream.text and time.monotonic() < deadline:
            time.sleep(0.05)
    assert "getting alpine\\x1b[2J 3.1 MB of 7.8 MB" in stream.text
    assert "\x1b[2J" not in stream.text
