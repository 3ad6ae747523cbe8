"""What the operating system lacks is found by trying it, and installed or named."""

from __future__ import annotations

from pathlib import Path

import pytest

from setup import reporting, system_packages
from setup.system_packages import Admin, Kind, Need, System, has_display

CURSOR = Need(Kind.LIBRARY, "libxcb-cursor.so.0", "libxcb-cursor0", "X11 windows")
EGL = Need(Kind.LIBRARY, "libEGL.so.1", "libegl1", "Qt Gui links it")
XVFB = Need(Kind.PROGRAM, "Xvfb", "xvfb", "a display for the window")


def test_a_library_nobody_has_is_missing_and_the_one_of_c_is_not() -> None:
    nobody_has = Need(Kind.LIBRARY, "libscratchpress-nothing.so.1", "nothing", "a test")
    everybody_has = Need(Kind.LIBRARY, "libc.so.6", "libc6", "everything")

    assert system_packages.missing([nobody_has, everybody_has]) == (nobody_has,)


def test_programs_modules_and_files_are_looked_for_where_they_are(tmp_path: Path) -> None:
    here = [
        Need(Kind.PROGRAM, "ls", "coreutils", "a test"),
        Need(Kind.MODULE, "json", "python3", "a test"),
        Need(Kind.FILE, str(tmp_path), "nothing", "a test"),
    ]
    gone = [
        Need(Kind.PROGRAM, "scratchpress-nothing", "nothing", "a test"),
        Need(Kind.MODULE, "scratchpress_nothing", "nothing", "a test"),
        Need(Kind.FILE, str(tmp_path / "nothing"), "nothing", "a test"),
    ]

    assert system_packages.missing([*here, *gone]) == tuple(gone)


def test_missing_libraries_become_debian_packages_each_once() -> None:
    another = Need(Kind.LIBRARY, "libEGL_other.so.1", "libegl1", "a test")

    assert system_packages.packages([EGL, CURSOR, another]) == ("libegl1", "libxcb-cursor0")


def test_root_on_debian_updates_the_lists_and_installs_without_questions() -> None:
    (update, may_fail), (install, must_work) = system_packages.apt_commands(
        [EGL, CURSOR], System("apt-get", Admin.ROOT)
    )

    assert update[:3] == ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get")
    assert update[-1] == "update"
    assert may_fail
    assert install[-4:] == ("install", "--no-install-recommends", "libegl1", "libxcb-cursor0")
    assert "-y" in install
    assert not must_work


def test_others_on_debian_go_through_sudo() -> None:
    ((update, _), (install, _)) = system_packages.apt_commands([EGL], System("apt-get", Admin.SUDO))

    assert update[0] == install[0] == "sudo"


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "sudo apt-get install libxcb-cursor0 xvfb"),
        ("dnf", "sudo dnf install 'libxcb-cursor.so.0()(64bit)' /usr/bin/Xvfb"),
        ("zypper", "sudo zypper install 'libxcb-cursor.so.0()(64bit)' /usr/bin/Xvfb"),
        ("", "your system's package manager"),
    ],
)
def test_what_cannot_be_installed_here_is_named_with_the_command_to_get_it(
    manager: str, command: str
) -> None:
    advice = system_packages.advice([CURSOR, XVFB], System(manager, Admin.NONE), "the tests need")

    assert "This computer lacks what the tests need:" in advice
    assert "libxcb-cursor.so.0 (X11 windows)" in advice
    assert "Xvfb (a display for the window)" in advice
    assert command in advice


def test_a_system_that_is_not_set_up_from_here_stops_with_that_advice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system_packages, "this_system", lambda: System("pacman", Admin.ROOT))
    nothing = Need(Kind.PROGRAM, "scratchpress-nothing", "nothing", "a test")

    with pytest.raises(reporting.SetupError, match="scratchpress-nothing"):
        system_packages.provide([nothing], "the tests need")


@pytest.mark.parametrize(
    ("variables", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_only_linux_can_be_without_a_display(
    variables: dict[str, str], platform: str, expected: bool
) -> None:
    assert has_display(variables, platform) is expected
