"""How every engine behaves, whatever holds and runs its images."""

from __future__ import annotations

import hashlib
import threading
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.engines.model import EngineKind
from scratchpress.engines.protocol import ImageTagger
from scratchpress.engines.run_request import RunRequest, SandboxLimits
from scratchpress.image.extras import collect
from scratchpress.recipe.model import Extra, FileOptions, ImageOptions
from scratchpress.running.outcome import OutcomeKind
from scratchpress.running.output import OutputStream
from scratchpress.running.stdin import ProgramInput
from tests.support.patience import SOON
from tests.support.programs import compile_static, image_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scratchpress.engines.protocol import Engine
    from scratchpress.executable.model import Executable
    from scratchpress.image.model import Image
    from scratchpress.running.outcome import RunOutcome

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module", params=[pytest.param("docker", marks=pytest.mark.docker), "local"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    connected = _docker(request) if request.param == "docker" else _preview()
    yield connected
    connected.close()


def _docker(request: pytest.FixtureRequest) -> Engine:
    from scratchpress.engines.connect import connect_docker

    request.getfixturevalue("docker_host")
    return connect_docker()


def _preview() -> Engine:
    from scratchpress.engines.preview.engine import PreviewEngine

    engine = PreviewEngine()
    if engine.info.cannot_run:
        pytest.skip(engine.info.cannot_run)
    return engine


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Executable:
    source = Path(__file__).parents[1] / "support" / "behaviour.c"
    return compile_static(source.read_text(), tmp_path_factory.mktemp("behaviour"))


@pytest.fixture(scope="module")
def image(
    engine: Engine, program: Executable, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Image]:
    made = image_of(program, tmp_path_factory.mktemp("image"))
    yield made
    if engine.info.kind is EngineKind.DOCKER:
        from tests.support.containers import remove_images

        remove_images(made)


class Bench:
    """Runs the behaviour program and keeps what it writes."""

    def __init__(self, engine: Engine, image: Image) -> None:
        self.engine = engine
        self.image = image
        self.image_id = engine.store(image, Cancellation()).id
        self.output = dict.fromkeys(OutputStream, b"")
        self.first_output = threading.Event()

    @property
    def stdout(self) -> bytes:
        return self.output[OutputStream.STDOUT]

    @property
    def stderr(self) -> bytes:
        return self.output[OutputStream.STDERR]

    def take(self, stream: OutputStream, data: bytes) -> None:
        self.output[stream] += data
        self.first_output.set()

    def run(
        self,
        *arguments: str,
        environment: dict[str, str] | None = None,
        timeout: float | None = 30.0,
        limits: SandboxLimits | None = None,
        on_output: Callable[[OutputStream, bytes], None] | None = None,
        cancellation: Cancellation | None = None,
        given: ProgramInput | None = None,
    ) -> RunOutcome:
        self.output = dict.fromkeys(OutputStream, b"")
        self.first_output.clear()
        request = RunRequest(
            uuid.uuid4().hex,
            self.image,
            self.image_id,
            arguments=arguments,
            environment=environment or {},
            timeout=timeout,
            limits=limits or SandboxLimits(),
            input=given,
        )
        return self.engine.run(request, on_output or self.take, cancellation or Cancellation())

    def run_and_stop(
        self, *arguments: str, given: ProgramInput | None = None
    ) -> tuple[RunOutcome, float]:
        """Run, stop at the first output; the outcome and the seconds until it was there."""
        cancellation = Cancellation()
        stopped_at = 0.0

        def stop() -> None:
            nonlocal stopped_at
            self.first_output.wait(SOON)
            # Past the moment in which the engine looks around anyway.
            time.sleep(0.2)
            stopped_at = time.monotonic()
            cancellation.cancel()

        stopper = threading.Thread(target=stop)
        stopper.start()
        outcome = self.run(*arguments, cancellation=cancellation, given=given)
        ended_at = time.monotonic()
        stopper.join()
        return outcome, ended_at - stopped_at


@pytest.fixture
def bench(engine: Engine, image: Image) -> Bench:
    return Bench(engine, image)


