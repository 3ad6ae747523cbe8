"""The built-in preview keeps a program in, ends with it, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import CannotRunError, EngineError
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.engines.preview.engine import PreviewEngine
from scratchpress.engines.protocol import builder_of
from scratchpress.engines.run_request import RunRequest, SandboxLimits
from scratchpress.running.outcome import OutcomeKind
from scratchpress.running.output import OutputStream
from scratchpress.system import confinement
from scratchpress.system.workspace import sweep_workspaces
from tests.support.programs import compile_static, image_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.image.model import Image
    from scratchpress.running.outcome import RunOutcome

SUPPORT = Path(__file__).parents[1] / "support"
MEGABYTE = 1024 * 1024
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="previews run on Linux alone")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that every account can read, as pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="local-engine-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


@pytest.fixture(scope="module")
def probe(folder: Path) -> Image:
    return _image("preview_probe", folder)


@pytest.fixture(scope="module")
def behaviour(folder: Path) -> Image:
    return _image("behaviour", folder)


def _image(name: str, folder: Path) -> Image:
    program = compile_static((SUPPORT / f"{name}.c").read_text(), folder / name)
    image = image_of(program, folder / name / "image")
    image.archive.parent.chmod(0o755)
    image.archive.chmod(0o644)
    return image


def run(
    image: Image, *arguments: str, environment: dict[str, str] | None = None
) -> tuple[RunOutcome, bytes, bytes]:
    output = dict.fromkeys(OutputStream, b"")

    def take(stream: OutputStream, data: bytes) -> None:
        output[stream] += data

    request = RunRequest(
        uuid.uuid4().hex,
        image,
        image.config_digest,
        arguments=arguments,
        environment=environment or {},
    )
    outcome = PreviewEngine().run(request, take, Cancellation())
    return outcome, output[OutputStream.STDOUT], output[OutputStream.STDERR]


def facts(stdout: bytes) -> dict[str, str]:
    return dict(line.split("=", 1) for line in stdout.decode().splitlines())


DEVICES = ["fd", "full", "null", "random", "shm", "stderr", "stdin", "stdout", "urandom", "zero"]
ALLOWED = {"use /dev/null", "use /dev/urandom", "use /dev/shm"}


def assert_confined(seen: dict[str, str]) -> None:
    """What holds for a program in the sandbox, whoever started it."""
    assert (seen["uid"], seen["gid"]) == ("65532 65532", "65532 65532")
    assert seen["CapEff"] == seen["CapPrm"] == seen["CapInh"] == seen["CapAmb"] == "0" * 16
    assert seen["NoNewPrivs"] == "1"
    # Process 1 and the program itself.
    assert len(seen["processes"].split()) == 2
    # The fourth is the folder being listed.
    assert seen["descriptors"].split() == ["0", "1", "2", "3"]
    assert sorted(seen["root"].split()) == ["dev", "proc", "program"]
    assert sorted(seen["devices"].split()) == sorted(DEVICES)
    attempts = {name: result for name, result in seen.items() if result in {"allowed", "refused"}}
    assert {name for name, result in attempts.items() if result == "allowed"} == ALLOWED
    assert len(attempts) > 12


def test_a_program_is_confined_seen_from_inside(
    probe: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THIS_COMPUTER", "x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        outcome, stdout, stderr = run(probe, str(port), environment={"MINE": "1 = 2"})
    assert outcome.ok, stderr
    seen = facts(stdout)
    assert_confined(seen)
    assert {name for name in seen if name.startswith("env ")} == {
        "env PATH",
        "env HOME",
        "env MINE",
    }
    assert seen["env MINE"] == "1 = 2"


def test_a_program_cannot_signal_what_is_outside(probe: Image) -> None:
    outcome, stdout, _ = run(probe, "signal")
    assert (outcome.kind, stdout) == (OutcomeKind.FINISHED, b"still here\n")


def test_nothing_but_the_programs_own_words_is_on_its_outputs(behaviour: Image) -> None:
    outcome, stdout, stderr = run(behaviour, "abort")
    assert outcome.signal_name == "SIGABRT"
    assert (outcome.exit_code, stdout, stderr) == (134, b"", b"")


AS_NOBODY = """
import json, os, pickle, sys, tempfile
import encodings.ascii, psutil, selectors, uuid
from scratchpress.core.cancellation import Cancellation
from scratchpress.system import memory_group as local_memory
from scratchpress.engines.preview import process as local_process
from scratchpress.engines.preview import run as local_run
from scratchpress.engines.preview.engine import PreviewEngine
if os.getuid() == 0:
    # What the interpreter needs is loaded: nobody may not read root's folders.
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
engine = PreviewEngine()
results = []
for request in pickle.load(sys.stdin.buffer):
    output = bytearray()
    outcome = engine.run(request, lambda stream, data: output.extend(data), Cancellation())
    results.append([outcome.kind, outcome.exit_code, output.decode()])
