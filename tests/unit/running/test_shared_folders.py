"""Folders that no program is given, on each system; and the sockets in those that it is."""

from __future__ import annotations

import os
import socket
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

import pytest

from scratchpress.running.shared_folders import (
    about_sockets,
    closed_places,
    reason_to_close,
    sockets_in,
    why_closed,
)

if TYPE_CHECKING:
    from pathlib import PurePath

LINKS = pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
SOCKETS = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="sockets that are files")


def reason(folder: PurePath, system: str, home: PurePath) -> str:
    return reason_to_close(folder, closed_places(system, [home], {}))


@pytest.mark.parametrize(
    "folder",
    [
        *("/", "/run", "/run/user/1000", "/var/run", "/var", "/proc", "/proc/self/root", "/sys"),
        *("/sys/fs/cgroup", "/dev", "/dev/shm", "/run/media/ada", "/tmp", "/tmp/.X11-unix"),
        *("/home", "/home/ada", "/home/ada/.ssh", "/home/ada/.ssh/keys", "/home/ada/.config"),
        *("/home/ada/.vim", "/home/ada/.local/bin", "/home/ada/.config/systemd/user"),
    ],
)
def test_what_opens_more_than_its_files_is_closed_on_linux(folder: str) -> None:
    assert reason(PurePosixPath(folder), "linux", PurePosixPath("/home/ada"))


@pytest.mark.parametrize(
    "folder",
    [
        *("/home/ada/project/data", "/home/ada/.cache/project", "/home/ada/.config/app"),
        *("/tmp/data", "/srv", "/dev/shm/data", "/run/media/ada/stick", "/home/bob/share"),
        *("/usr/share/zoneinfo", "/etc/ssl", "/var/lib/app"),
    ],
)
def test_folders_of_files_are_open_on_linux(folder: str) -> None:
    assert not reason(PurePosixPath(folder), "linux", PurePosixPath("/home/ada"))


@pytest.mark.parametrize(
    ("folder", "is_closed"),
    [
        ("/private/var/run", True),
        ("/private/var", True),
        ("/private", True),
        ("/System/Library", True),
        ("/Users", True),
        ("/Users/ada", True),
        ("/Users/ada/Library", True),
        ("/Users/ada/Library/LaunchAgents", True),
        ("/Users/ada/Documents/data", False),
        ("/private/tmp/data", False),
        ("/private/var/folders/x1/T/data", False),
        ("/Volumes/stick", False),
    ],
)
def test_what_is_closed_on_macos(folder: str, *, is_closed: bool) -> None:
    found = reason(PurePosixPath(folder), "darwin", PurePosixPath("/Users/ada"))
    assert bool(found) is is_closed


@pytest.mark.parametrize(
    ("folder", "is_closed"),
    [
        ("C:\\", True),
        ("d:\\", True),
        ("c:\\WINDOWS\\system32", True),
        ("C:\\windows", True),
        ("C:\\Users", True),
        ("c:\\users\\ADA", True),
        ("C:\\Users\\ada\\.SSH", True),
        ("C:\\Users\\ada\\AppData\\Roaming", True),
        ("\\\\.\\pipe\\docker_engine", True),
        ("\\\\.\\pipe", True),
        ("\\\\?\\GLOBALROOT\\Device", True),
        ("\\\\localhost\\C$\\Users\\ada", True),
        ("C:\\Users\\ada\\Documents\\data", False),
        ("C:\\Users\\ada\\AppData\\Local\\Temp\\data", False),
        ("D:\\data", False),
        ("\\\\server\\share\\data", False),
        ("\\\\wsl$\\Ubuntu\\home\\ada\\data", False),
    ],
)
def test_what_is_closed_on_windows(folder: str, *, is_closed: bool) -> None:
    found = reason(PureWindowsPath(folder), "win32", PureWindowsPath("C:\\Users\\ada"))
    assert bool(found) is is_closed


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    monkeypatch.setenv("HOME", str(made))
    monkeypatch.setenv("USERPROFILE", str(made))
    monkeypatch.setenv("SCRATCHPRESS_STATE_DIR", str(made / "kept"))
    monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(tmp_path / "cache" / "ours"))
    return made


def test_a_home_and_what_we_keep_are_closed_where_they_are(home: Path, tmp_path: Path) -> None:
    (home / "kept").mkdir()
    (home / "data").mkdir()
    for name in (".", "home", "home/kept", "home/kept/examples", "cache", "cache/ours/pch"):
        assert why_closed(tmp_path / name, ())
    assert not why_closed(home / "data", ())


@LINKS
def test_a_home_that_is_a_link_is_closed_where_it_leads(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(home)
    monkeypatch.setenv("HOME", str(tmp_path / "link"))
    assert why_closed(home, ())
    assert why_closed(home / ".ssh", ())


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="root mounts")
def test_a_mount_of_a_closed_place_is_closed(home: Path, tmp_path: Path) -> None:
    """As other spellings of a name are, where a file system takes them for the same."""
    import subprocess

    other = tmp_path / "other"
    other.mkdir()
    (home / ".ssh").mkdir()
    if subprocess.run(["mount", "--bind", home, other], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        assert why_closed(other, ())
        assert why_closed(other / ".ssh", ())
        (home / ".vim" / "deep").mkdir(parents=True)
        assert why_closed(other / ".vim", ())
        assert not why_closed(other / ".vim" / "deep", ())
    finally:
        subprocess.run(["umount", other], check=True)


@SOCKETS
def test_a_folder_with_the_socket_of_an_engine_is_closed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    (shared / "deep").mkdir(parents=True)
    assert why_closed(shared, [shared / "deep" / "my.sock"])
    monkeypatch.chdir(shared)
    for name in ("a.sock", "deep/docker.sock"):
        assert not why_closed(shared, ())
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(name)
    assert "engine" in why_closed(shared, ())
    assert why_closed(shared / "deep", ())


@SOCKETS
def test_sockets_in_a_folder_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").touch()
    assert about_sockets(tmp_path) == ""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("deep/agent\n.sock")
    assert list(sockets_in(tmp_path)) == [tmp_path / "deep" / "agent\n.sock"]
    assert "deep/agent\\x0a.sock" in about_sockets(tmp_path)
    assert about_sockets(tmp_path / "gone") == ""