def test_an_engine_says_what_it_is_and_answers(engine: Engine) -> None:
    engine.ping()

    assert engine.info.title
    assert engine.info.version
    assert engine.info.cannot_run == ""


def test_an_image_is_transferred_once(bench: Bench) -> None:
    again = bench.engine.store(bench.image, Cancellation())

    assert not again.loaded
    assert again.id == bench.image_id
    assert again.id in bench.image.ids


def test_an_image_is_known_by_more_names(bench: Bench) -> None:
    if not isinstance(bench.engine, ImageTagger):
        assert bench.engine.info.kind is EngineKind.PREVIEW
        return
    import docker

    names = [f"scratchpress-test.example/{uuid.uuid4().hex}:{tag}" for tag in ("1", "1.0")]
    stored = bench.engine.store(bench.image, Cancellation())
    bench.engine.give_names(stored, names, Cancellation())

    client = docker.from_env()
    try:
        assert [client.api.inspect_image(name)["Id"] for name in names] == [stored.id] * 2
    finally:
        for name in names:
            client.api.remove_image(name)
        client.close()
    assert bench.run("args").kind is OutcomeKind.FINISHED


@pytest.mark.parametrize(
    ("asked", "seen", "kind"),
    [
        (0, 0, OutcomeKind.FINISHED),
        (3, 3, OutcomeKind.EXITED),
        (300, 44, OutcomeKind.EXITED),
    ],
)
def test_an_exit_code_arrives(bench: Bench, asked: int, seen: int, kind: OutcomeKind) -> None:
    outcome = bench.run("exit", str(asked))

    assert (outcome.kind, outcome.exit_code) == (kind, seen)


def test_stdout_and_stderr_are_told_apart(bench: Bench) -> None:
    outcome = bench.run("both")

    assert bench.stdout == b"to stdout\n"
    assert bench.stderr == b"to stderr\n"
    assert (outcome.stdout_bytes, outcome.stderr_bytes) == (10, 10)


def test_a_program_that_prints_nothing_finishes(bench: Bench) -> None:
    outcome = bench.run("silent")

    assert outcome.ok
    assert (bench.stdout, bench.stderr) == (b"", b"")


def test_bytes_of_every_value_arrive_unchanged(bench: Bench) -> None:
    bench.run("binary")

    assert bench.stdout == bytes(range(256)) * 64


def test_half_a_character_at_the_end_arrives(bench: Bench) -> None:
    bench.run("half")

    assert bench.stdout == b"caf\xc3"


def test_arguments_arrive_as_they_are(bench: Bench) -> None:
    odd = ("a b", "", '"q"', "$HOME", "new\nline", "é 🎉", "-x", "\\")

    bench.run("arguments", *odd)

    assert bench.stdout.decode().split("\0")[:-1] == list(odd)


def test_environment_variables_arrive_as_they_are(bench: Bench) -> None:
    bench.run("variable", "GREETING", environment={"GREETING": "olá = $HOME\n"})

    assert bench.stdout.decode() == "olá = $HOME\n"


def test_standard_input_is_empty(bench: Bench) -> None:
    outcome = bench.run("stdin")

    assert outcome.ok
    assert bench.stdout == b"read 0 bytes"


def test_input_arrives_while_the_program_runs_and_ends_when_it_is_ended(bench: Bench) -> None:
    given = ProgramInput()
    seen = bytearray()
    asked: list[bytes] = []

    def converse(stream: OutputStream, data: bytes) -> None:
        # Each word is given when the one before has come back.
        seen.extend(data)
        if seen == b"ready\n":
            given.write("olá\n".encode())
        elif seen == "ready\nolá\n".encode():
            given.write(b"\xff\0")
        elif seen.endswith(b"\xff\0"):
            asked.append(bytes(seen))
            given.end()

    outcome = bench.run("echo", given=given, on_output=converse)

    assert outcome.ok
    assert asked == ["ready\nolá\n".encode() + b"\xff\0"]
    assert seen == asked[0] + b"end"