left = os.listdir(tempfile.gettempdir())
print(json.dumps({"account": os.getuid(), "results": results, "left": left}))
"""


def test_an_ordinary_account_gets_the_same_sandbox(
    probe: Image, behaviour: Image, folder: Path
) -> None:
    import pickle

    temporary = folder / "nobody"
    temporary.mkdir(mode=0o777)
    temporary.chmod(0o777)
    requests = [
        RunRequest("1", probe, "x"),
        RunRequest("2", behaviour, "x", arguments=("exit", "3")),
        RunRequest(
            "3", behaviour, "x", arguments=("memory",), limits=SandboxLimits(memory=64 * MEGABYTE)
        ),
        RunRequest("4", behaviour, "x", arguments=("sleep",), timeout=0.5),
    ]
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY],
        input=pickle.dumps(requests),
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr.decode()
    report = json.loads(done.stdout)
    assert report["account"] != 0
    assert report["left"] == []
    looked, exited, hungry, slow = report["results"]
    assert_confined(facts(looked[2].encode()))
    assert exited == ["exited", 3, ""]
    # Without a control group its allocation fails, and it chooses its own exit code.
    assert hungry[:2] in (["exited", 7], ["out-of-memory", 137])
    assert slow == ["time-limit", 137, "ready\n"]


ENDLESS = """
import pickle, sys
from scratchpress.core.cancellation import Cancellation
from scratchpress.engines.preview.engine import PreviewEngine
request = pickle.load(sys.stdin.buffer)
PreviewEngine().run(request, lambda stream, data: print("runs", flush=True), Cancellation())
"""


def test_a_program_ends_with_us_even_when_we_are_killed_and_the_next_start_sweeps(
    behaviour: Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pickle

    mark = uuid.uuid4().hex
    request = RunRequest("1", behaviour, "x", arguments=("sleep", mark), timeout=None)
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdin
    assert process.stdout
    with process.stdin, process.stdout:
        process.stdin.write(pickle.dumps(request))
        process.stdin.close()
        assert process.stdout.readline() == b"runs\n"
        assert _processes_with(mark)
        process.send_signal(signal.SIGKILL)
        process.wait()
    deadline = time.monotonic() + 2
    while _processes_with(mark) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _processes_with(mark) == []
    assert list(tmp_path.iterdir())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert PreviewEngine().sweep() >= 1
    assert list(tmp_path.iterdir()) == []
    assert sweep_workspaces() == 0


def _processes_with(mark: str) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


def test_thirty_runs_leave_no_descriptor_process_or_mount(behaviour: Image) -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    run(behaviour, "both")
    before = descriptors()
    for _ in range(30):
        assert run(behaviour, "both")[0].ok
    assert descriptors() == before
    assert f"scratchpress-{os.getpid()}-" not in Path("/proc/self/mountinfo").read_text()
    assert not Path(f"/proc/self/task/{os.getpid()}/children").read_text()


def test_an_image_for_another_processor_is_stored_but_not_run(behaviour: Image) -> None:
    (other,) = set(Platform) - {host_platform()}
    image = replace(behaviour, platform=other)
    assert PreviewEngine().store(image, Cancellation()).id == image.config_digest
    with pytest.raises(CannotRunError, match=f"is built for {other}") as met:
        run(image)
    assert met.value.remedy


@pytest.mark.parametrize(
    ("entrypoint", "why"), [("/missing", "no such file"), ("/dev", "no such file")]
)
def test_a_program_that_is_not_there_is_told_before_anything_runs(
    behaviour: Image, entrypoint: str, why: str
) -> None:
    with pytest.raises(CannotRunError, match=f"{entrypoint} cannot be started") as met:
        run(replace(behaviour, entrypoint=(entrypoint,)))
    assert why in met.value.explanation


def test_arguments_too_long_for_the_kernel_are_an_error_with_a_remedy(behaviour: Image) -> None:
    with pytest.raises(EngineError, match="could not be started") as met:
        run(behaviour, "arguments", "x" * 4_000_000)
    assert "too long" in met.value.remedy


def test_a_dockerfile_is_refused_with_the_other_way_to_build() -> None:
    with pytest.raises(EngineError, match=r"hello:latest .* without Docker") as met:
        builder_of(PreviewEngine(), "hello:latest")
    assert "archive builder" in met.value.remedy


def test_where_sandboxes_are_forbidden_it_says_why_and_still_stores(
    behaviour: Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbidden = tmp_path / "confine"
    forbidden.write_text(
        "#!/bin/sh\necho 'confine: cannot make namespaces: Operation not permitted' >&$2; exit 125"
    )
    forbidden.chmod(0o755)
    monkeypatch.setattr(confinement, "_program", lambda: forbidden)
    engine = PreviewEngine()
    assert engine.info.cannot_run.startswith("This computer does not allow the sandbox")
    assert engine.store(behaviour, Cancellation()).loaded
    with pytest.raises(CannotRunError, match="cannot run here") as met:
        engine.run(RunRequest("1", behaviour, "x"), lambda stream, data: None, Cancellation())
    assert met.value.explanation == engine.info.cannot_run
    assert "Docker" in met.value.remedy
