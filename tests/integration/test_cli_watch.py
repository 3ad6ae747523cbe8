"""``--watch`` as a process: each save a new run, whatever went wrong before, until Ctrl+C."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import threading
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec
import pytest

from scratchpress.cli import schema
from tests.support.command_line import COMMAND, environment, report_of, start_command
from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

ENGINES = [pytest.param("docker", marks=pytest.mark.docker), "local"]
PRINTS = '#include <stdio.h>\nint main(void) { printf("%s\\n"); return 0; }\n'
NEVER_ENDS = (
    "#include <stdio.h>\n#include <unistd.h>\n"
    'int main(void) { printf("%s\\n"); fflush(stdout); for (;;) pause(); }\n'
)
GREETS = (
    "#include <stdio.h>\n"
    'int main(void) { char name[64] = "nobody"; scanf("%%63s", name);'
    ' printf("%s %%s\\n", name); }\n'
)


class Watched:
    """A command that watches, and what it has written until now."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.out, self.err = bytearray(), bytearray()
        assert process.stdout is not None
        assert process.stderr is not None
        self._threads = [
            threading.Thread(target=self._read, args=(stream, target))
            for stream, target in ((process.stdout, self.out), (process.stderr, self.err))
        ]
        for thread in self._threads:
            thread.start()

    @staticmethod
    def _read(stream: BinaryIO, target: bytearray) -> None:
        while data := os.read(stream.fileno(), 65536):
            target += data

    def until(self, stream: bytearray, text: bytes, times: int = 1) -> None:
        """Wait until something was written so often."""
        end = time.monotonic() + SOON
        while stream.count(text) < times:
            assert time.monotonic() < end, (text, bytes(self.out), bytes(self.err))
            assert self.process.poll() is None, (bytes(self.out), bytes(self.err))
            time.sleep(0.005)

    def interrupt(self) -> int:
        """Press Ctrl+C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(SOON)
        self.close()
        return code

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for thread in self._threads:
            thread.join()
        for stream in (self.process.stdout, self.process.stderr, self.process.stdin):
            if stream is not None:
                stream.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for sources, and one for temporary files that is left empty."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("NO_COLOR", "1")
    folder = tmp_path / "my “first” program's 🐳"
    folder.mkdir()
    yield folder
    assert list(temporary.iterdir()) == []


@pytest.fixture
def started() -> Iterator[list[Watched]]:
    made: list[Watched] = []
    yield made
    for one in made:
        one.close()


@pytest.fixture
def tag(request: pytest.FixtureRequest) -> Iterator[str]:
    """An image name of this test's own; the image is removed afterwards."""
    name = f"scratchpress-test-{uuid.uuid4().hex[:12]}"
    yield name
    if request.node.get_closest_marker("docker"):
        from tests.support.containers import client

        with client() as api:
            for image in api.images(name=name):
                api.remove_image(image["Id"], force=True)


def save(path: Path, text: str) -> None:
    """As most editors do: another file takes the name."""
    other = path.with_name(f".{path.name}.new")
    other.write_text(text)
    other.replace(path)


def watch(started: list[Watched], folder: Path, *arguments: str) -> Watched:
    made = Watched(start_command(*arguments, "--watch", cwd=folder))
    started.append(made)
    return made


@pytest.mark.parametrize("engine", ENGINES)
def test_each_save_is_a_new_run_and_errors_do_not_end_the_watch(
    engine: str, folder: Path, tag: str, started: list[Watched]
) -> None:
    source = folder / "hello.c"
    save(source, PRINTS % "one")
    watched = watch(started, folder, "run", "--engine", engine, "--tag", tag, "hello.c")
    watched.until(watched.err, b"Watching hello.c. Ctrl+C ends it.")
    save(source, PRINTS.replace("return 0", "retrn") % "two")
    watched.until(watched.err, b"error: ")
    watched.until(watched.err, b"Watching", 2)
    save(source, '#include "word.h"\n' + PRINTS.replace('"%s\\n"', "WORD"))
    watched.until(watched.err, b"Watching", 3)
    # The compiler could not find it; when it comes, that is a change.
    save(folder / "word.h", '#define WORD "three\\n"\n')
    watched.until(watched.out, b"three\n")
    watched.until(watched.err, b"Watching", 4)
    save(folder / "word.h", '#define WORD "four\\n"\n')
    watched.until(watched.out, b"four\n")
    watched.until(watched.err, b"Watching", 5)
    source.unlink()
    watched.until(watched.err, b"Not there: hello.c. Waiting for it to come back.")
    save(source, PRINTS.replace("return 0", "return 3") % "five")
    watched.until(watched.err, b"code 3. ")
    watched.until(watched.err, b"Watching", 6)
    assert watched.interrupt() == 0
    assert bytes(watched.out) == b"one\nthree\nfour\nfive\n"
    assert watched.err.count("── ".encode()) == 5
    assert b"hello.c changed" in watched.err
    assert b"word.h changed" in watched.err