def test_input_that_is_complete_before_the_start_arrives(bench: Bench) -> None:
    for _ in range(5):
        assert bench.run("echo", given=ProgramInput.of(b"Ada\n")).ok
        assert bench.stdout == b"ready\nAda\nend"


def test_an_input_of_nothing_ends_at_once(bench: Bench) -> None:
    assert bench.run("echo", given=ProgramInput.of(b"")).ok
    assert bench.stdout == b"ready\nend"


BLOCK = b"".join(b"%015d\n" % number for number in range(4096))


@contextmanager
def giving(given: ProgramInput, blocks: int) -> Iterator[None]:
    """Give blocks as fast as they are taken, then the end."""

    def give() -> None:
        for _ in range(blocks):
            if given.wait_for_room():
                given.write(BLOCK)
        given.end()

    giver = threading.Thread(target=give)
    giver.start()
    try:
        yield
    finally:
        # A run that failed before it began takes nothing.
        given.abandon()
        giver.join()


def test_a_large_input_arrives_complete(bench: Bench) -> None:
    given, blocks = ProgramInput(), 50 * MEGABYTE // len(BLOCK)

    with giving(given, blocks):
        outcome = bench.run("read", given=given)

    assert outcome.ok
    assert bench.stdout.decode() == f"read {blocks * len(BLOCK)} bytes, sum {blocks * sum(BLOCK)}"


def test_a_program_may_answer_a_large_input_while_it_comes(bench: Bench, engine: Engine) -> None:
    # Podman's conmon waits for the program to read and reads nothing from it meanwhile, so
    # that both wait when more is on its way than pipes hold
    # (https://github.com/containers/podman/issues/7258).
    is_podman = engine.info.title.startswith("Podman")
    given, blocks = ProgramInput(), 1 if is_podman else 50 * MEGABYTE // len(BLOCK)
    received = hashlib.sha256()

    with giving(given, blocks):
        outcome = bench.run("echo", given=given, on_output=lambda _, data: received.update(data))

    assert outcome.ok
    assert received.hexdigest() == hashlib.sha256(b"ready\n" + BLOCK * blocks + b"end").hexdigest()


def test_a_program_may_end_before_its_input_does(bench: Bench) -> None:
    given = ProgramInput()
    given.write(b"one\n" + bytes(4 * MEGABYTE))

    outcome = bench.run("line", given=given)

    assert outcome.exit_code == 4
    assert bench.stdout == b"ready\nread one\n"
    assert not given.wait_for_room()


@pytest.mark.parametrize("given", [b"", bytes(8 * MEGABYTE)], ids=["nothing", "more than fits"])
@pytest.mark.parametrize("mode", ["echo", "sleep"])
def test_stop_ends_a_program_whose_input_goes_on(bench: Bench, mode: str, given: bytes) -> None:
    source = ProgramInput()
    source.write(given)

    outcome, seconds = bench.run_and_stop(mode, given=source)

    assert outcome.kind is OutcomeKind.STOPPED
    assert seconds < SOON


def test_the_time_limit_ends_a_program_that_waits_for_input(bench: Bench) -> None:
    outcome = bench.run("line", given=ProgramInput(), timeout=1.0)

    assert outcome.kind is OutcomeKind.TIME_LIMIT
    assert bench.stdout == b"ready\n"


@pytest.mark.parametrize(
    ("mode", "signal", "words"),
    [("segfault", "SIGSEGV", "segmentation fault"), ("abort", "SIGABRT", "assertion")],
)
def test_a_crash_is_named(bench: Bench, mode: str, signal: str, words: str) -> None:
    outcome = bench.run(mode)

    assert outcome.headline == f"Crashed with {signal}"
    assert words in outcome.explanation


def test_the_time_limit_ends_a_program_and_keeps_its_output(bench: Bench) -> None:
    began = time.monotonic()

    outcome = bench.run("sleep", timeout=1.0)

    assert (outcome.kind, outcome.limit) == (OutcomeKind.TIME_LIMIT, 1.0)
    assert 1.0 <= outcome.seconds < SOON
    assert time.monotonic() - began < SOON
    assert bench.stdout == b"ready\n"


