"""A confined program sees what was named, may do what was said, and leaves nothing behind."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from scratchpress.system import confinement as module
from scratchpress.system.confinement import (
    ACCOUNT,
    NOT_CONFINED,
    Confinement,
    Place,
    command_of,
    devices,
    explain,
    link,
    shown,
    specification,
    temporary,
    unavailable,
)
from scratchpress.system.processes import processes_in

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="confines on Linux")

ORDINARY = 64999
ACCOUNTS = ["root", "ordinary"] if os.getuid() == 0 else ["ordinary"]
# What a shell needs.
HOST: tuple[Place, ...] = (
    shown(Path("/usr").resolve()),
    *(link(f"/{name}", f"usr/{name}") for name in ("bin", "lib", "lib64")),
    *devices(),
)


@pytest.fixture(params=ACCOUNTS)
def account(request: pytest.FixtureRequest) -> dict[str, object]:
    """Who confines: what Popen takes for it."""
    if request.param == "root" or os.getuid() != 0:
        return {}
    return {"user": ORDINARY, "group": ORDINARY, "extra_groups": []}


def run(
    script: str, caller: dict[str, object], *places: Place, **more: object
) -> subprocess.CompletedProcess[str]:
    """Run a script of the shell in confinement."""
    confinement = Confinement(
        ("sh", "-c", script),
        {"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        places=(*HOST, *places),
        **more,  # type: ignore[arg-type]
    )
    with command_of(confinement) as command:
        ended: subprocess.CompletedProcess[str] = subprocess.run(
            command.words,
            pass_fds=command.pass_fds,
            env={"OF_THE_HOST": "1"},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            **caller,  # type: ignore[call-overload]
        )
    return ended


def test_it_can_be_done_here() -> None:
    assert unavailable() is None


def test_a_program_has_no_rights_and_sees_no_other_process(account: dict[str, object]) -> None:
    ended = run("id -u; cat /proc/self/status; echo /proc/[0-9]*; hostname; ip link", account)
    lines = ended.stdout.splitlines()
    assert lines[0] == str(ACCOUNT)
    assert [line.split()[1] for line in lines if line.startswith("Cap")] == ["0" * 16] * 5
    assert "NoNewPrivs:\t1" in lines
    assert "Seccomp:\t2" in lines
    assert "/proc/1 /proc/2" in lines
    assert "localhost" in lines
    assert "eth" not in ended.stdout


def test_nothing_of_the_host_is_told(account: dict[str, object]) -> None:
    ended = run("env; cat /proc/1/cmdline /proc/1/environ; cat /proc/keys; echo; ls /", account)
    assert "OF_THE_HOST" not in ended.stdout
    assert str(Path.cwd()) not in ended.stdout
    assert "keyring" not in ended.stdout
    assert ended.stdout.split()[-6:] == ["bin", "dev", "lib", "lib64", "proc", "usr"]


def test_what_is_made_in_a_writable_folder_belongs_to_the_caller(
    account: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("writable")
    caller = int(str(account.get("user", os.getuid())))
    os.chown(folder, caller, -1)
    # An ordinary account gets to it whatever is above.
    for parent in folder.parents[:-1]:
        if parent.stat().st_uid == os.getuid() and not parent.stat().st_mode & 1:
            parent.chmod(parent.stat().st_mode | 0o011)
    ended = run(
        "echo 1 > /work/made && cat /work/made", account, shown(folder, "/work", writable=True)
    )
    assert ended.stdout == "1\n"
    assert (folder / "made").stat().st_uid == caller


@pytest.mark.parametrize(
    "place", ["/usr/made", "/made", "/work/made", "/proc/sys/kernel/core_pattern", "/dev/made"]
)
def test_nothing_else_can_be_written(account: dict[str, object], place: str) -> None:
    ended = run(f"echo 1 > {place}", account, shown("/etc", "/work"))
    assert ended.returncode != 0
    assert not Path(place).exists() or place.startswith("/proc")


@pytest.mark.parametrize(
    "change",
    [
        "renice -n 5 -p 1",
        "prlimit --pid 1 --cpu=1",
        "taskset -p 1 1",
        "chrt -i -p 0 1",
        "ionice -c 3 -p 1",
        "kill -KILL 1 && false",
    ],
)
def test_process_1_is_out_of_reach(account: dict[str, object], change: str) -> None:
    if shutil.which(change.split(maxsplit=1)[0]) is None:
        pytest.skip("it is not on this computer")
    assert run(change, account).returncode > 0


@pytest.mark.parametrize(
    "attempt",
    ["unshare --user true", "unshare --net true", "mount -t tmpfs x /usr", "chroot / true"],
)
def test_there_is_no_way_to_rights(account: dict[str, object], attempt: str) -> None:
    assert run(attempt, account).returncode != 0


def test_an_empty_folder_in_memory_holds_what_it_may(account: dict[str, object]) -> None:
    many = "for i in 1 2 3 4 5 6 7 8 9; do echo > /tmp/$i; done"
    large = "head -c 200000 /dev/zero > /tmp/x"
    place = temporary("/tmp", size=65536, files=8)
    assert "No space left" in run(many, account, place).stderr
    assert "No space left" in run(large, account, place).stderr
    assert run("echo fine > /tmp/x && cat /tmp/x", account, place).stdout == "fine\n"


@pytest.mark.parametrize(("script", "code"), [("exit 7", 7), ("kill -SEGV $$", -signal.SIGSEGV)])
def test_the_command_ends_as_the_program_did(
    account: dict[str, object], script: str, code: int
) -> None:
    assert run(script, account).returncode == code


def test_outputs_are_apart_and_input_comes_in() -> None:
    confinement = Confinement(
        ("sh", "-c", "cat; echo wrong >&2"), {"PATH": "/usr/bin"}, places=HOST
    )
    with command_of(confinement) as command:
        ended = subprocess.run(
            command.words, pass_fds=command.pass_fds, input=b"in", capture_output=True, check=True
        )
    assert (ended.stdout, ended.stderr) == (b"in", b"wrong\n")


def test_limits_hold(account: dict[str, object]) -> None:
    limits = {resource.RLIMIT_NOFILE: 77, resource.RLIMIT_FSIZE: 512}
    assert run("ulimit -n; ulimit -f", account, limits=limits).stdout == "77\n1\n"


def test_an_ordinary_account_is_held_to_its_number_of_processes() -> None:
    account: dict[str, object] = (
        {"user": ORDINARY, "group": ORDINARY, "extra_groups": []} if os.getuid() == 0 else {}
    )
    ended = run(
        "for i in 1 2 3 4 5 6; do sleep 9 & done", account, limits={resource.RLIMIT_NPROC: 4}
    )
    assert "fork" in ended.stderr


def test_nothing_is_left_of_what_a_program_leaves_running(
    account: dict[str, object], tmp_path: Path
) -> None:
    started = time.monotonic()
    assert run("(setsid sleep 60 &) ; exit 0", account).returncode == 0
    assert time.monotonic() - started < 20


def test_all_ends_with_the_process_that_was_started(tmp_path: Path) -> None:
    confinement = Confinement(
        ("sh", "-c", "echo there; sleep 1000"),
        {"PATH": "/usr/bin"},
        folder="/work",
        places=(*HOST, shown(tmp_path, "/work", writable=True)),
    )
    with command_of(confinement) as command:
        process = subprocess.Popen(
            command.words, pass_fds=command.pass_fds, stdout=subprocess.PIPE, start_new_session=True
        )
    assert process.stdout is not None
    with closing(process.stdout):
        assert process.stdout.readline() == b"there\n"
        process.kill()
        process.wait()
        # It ends when nobody can write any more.
        assert process.stdout.read() == b""
    assert not processes_in(tmp_path)


def test_a_stop_ends_all_and_then_the_process_that_was_started(tmp_path: Path) -> None:
    script = "trap '' TERM; (setsid sleep 1000 &); echo there; sleep 1000"
    confinement = Confinement(("sh", "-c", script), {"PATH": "/usr/bin"}, places=HOST)
    # As a process that answers signals in a thread of its own starts others.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        with command_of(confinement) as command:
            process = subprocess.Popen(
                command.words, pass_fds=command.pass_fds, stdout=subprocess.PIPE
            )
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    assert process.stdout is not None
    with closing(process.stdout):
        assert process.stdout.readline() == b"there\n"
        process.terminate()
        assert process.wait(20) == -signal.SIGKILL
        os.set_blocking(process.stdout.fileno(), False)
        assert process.stdout.read() == b""


def test_the_callers_mask_of_signals_and_of_files_is_not_in_the_way(
    account: dict[str, object],
) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    before = os.umask(0o077)
    try:
        ended = run("grep SigBlk /proc/self/status; echo fine > /dev/null; kill -TERM $$", account)
    finally:
        os.umask(before)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    assert ended.stdout.split() == ["SigBlk:", "0" * 16]
    assert (ended.returncode, ended.stderr) == (-signal.SIGTERM, "")


def test_what_becomes_of_it_is_reported() -> None:
    reader, writer = os.pipe()
    with command_of(
        Confinement(("sh", "-c", "exit 3"), {"PATH": "/usr/bin"}, places=HOST), writer
    ) as command:
        process = subprocess.Popen(command.words, pass_fds=command.pass_fds)
    os.close(writer)
    with os.fdopen(reader) as file:
        ready, ended = file.read().splitlines()
    assert ready.startswith("ready ")
    assert ended == "ended 3"
    assert process.wait() == 3


# What systemd does, in a file system of control groups of its own.
AS_SYSTEMD = """\
group=/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup) && mount -t tmpfs none /sys/fs/cgroup &&
mkdir -p "$group" && echo $0 >"$group/memory.max" && echo oom_kill 1 >"$group/memory.events" &&
exec "$@"
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can stand in for systemd")
@pytest.mark.parametrize(
    ("most", "words"),
    [("1000", "exceeded\nended 0\n"), ("max", "confine: cannot limit memory: Not supported\n")],
)
def test_a_scope_has_to_limit_memory_and_tells_when_it_did(most: str, words: str) -> None:
    scope = ("unshare", "--mount", "sh", "-c", AS_SYSTEMD, most)
    confinement = Confinement(("true",), {"PATH": "/usr/bin"}, places=HOST, scope=scope)
    reader, writer = os.pipe()
    with command_of(confinement, writer) as command:
        process = subprocess.Popen(command.words, pass_fds=command.pass_fds)
    os.close(writer)
    with os.fdopen(reader) as file:
        told = file.read()
    assert process.wait() == (0 if most == "1000" else NOT_CONFINED)
    assert told.endswith(words)


