"""Nothing of others acts on a terminal or on GitHub's runner, whichever way it comes."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.cli.ci_log import CiLog
from scratchpress.cli.console import CLEAR_LINE, Console
from scratchpress.cli.progress import Progress
from scratchpress.cli.wording import tell_ending
from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.errors import EngineError, ScratchpressError
from scratchpress.core.events import (
    DiagnosticFound,
    LogLine,
    Notice,
    Stage,
    StageFinished,
    StageProgressed,
    StageStarted,
)
from scratchpress.running.outcome import PortListening
from scratchpress.running.ports_and_folders import PublishedPort
from tests.support.stub_engine import DOCKER_28, answering

if TYPE_CHECKING:
    from scratchpress.pipeline.events import Event

EVIL = "a\x1b]0;owned\x07b\x9b31mc\u202ed\re\x1b[31mf\x7f"
ACTS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


class Terminal(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    def isatty(self) -> bool:
        return True

    @property
    def written(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Terminal()


def without_ours(text: str) -> str:
    return re.sub(rf"{re.escape(CLEAR_LINE)}|\x1b\[[0-9]{{1,2}}m", "", text)


def test_a_line_of_others_is_seen_and_does_nothing(terminal: Terminal) -> None:
    console = Console(terminal, terminal)
    console.report(EVIL)
    console.tell(EVIL)
    console.draw(EVIL)
    console.report(console.styled("ours", "red", on_report=True))

    assert not ACTS.search(without_ours(terminal.written))
    assert r"a\x1b]0;owned\x07b\x9b31mc\u202ed\x0de" in terminal.written
    assert "\x1b[31mours\x1b[0m" in terminal.written


EVENTS: tuple[Event, ...] = (
    StageStarted(Stage.COMPILE),
    StageProgressed(Stage.COMPILE, EVIL, 1, 2),
    LogLine(Stage.COMPILE, EVIL),
    Notice(Stage.COMPILE, EVIL),
    DiagnosticFound(Diagnostic(Severity.ERROR, EVIL, EVIL, 1, 2, EVIL)),
    PortListening(PublishedPort(1, 1), EVIL),
    StageFinished(Stage.COMPILE, 0.1, EVIL),
)
ERRORS = (
    ScratchpressError(EVIL, explanation=EVIL, remedy=EVIL, details=EVIL),
    EngineError(EVIL, details=f"x\n{EVIL}\n::error::x"),
)


@pytest.mark.parametrize("live", [True, False])
def test_no_event_and_no_error_acts(terminal: Terminal, *, live: bool) -> None:
    console = Console(terminal, terminal)
    console.live = live
    with Progress(console) as progress:
        for event in EVENTS:
            progress.show(event)
    for error in ERRORS:
        tell_ending(error, console, stopped=False)

    assert not ACTS.search(without_ours(terminal.written).replace("\r\n", "\n"))


def test_nothing_in_githubs_log_acts(terminal: Terminal) -> None:
    log = CiLog(Console(terminal, terminal))
    for event in EVENTS:
        log.show(event)
    for error in ERRORS:
        log.failure(error)
    log.folded(EVIL, [EVIL])

    assert not ACTS.search(without_ours(terminal.written))


def test_on_a_runner_no_line_is_a_command(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    console = Console(terminal, terminal)
    console.report("::error::x\n  ::warning::y ##[error]z")
    console.tell("::add-mask::a")
    console.command("::error::ours")

    lines = terminal.written.splitlines()
    assert [line for line in lines if line.lstrip().startswith("::")] == ["::error::ours"]
    assert "##[" not in terminal.written


def test_json_has_no_sequences_and_says_the_same(terminal: Terminal) -> None:
    Console(terminal, terminal).json(json.dumps([EVIL, "é"], ensure_ascii=False).encode())

    assert not ACTS.search(terminal.written)
    assert json.loads(terminal.written) == [EVIL, "é"]


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_engines_version_cannot_set_the_terminals_title(options: list[str]) -> None:
    version = {
        **DOCKER_28,
        "Version": EVIL,
        "Platform": {"Name": EVIL},
        "Components": [{"Name": EVIL, "Version": EVIL}],
        "Os": EVIL,
    }
    with tempfile.TemporaryDirectory(prefix="odd-", dir="/tmp") as folder:
        socket = Path(folder, "s")
        with answering(socket, version):
            done = subprocess.run(
                [sys.executable, "-m", "scratchpress", "engines", *options],
                env={**os.environ, "DOCKER_HOST": f"unix://{socket}"},
                capture_output=True,
                check=False,
                text=True,
                encoding="utf-8",
            )
    assert "owned" in done.stdout
    assert not ACTS.search(done.stdout + done.stderr)