def tells_of_memory(engine: Engine) -> bool:
    """Whether memory is limited for all processes of a run together, and meeting it is told.

    The built-in engine can only do so where it may make a control group. Elsewhere each
    process is refused more than its limit, and what it does then is its own affair. Podman 4
    limits, but hears of it in the second version of control groups only.
    """
    if engine.info.kind is EngineKind.DOCKER:
        is_version_2 = Path("/sys/fs/cgroup/cgroup.controllers").exists()
        return is_version_2 or not engine.info.title.startswith("Podman 4")
    return not engine.info.limits_each_process


def test_the_memory_limit_ends_a_program(bench: Bench, engine: Engine) -> None:
    outcome = bench.run("memory", limits=SandboxLimits(memory=32 * MEGABYTE))

    if not tells_of_memory(engine):
        assert not outcome.ok
        return
    assert (outcome.kind, outcome.limit) == (OutcomeKind.OUT_OF_MEMORY, 32 * MEGABYTE)


def test_a_child_that_met_the_memory_limit_is_not_a_success(bench: Bench, engine: Engine) -> None:
    outcome = bench.run("child-memory", limits=SandboxLimits(memory=32 * MEGABYTE))

    if not tells_of_memory(engine):
        assert bench.stdout == b"the parent goes on\n"
        return
    assert outcome.kind is OutcomeKind.OUT_OF_MEMORY
    assert bench.stdout == b"the parent goes on\n"


@pytest.mark.parametrize("mode", [("sleep",), ("count", "-1")], ids=["sleeping", "printing"])
def test_stop_answers_at_once(bench: Bench, mode: tuple[str, ...]) -> None:
    outcome, seconds = bench.run_and_stop(*mode)

    assert outcome.headline == "Stopped by you"
    assert seconds < SOON


def test_a_run_stopped_before_it_began_never_begins(bench: Bench) -> None:
    cancellation = Cancellation()
    cancellation.cancel()

    outcome = bench.run("both", cancellation=cancellation)

    assert outcome.kind is OutcomeKind.STOPPED
    assert bench.stdout == b""


def test_endless_output_ends_at_the_time_limit(bench: Bench) -> None:
    sizes: list[int] = []

    outcome = bench.run(
        "count", "-1", timeout=1.0, on_output=lambda _, data: sizes.append(len(data))
    )

    assert outcome.kind is OutcomeKind.TIME_LIMIT
    assert outcome.stdout_bytes == sum(sizes) > MEGABYTE


def test_a_flood_arrives_complete_in_order_and_in_few_pieces(bench: Bench) -> None:
    pieces: list[bytes] = []

    bench.run("count", "2000000", on_output=lambda _, data: pieces.append(data))

    flood = b"".join(pieces)
    assert len(flood) == 32_000_000
    assert flood == b"".join(b"%015d\n" % number for number in range(2_000_000))
    assert len(pieces) < 8000


def test_forty_programs_that_end_at_once_lose_no_byte(bench: Bench) -> None:
    expected = b"".join(b"%015d\n" % number for number in range(300))

    for _ in range(40):
        assert bench.run("count", "300").ok
        assert bench.stdout == expected


def test_a_program_that_closes_its_outputs_is_waited_for(bench: Bench) -> None:
    outcome = bench.run("close")

    assert outcome.exit_code == 5
    assert bench.stdout == b"closing\n"


def test_a_listener_that_fails_ends_the_run(bench: Bench) -> None:
    class ListenerError(Exception):
        pass

    def fail(stream: OutputStream, data: bytes) -> None:
        raise ListenerError

    began = time.monotonic()
    with pytest.raises(ListenerError):
        bench.run("count", "-1", on_output=fail)

    assert time.monotonic() - began < SOON


