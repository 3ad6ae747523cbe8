"""Tools are bounded, stopped and forgotten."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import StorageError, ToolchainMissingError
from scratchpress.toolchains import limits
from scratchpress.toolchains.process import (
    KEPT_OUTPUT_BYTES,
    Limit,
    ToolRun,
    run_tool,
    tool_environment,
)
from tests.support.patience import SOON

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the tools used here are POSIX scripts")


def run_python(
    code: str,
    folder: Path,
    *,
    cancellation: Cancellation | None = None,
    timeout: float = 20.0,
    memory: int | None = None,
) -> ToolRun:
    return run_tool(
        [sys.executable, "-c", code],
        cwd=folder,
        environment=tool_environment(folder),
        cancellation=cancellation or Cancellation(),
        timeout=timeout,
        memory=memory,
    )


def is_gone(pid: int) -> bool:
    """Whether the process is over; a zombie that waits for its new parent counts as over."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + SOON
    while not is_gone(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_gone(pid)


def test_both_outputs_and_the_exit_code_come_back(tmp_path: Path) -> None:
    run = run_python(
        "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)", tmp_path
    )
    assert (run.exit_code, run.stdout, run.stderr) == (3, b"out\n", b"err\n")
    assert run.limit_met is None
    assert not run.succeeded


def test_a_flood_of_output_is_drained_and_only_its_beginning_kept(tmp_path: Path) -> None:
    run = run_python("import os\nfor _ in range(320): os.write(1, b'x' * 65536)", tmp_path)
    assert run.exit_code == 0
    assert len(run.stdout) == KEPT_OUTPUT_BYTES


@pytest.mark.skipif(sys.platform != "linux", reason="limits are set from outside on Linux alone")
@pytest.mark.parametrize("ignored", [False, True])
def test_no_file_grows_beyond_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, ignored: bool
) -> None:
    monkeypatch.setattr(limits, "FILE_LIMIT_BYTES", 1000_000)
    ignoring = "signal.signal(signal.SIGXFSZ, signal.SIG_IGN if ignored else signal.SIG_DFL)"
    code = (
        f"import signal, time; ignored = {ignored}; {ignoring}\n"
        "time.sleep(0.2)\n"
        "open('large', 'wb').write(bytes(2_000_000))"
    )
    assert run_python(code, tmp_path).limit_met is Limit.FILE
    assert (tmp_path / "large").stat().st_size <= 1000_000


def test_the_time_limit_ends_the_whole_group(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    began = time.monotonic()
    run = run_python(code, tmp_path, timeout=0.7)
    assert run.limit_met is Limit.TIME
    assert time.monotonic() - began < SOON
    assert wait_until_gone(int(run.stdout))


def test_cancelling_answers_at_once_even_when_the_tool_ignores_term(
    tmp_path: Path,
) -> None:
    started = tmp_path / "pid"
    code = (
        "import os, pathlib, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"pathlib.Path({str(started)!r}).write_text(str(os.getpid())); time.sleep(60)"
    )
    cancellation = Cancellation()
    moment: list[float] = []

    def cancel_once_started() -> None:
        while not (started.exists() and started.read_text()):
            time.sleep(0.01)
        moment.append(time.monotonic())
        cancellation.cancel()

    thread = threading.Thread(target=cancel_once_started)
    thread.start()
    with pytest.raises(CancelledError):
        run_python(code, tmp_path, cancellation=cancellation)
    answered = time.monotonic() - moment[0]
    thread.join()
    assert answered < SOON
    assert is_gone(int(started.read_text()))


def test_a_thrown_switch_starts_nothing(tmp_path: Path) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(CancelledError):
        run_python(f"open({str(tmp_path / 'ran')!r}, 'w')", tmp_path, cancellation=cancellation)
    assert not (tmp_path / "ran").exists()


def test_what_a_tool_leaves_running_goes_with_it(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys\n"
        "null = subprocess.DEVNULL\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'],"
        " stdout=null, stderr=null)\n"
        "print(child.pid)"
    )
    assert wait_until_gone(int(run_python(code, tmp_path).stdout))


@pytest.mark.skipif(sys.platform != "linux", reason="the test looks into /proc")
def test_a_group_is_signalled_while_its_number_is_still_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[str] = []
    killpg = os.killpg

    def seen(group: int, number: int) -> None:
        states.append(Path(f"/proc/{group}/stat").read_text().rpartition(")")[2].split()[0])
        killpg(group, number)

    monkeypatch.setattr(os, "killpg", seen)
    assert run_python("", tmp_path).exit_code == 0
    # It has ended, and nobody has taken note of that.
    assert states == ["Z"]


def test_a_tool_that_closes_its_outputs_early_is_waited_for(tmp_path: Path) -> None:
    run = run_python(
        "import os, sys, time\nos.close(1); os.close(2); time.sleep(0.3); os._exit(7)", tmp_path
    )
    assert run.exit_code == 7


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another process's memory")
def test_the_memory_limit_is_told_apart_from_a_plain_failure(tmp_path: Path) -> None:
    code = (
        "import time; time.sleep(0.2)\n"
        "try: held = bytearray(512 * 1024 * 1024)\n"
        "except MemoryError: raise SystemExit('out of memory')"
    )
    assert run_python(code, tmp_path, memory=128 * 1024 * 1024).limit_met is Limit.MEMORY
    assert run_python(code, tmp_path).exit_code == 0


def test_a_folder_that_is_removed_meanwhile_is_blamed_and_not_the_program(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); sys.exit('fatal: cannot open output file')"
    with pytest.raises(StorageError, match="temporary folder of this build is gone") as caught:
        run_python(code, folder)
    assert "cannot open output file" in caught.value.details


def test_a_missing_tool_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolchainMissingError, match="no-such-compiler"):
        run_tool(
            [str(tmp_path / "no-such-compiler")],
            cwd=tmp_path,
            environment={},
            cancellation=Cancellation(),
        )


def test_a_hundred_runs_leave_no_descriptor_and_no_thread(tmp_path: Path) -> None:
    run_python("", tmp_path)
    descriptors = len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0
    threads = threading.active_count()
    for _ in range(100):
        run_tool(
            ["/bin/echo", "hello"],
            cwd=tmp_path,
            environment=tool_environment(tmp_path),
            cancellation=Cancellation(),
        )
    assert threading.active_count() == threads
    if sys.platform == "linux":
        assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


def test_the_environment_holds_no_secret_and_no_include_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setenv("CPATH", "/somewhere")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "42")
    environment = tool_environment(tmp_path, {"ZIG_LIB_DIR": "/zig"})
    assert "secret" not in environment.values()
    assert "CPATH" not in environment
    assert environment["TMPDIR"] == str(tmp_path)
    assert environment["SOURCE_DATE_EPOCH"] == "42"
    assert environment["ZIG_LIB_DIR"] == "/zig"


def test_a_frozen_app_does_not_hand_its_own_libraries_to_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/app/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    assert "LD_LIBRARY_PATH" not in tool_environment(tmp_path)
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/libraries")
    assert tool_environment(tmp_path)["LD_LIBRARY_PATH"] == "/opt/libraries"


def test_a_tool_in_the_background_lets_others_go_first(tmp_path: Path) -> None:
    run = run_tool(
        [sys.executable, "-c", "import os, time; time.sleep(0.2); print(os.nice(0))"],
        cwd=tmp_path,
        environment=tool_environment(tmp_path),
        cancellation=Cancellation(),
        background=True,
    )
    assert int(run.stdout) > os.nice(0)
