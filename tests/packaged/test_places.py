"""The standalone app where things are not as they usually are."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.disks import SmallDisk
from tests.packaged.conftest import HELLO, NOBODY, SAID
from tests.packaged.desk import Desk, run

pytestmark = pytest.mark.packaged
# Mounts of its own, which end with the program.
_UNSHARED = ("unshare", "--mount", "--propagation", "private")


def builds(desk: Desk, app: Path, source: Path, *prefix: str) -> str:
    """Open the source with the app and build it; all that is shown in the end."""
    desk.start(str(app / "scratchpress-window"), str(source), prefix=prefix)
    desk.see("Build and run")
    desk.keys("ctrl+Return")
    return desk.see(SAID, "Finished normally")


@contextmanager
def read_only(folder: Path, place: Path) -> Iterator[Path]:
    """The folder once more at another place, where nobody can write into it."""
    place.mkdir()
    subprocess.run(["mount", "--bind", folder, place], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", place], check=True)
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.mark.docker
def test_the_install_folder_can_be_read_only(
    app: Path, home: Path, source: Path, tmp_path: Path, docker_host: str
) -> None:
    with read_only(app, tmp_path / "opt") as place, Desk(home, docker_host) as desk:
        builds(desk, place, source)


def test_the_home_and_the_install_folder_can_have_spaces_and_emoji(
    app: Path, source: Path, tmp_path: Path
) -> None:
    home = tmp_path / "a home 😀"
    home.mkdir()
    with read_only(app, tmp_path / "my apps 😀") as place, Desk(home, NOBODY) as desk:
        builds(desk, place, source)

    assert list(home.rglob("scratchpress"))


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder that is not below /tmp and that every account may read."""
    folder = Path(tempfile.mkdtemp(prefix="packaged-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("home", [None, Path("/nonexistent")], ids=["unset", "missing"])
def test_there_need_not_be_a_home(app: Path, outside: Path, home: Path | None) -> None:
    source = outside / "hello.cc"
    source.write_bytes(HELLO.read_bytes())
    source.chmod(0o644)
    temporary = outside / "temporary"
    temporary.mkdir()
    temporary.chmod(0o1777)
    # The account "nobody", whose home is not there either.
    with Desk(home, NOBODY, account=65534) as desk:
        desk.variables["TMPDIR"] = str(temporary)
        builds(desk, app, source)

    assert not Path("/nonexistent").exists()


@pytest.mark.docker
def test_programs_need_not_be_allowed_in_tmp(
    app: Path, outside: Path, source: Path, docker_host: str
) -> None:
    script = 'mount --bind /tmp /tmp && mount -o remount,bind,noexec /tmp && exec "$@"'
    with Desk(outside, docker_host) as desk:
        builds(desk, app, source, *_UNSHARED, "sh", "-c", script, "sh")


def test_a_full_disk_is_told_and_once_there_is_room_it_goes_on(
    app: Path, source: Path, tmp_path: Path
) -> None:
    with SmallDisk(tmp_path / "disk", 300) as disk, Desk(disk.folder, NOBODY) as desk:
        desk.variables["TMPDIR"] = str(disk.folder)
        desk.start(str(app / "scratchpress-window"), str(source))
        desk.see("Build and run")
        disk.fill()
        desk.keys("ctrl+Return")
        desk.see("No space left on device", "Free some disk space and try again.")
        disk.free()
        desk.keys("ctrl+Return")
        desk.see(SAID, "Finished normally")


def test_without_an_engine_the_run_is_previewed_and_the_doctor_says_what_is_missing(
    app: Path, home: Path, source: Path
) -> None:
    with Desk(home, NOBODY) as desk:
        shown = builds(desk, app, source)

    assert "preview" in shown.lower()


def test_the_terminal_prints_what_the_program_prints_and_nothing_else(
    app: Path, home: Path, source: Path
) -> None:
    program = str(app / "scratchpress")
    variables = {"HOME": str(home), "DOCKER_HOST": NOBODY}
    done = run([program, "run", "--engine", "local", str(source)], variables)

    assert (done.returncode, done.stdout, done.stderr) == (0, f"{SAID} \n", "")
    assert run([program, "--version"], {}).stdout.startswith("scratchpress ")
    assert run([program, "nosuch.cc"], variables).returncode == 2


def test_programs_that_the_app_starts_have_the_persons_own_libraries(
    app: Path, home: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    ssh = tmp_path / "bin" / "ssh"
    ssh.parent.mkdir()
    ssh.write_text(f"#!/bin/sh\nenv > '{told}'\nexit 1\n")
    ssh.chmod(0o755)
    variables = {
        "HOME": str(home),
        "PATH": f"{ssh.parent}:{os.defpath}",
        "DOCKER_HOST": "ssh://me@server.invalid",
        "LD_LIBRARY_PATH": "/the/persons/own",
    }

    run([str(app / "scratchpress"), "engines"], variables)

    seen = dict(line.split("=", 1) for line in told.read_text().splitlines() if "=" in line)
    assert seen["LD_LIBRARY_PATH"] == "/the/persons/own"
    assert not [name for name in seen if name.startswith(("QT_", "QML"))]


def test_the_smoke_test_passes_from_anywhere(app: Path, home: Path) -> None:
    variables = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    done = run([str(app / "scratchpress"), "--smoke"], variables, cwd=home)

    assert done.returncode == 0
    assert '"ok":true' in done.stdout
    assert not list(home.iterdir())