@pytest.mark.parametrize(
    ("confinement", "words"),
    [
        (Confinement(("/none",)), "confine: cannot start /none: No such file or directory\n"),
        (
            Confinement((), places=(shown("/nowhere"),)),
            "confine: cannot open /nowhere: No such file or directory\n",
        ),
        (
            Confinement((), folder="/nowhere"),
            "confine: cannot enter /nowhere: No such file or directory\n",
        ),
    ],
)
def test_what_could_not_be_made_is_said(confinement: Confinement, words: str) -> None:
    with command_of(confinement) as command:
        ended = subprocess.run(
            command.words, pass_fds=command.pass_fds, capture_output=True, text=True, check=False
        )
    assert (ended.returncode, ended.stderr) == (NOT_CONFINED, words)


def test_a_root_folder_is_shown_read_only_with_places_over_whatever_it_holds(
    account: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("root")
    for parent in (folder, *folder.parents[:-1]):
        if parent.stat().st_uid == os.getuid():
            parent.chmod(parent.stat().st_mode | 0o055)
    (folder / "file").write_text("of the image\n")
    # A stranger's layer: what follows it writes to the host.
    (folder / "dev").symlink_to("/etc")
    script = "cat /file; echo 1 > /file; ls /dev; grep -c overlay /proc/self/mountinfo"
    ended = run(script, account, root=folder)
    there = "fd full null random stderr stdin stdout urandom zero"
    assert ended.stdout.split() == ["of", "the", "image", *there.split(), "1"]
    assert "Read-only file system" in ended.stderr
    assert (folder / "file").read_text() == "of the image\n"
    assert (
        str(folder)
        not in run("cat /proc/self/mountinfo /proc/1/mountinfo", account, root=folder).stdout
    )


@pytest.mark.skipif(os.getuid() != 0, reason="only root can mount")
def test_a_program_of_the_root_folder_is_started_whatever_its_disk_allows(tmp_path: Path) -> None:
    (tmp_path / "true").write_bytes(Path("/usr/bin/busybox").read_bytes())
    (tmp_path / "true").chmod(0o755)
    script = (
        'mount --bind "$0" "$0" && mount -o remount,bind,noexec "$0" && ! "$0/true" && exec "$@"'
    )
    scope = ("unshare", "--mount", "sh", "-c", script, str(tmp_path))
    confinement = Confinement(("/true",), {}, root=tmp_path, account=ACCOUNT)
    with command_of(confinement) as command:
        ended = subprocess.run(
            [*scope, *command.words], pass_fds=command.pass_fds, capture_output=True, check=False
        )
    assert b"Permission denied" in ended.stderr
    assert ended.returncode == 0


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be another account")
def test_root_can_give_a_program_another_account(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    ended = run(
        "echo > /work/made; id -u", {}, shown(tmp_path, "/work", writable=True), account=ACCOUNT
    )
    assert ended.stdout == f"{ACCOUNT}\n"
    assert (tmp_path / "made").stat().st_uid == ACCOUNT


def test_a_nul_can_be_in_no_word() -> None:
    with pytest.raises(ValueError, match="a"):
        specification(
            Confinement(
                ("a\0word", "x"),
            )
        )


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("kernel/unprivileged_userns_clone", "0\n", "kernel.unprivileged_userns_clone forbids"),
        ("user/max_user_namespaces", "0\n", "user.max_user_namespaces forbids"),
        ("kernel/apparmor_restrict_unprivileged_userns", "1\n", "AppArmor forbids"),
    ],
)
def test_a_setting_that_forbids_it_is_named_with_what_to_do(
    tmp_path: Path, setting: str, value: str, words: str
) -> None:
    path = tmp_path / setting
    path.parent.mkdir(parents=True)
    path.write_text(value)
    found = explain("confine: cannot make namespaces: Operation not permitted", tmp_path)
    assert words in found.why
    assert found.why.endswith(".")
    assert f"sudo sysctl {setting.replace('/', '.')}=" in found.remedy