def test_the_sandbox_holds_seen_from_inside(bench: Bench) -> None:
    limits = SandboxLimits(open_files=100, file_size=5 * MEGABYTE)

    outcome = bench.run("probe", limits=limits)

    assert outcome.ok, bench.stderr
    seen = dict(line.split(":", 1) for line in bench.stdout.decode().splitlines())
    facts = {name: value.split() for name, value in seen.items()}
    assert "0" not in facts["uid"] + facts["gid"]
    assert facts["CapEff"] == facts["CapPrm"] == ["0000000000000000"]
    assert facts["NoNewPrivs"] == ["1"]
    assert facts["nofile"] == ["100", "100"]
    assert facts["core"] == ["0", "0"]
    assert facts["fsize"] == [str(5 * MEGABYTE)] * 2
    assert facts["root"] == ["read-only"]
    for attempt in ("write /written", "write /program", "write /proc/sys/kernel/hostname"):
        assert facts[attempt] == ["refused"]
    assert facts["chroot"] == facts["setuid"] == facts["mknod"] == ["refused"]
    assert seen["connect 1.1.1.1"].strip() == "Network is unreachable"
    assert {name for name in facts if name.startswith("interface")} <= {"interface lo"}
    if bench.engine.info.kind is EngineKind.DOCKER:
        assert facts["CapBnd"] == ["0000000000000000"]
        assert facts["Seccomp"] == ["2"]


USES_EXTRAS = r"""
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
static void show(const char *path) {
  char line[200] = "";
  FILE *file = fopen(path, "r");
  if (file) fgets(line, sizeof line, file);
  printf("%s: %s\n", path, file ? strtok(line, "\n") : "cannot be read");
}
int main(void) {
  struct stat about;
  time_t summer = 1750000000;
  static char megabyte[1 << 20];
  long written = 0;
  printf("uid: %d\n", (int)getuid());
  show("/etc/passwd");
  show("/srv/data/deep/note");
  printf("certificates: %d\n", access(getenv("SSL_CERT_FILE"), R_OK));
  setenv("TZ", "Europe/Lisbon", 1);
  tzset();
  printf("zone: %s", localtime(&summer)->tm_zone);
  printf("\ntmp: %o\n", stat("/tmp", &about) ? 0 : about.st_mode & 07777);
  FILE *file = fopen("/tmp/file", "w");
  while (file && fwrite(megabyte, 1, sizeof megabyte, file) == sizeof megabyte) written++;
  printf("room: %ld, %s\n", written, errno == ENOSPC ? "then full" : strerror(errno));
  printf("outside: %d\n", fopen("/srv/data/other", "w") != NULL);
}
"""


def test_what_an_image_holds_besides_its_program_is_there(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "deep" / "note").write_text("a note")
    options = ImageOptions(
        extras=tuple(Extra), files=(FileOptions(source="data", to="/srv/data", mode="0444"),)
    )
    program = compile_static(USES_EXTRAS, tmp_path / "program")
    image = image_of(program, tmp_path / "image", extras=collect(options, tmp_path))
    bench = Bench(engine, image)
    try:
        outcome = bench.run(limits=SandboxLimits(temporary_files=5 * MEGABYTE))
    finally:
        if engine.info.kind is EngineKind.DOCKER:
            from tests.support.containers import remove_images

            remove_images(image)

    assert outcome.ok, bench.stderr
    assert bench.stdout.decode().splitlines() == [
        "uid: 65532",
        "/etc/passwd: root:x:0:0:root:/:/sbin/nologin",
        "/srv/data/deep/note: a note",
        "certificates: 0",
        "zone: WEST",
        "tmp: 1777",
        "room: 5, then full",
        "outside: 0",
    ]


def test_a_program_cannot_start_processes_without_end(bench: Bench) -> None:
    bench.run("processes", limits=SandboxLimits(processes=20))

    assert 5 <= int(bench.stdout.decode().removeprefix("children: ")) < 20


def test_a_sweep_leaves_nothing_and_takes_nothing_in_use(bench: Bench) -> None:
    swept: list[int] = []

    def sweep_meanwhile(stream: OutputStream, data: bytes) -> None:
        swept.append(bench.engine.sweep())

    # What others left on this computer is not asked about here.
    bench.engine.sweep()
    outcome = bench.run("both", on_output=sweep_meanwhile)

    assert outcome.ok
    assert swept
    assert not any(swept)