@pytest.mark.parametrize("engine", ENGINES)
def test_a_save_stops_the_run_that_goes_on_and_of_several_the_last_one_runs(
    engine: str, folder: Path, tag: str, started: list[Watched]
) -> None:
    source = folder / "forever.c"
    save(source, NEVER_ENDS % "first")
    watched = watch(started, folder, "run", "--engine", engine, "--tag", tag, "forever.c")
    watched.until(watched.out, b"first\n")
    for number in range(20):
        save(source, NEVER_ENDS % f"number {number}")
    save(source, NEVER_ENDS % "last")
    watched.until(watched.out, b"last\n")
    # What is stopped for a newer one says nothing of itself.
    assert b"Stopped" not in watched.err
    assert watched.interrupt() == 0
    assert b"Stopped by you. Nothing is left running." in watched.err
    assert watched.out.startswith(b"first\n")
    assert watched.out.endswith(b"last\n")


def test_with_json_every_build_is_one_line(folder: Path, started: list[Watched]) -> None:
    source, recipe = folder / "hello.c", folder / "scratchpress.toml"
    save(source, PRINTS % "one")
    save(recipe, 'version = 1\nsources = ["hello.c"]\n')
    watched = watch(started, folder, "check", "--json", "scratchpress.toml")
    watched.until(watched.out, b"\n", 1)
    save(source, "int main(void) { return nothing; }\n")
    watched.until(watched.out, b"\n", 2)
    save(recipe, 'version = 1\nsources = ["hello.c"]\nunknown = 1\n')
    watched.until(watched.out, b"\n", 3)
    save(recipe, 'version = 1\nsources = ["hello.c"]\n[compile]\nflags = ["-Dnothing=0"]\n')
    watched.until(watched.out, b"\n", 4)
    assert watched.interrupt() == 0
    lines = bytes(watched.out).splitlines(keepends=True)
    assert [report_of(line)["exit_code"] for line in lines] == [0, 14, 12, 0]
    assert {json.loads(line)["command"] for line in lines} == {"check"}
    assert isinstance(msgspec.json.decode(lines[0], type=schema.AnyReport), schema.CheckReport)


def test_a_pipe_is_given_to_every_run_from_its_beginning(
    folder: Path, started: list[Watched]
) -> None:
    source = folder / "ask.c"
    save(source, GREETS % "Hi")
    process = subprocess.Popen(
        [*COMMAND, "run", "--engine", "local", "--watch", "ask.c"],
        cwd=folder, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    watched = Watched(process)
    started.append(watched)
    assert process.stdin is not None
    process.stdin.write(b"Ada\n")
    process.stdin.close()
    watched.until(watched.out, b"Hi Ada\n")
    save(source, GREETS % "Hello")
    watched.until(watched.out, b"Hello Ada\n")
    assert watched.interrupt() == 0


def test_what_is_typed_at_a_terminal_goes_to_the_run_that_goes_on(
    folder: Path, started: list[Watched]
) -> None:
    source = folder / "ask.c"
    save(source, GREETS % "Hi")
    typing, terminal = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "run", "--engine", "local", "--watch", "ask.c"],
        cwd=folder, env=environment(), stdin=terminal, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    os.close(terminal)
    watched = Watched(process)
    started.append(watched)
    try:
        os.write(typing, b"Ada\n")
        watched.until(watched.out, b"Hi Ada\n")
        watched.until(watched.err, b"Watching", 1)
        # What is typed between two runs is for the next one.
        os.write(typing, b"Bob\n")
        save(source, GREETS % "Hello")
        watched.until(watched.out, b"Hello Bob\n")
        watched.until(watched.err, b"Watching", 2)
        # Ctrl+D ends the input of one run.
        os.write(typing, b"\x04")
        save(source, GREETS % "Bye")
        watched.until(watched.out, b"Bye nobody\n")
        assert watched.interrupt() == 0
    finally:
        os.close(typing)


def test_what_cannot_begin_is_an_error_and_no_watch(folder: Path, started: list[Watched]) -> None:
    watched = watch(started, folder, "build", "a.toml", "b.c")
    assert watched.process.wait(SOON) == 2


def test_times_to_come_are_no_changes(folder: Path, started: list[Watched]) -> None:
    """Archives keep the times of their files."""
    source, header = folder / "hello.c", folder / "word.h"
    save(source, '#include "word.h"\n' + PRINTS.replace('"%s\\n"', "WORD"))
    save(header, '#define WORD "one\\n"\n')
    later = time.time() + 86_400
    os.utime(source, (later, later))
    os.utime(header, (later, later))
    watched = watch(started, folder, "run", "--engine", "local", "hello.c")
    watched.until(watched.out, b"one\n")
    time.sleep(1.5)
    save(header, '#define WORD "two\\n"\n')
    watched.until(watched.out, b"two\n")
    assert watched.interrupt() == 0
    assert bytes(watched.out) == b"one\ntwo\n"
    assert watched.err.count("── ".encode()) == 1