def test_anything_else_is_given_in_our_programs_own_words(tmp_path: Path) -> None:
    found = explain("confine: cannot make namespaces: No space left on device\n", tmp_path)
    assert found.why.endswith("(cannot make namespaces: No space left on device).")
    assert explain("", tmp_path).why.endswith("(no reason was given).")


def test_a_program_that_lost_the_mark_of_programs_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = module._program()
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / shipped.name).write_bytes(shipped.read_bytes())
    monkeypatch.setattr(module, "asset", lambda _name: folder)
    monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(tmp_path / "cache"))
    copy = module._program.__wrapped__()
    assert copy.is_relative_to(tmp_path / "cache")
    assert subprocess.run([copy], check=False).returncode == NOT_CONFINED


@pytest.mark.parametrize("writable", [True, False])
def test_a_link_on_the_way_to_a_real_place_is_not_followed(
    account: dict[str, object], *, writable: bool
) -> None:
    """It may have come after whoever shows the place has looked at it."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        root.chmod(0o755)
        (root / "precious" / "data").mkdir(parents=True)
        (root / "link").symlink_to("precious")
        (root / "last").symlink_to("precious/data")
        there = shown(root / "precious" / "data", "/data", writable=writable, real=True)
        assert run("echo /data", account, there).stdout == "/data\n"
        for path in (root / "link" / "data", root / "last"):
            ended = run("echo /data/*", account, shown(path, "/data", writable=writable, real=True))
            assert ended.returncode == NOT_CONFINED
            assert ended.stdout == ""
