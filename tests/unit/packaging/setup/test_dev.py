"""The set-up's decisions: what is missing, what is installed, when nothing has to be done."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from setup import commands, reporting, system_packages
from setup.environment import (
    TEST_GROUP,
    WINDOW_EXTRA,
    Environment,
    Stamp,
    pip_arguments,
    pip_error,
    project_digest,
    read_project,
    read_stamp,
)
from setup.folder_lock import folder_lock
from setup.oldest_python import old_python_message
from setup.retry import patiently
from setup.system_packages import (
    Admin,
    Kind,
    Need,
    System,
    has_display,
)

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).parents[4]

CURSOR = Need(Kind.LIBRARY, "libxcb-cursor.so.0", "libxcb-cursor0", "X11 windows")
EGL = Need(Kind.LIBRARY, "libEGL.so.1", "libegl1", "Qt Gui links it")
XVFB = Need(Kind.PROGRAM, "Xvfb", "xvfb", "a display for the window")

PROJECT: dict[str, Any] = {
    "build-system": {"requires": ["hatchling"]},
    "project": {
        "name": "scratchpress",
        "dependencies": ["docker"],
        "optional-dependencies": {"gui": ["PySide6-Essentials"]},
    },
    "dependency-groups": {"dev": ["pytest>=9", "ruff"]},
    "tool": {"ruff": {"line-length": 100}},
}


def test_an_old_python_is_told_what_it_is_and_what_is_needed() -> None:
    message = old_python_message((3, 9))

    assert "needs Python 3.11 or newer" in message
    assert "this is Python 3.9" in message


@pytest.mark.parametrize("name", ["dev.py", "setup/__init__.py", "setup/oldest_python.py"])
def test_what_names_the_oldest_python_can_be_read_by_python_3_8(name: str) -> None:
    text = (CHECKOUT / "packaging" / name).read_text(encoding="utf-8")

    ast.parse(text, feature_version=(3, 8))


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


@pytest.mark.parametrize("arguments", [["run"], ["run", __file__]])
def test_without_a_display_nothing_is_installed_and_the_command_line_is_named(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_packages, "has_display", lambda _variables, _platform: False)
    monkeypatch.setattr(commands, "Environment", _must_not_be_called)
    monkeypatch.setattr(system_packages, "provide", _must_not_be_called)

    assert commands.dispatch(arguments, usage="") == 2
    said = capsys.readouterr()
    assert "no display" in said.err
    assert "packaging/dev.py run build --run assets/examples/hello.cc" in said.err
    assert said.out == ""


@pytest.mark.parametrize("arguments", [[], ["fly"], ["check", "twice"]])
def test_a_command_that_does_not_exist_shows_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.dispatch(arguments, usage="how to use it") == 2
    assert "how to use it" in capsys.readouterr().err


def test_the_command_line_is_installed_without_the_window() -> None:
    arguments = pip_arguments(PROJECT, frozenset())

    assert arguments[:3] == ["-m", "pip", "install"]
    assert arguments[-2:] == ["--editable", "."]


def test_extras_and_groups_become_requirements_any_pip_understands() -> None:
    arguments = pip_arguments(PROJECT, frozenset({"gui", "dev"}))

    assert arguments[-4:] == ["--editable", ".[gui]", "pytest>=9", "ruff"]
    assert "--group" not in arguments


def test_the_real_project_has_the_parts_the_commands_ask_for() -> None:
    project = read_project(CHECKOUT / "pyproject.toml")
    arguments = pip_arguments(project, frozenset({WINDOW_EXTRA, TEST_GROUP}))

    assert ".[gui]" in arguments
    assert any(argument.startswith("pytest>=") for argument in arguments)


def test_only_what_is_installed_counts_for_the_digest() -> None:
    other_lint = {**PROJECT, "tool": {"ruff": {"line-length": 80}}}
    other_needs = {**PROJECT, "dependency-groups": {"dev": ["pytest>=10"]}}

    assert project_digest(PROJECT) == project_digest(other_lint)
    assert project_digest(PROJECT) != project_digest(other_needs)


def _stamp(**changes: Any) -> Stamp:
    values = {"folder": "/here", "python": "3.11", "project": "abc", "parts": frozenset({"gui"})}
    return Stamp(**{**values, **changes})


def test_a_stamp_covers_what_it_has_and_less() -> None:
    assert _stamp().covers(_stamp())
    assert _stamp().covers(_stamp(parts=frozenset()))


@pytest.mark.parametrize(
    "wanted",
    [
        {"folder": "/moved/here"},
        {"python": "3.12"},
        {"project": "def"},
        {"parts": frozenset({"gui", "dev"})},
    ],
)
def test_a_stamp_does_not_cover_another_folder_python_project_or_part(
    wanted: dict[str, Any],
) -> None:
    assert not _stamp().covers(_stamp(**wanted))


def test_a_stamp_reads_back_as_it_was_written(tmp_path: Path) -> None:
    _stamp().write(tmp_path / "stamp.json")

    assert read_stamp(tmp_path / "stamp.json") == _stamp()
    assert [path.name for path in tmp_path.iterdir()] == ["stamp.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"folder": "/here"}', "\x00"])
def test_a_broken_stamp_is_no_stamp(tmp_path: Path, text: str) -> None:
    path = tmp_path / "stamp.json"
    path.write_text(text, encoding="utf-8")

    assert read_stamp(path) is None


@pytest.mark.parametrize(
    ("output", "hint"),
    [
        ("WARNING: ... NewConnectionError('<...>: Failed to establish')", "check the network"),
        ("ERROR: Could not install: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: something else", "last words of pip"),
    ],
)
def test_what_pip_failed_on_is_said_in_one_sentence(output: str, hint: str) -> None:
    assert hint in pip_error("It failed.", output).sentence


@pytest.fixture(scope="module")
def made_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with pip, as a person would make it; takes seconds, so made once."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder


@pytest.fixture
def checkout(tmp_path: Path, made_environment: Path) -> Path:
    """A project with an environment that nothing of it is installed in yet."""
    folder = tmp_path / "a folder with ü"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "scratchpress"\n[dependency-groups]\ndev = ["pytest"]\n',
        encoding="utf-8",
    )
    shutil.copytree(made_environment, folder / ".venv", symlinks=True)
    (folder / ".venv" / "theirs").touch()
    return folder


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Stand in for pip, which would need a network; lists what it was asked."""
    asked: list[list[str]] = []

    def record(_self: Environment, arguments: list[str], _failure: str) -> None:
        asked.append(arguments)

    monkeypatch.setattr(Environment, "_run", record)
    return asked


def test_the_second_start_installs_nothing(checkout: Path, installs: list[list[str]]) -> None:
    Environment(checkout).provide(frozenset())
    Environment(checkout).provide(frozenset())

    assert len(installs) == 1


def test_an_environment_the_person_made_is_kept(checkout: Path, installs: list[list[str]]) -> None:
    Environment(checkout).provide(frozenset())

    assert len(installs) == 1
    assert (checkout / ".venv" / "theirs").exists()


def test_parts_that_were_installed_stay_when_requirements_change(
    checkout: Path, installs: list[list[str]]
) -> None:
    pyproject = checkout / "pyproject.toml"
    Environment(checkout).provide(frozenset({"dev"}))
    pyproject.write_text(pyproject.read_text().replace("pytest", "pytest>=9"))

    Environment(checkout).provide(frozenset())

    assert installs[1][-1] == "pytest>=9"


def test_an_environment_the_person_made_survives_a_failed_installation(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: Environment, _arguments: list[str], failure: str) -> None:
        raise reporting.SetupError(failure)

    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(Environment, "_run", fail)

    for _ in range(2):
        with pytest.raises(reporting.SetupError, match="could not be installed"):
            Environment(checkout).provide(frozenset())
        assert (checkout / ".venv" / "theirs").exists()


def test_a_copy_of_the_checkout_is_installed_again(
    checkout: Path, installs: list[list[str]]
) -> None:
    Environment(checkout).provide(frozenset())
    copy = checkout.with_name("copy")
    shutil.copytree(checkout, copy, symlinks=True)

    Environment(copy).provide(frozenset())

    assert len(installs) == 2


@pytest.mark.parametrize("damage", ["interrupted", "no python"])
def test_a_broken_environment_is_made_anew(
    checkout: Path, installs: list[list[str]], damage: str
) -> None:
    environment = Environment(checkout)
    environment.provide(frozenset())
    if damage == "interrupted":
        (checkout / ".venv" / "scratchpress-setup-unfinished").touch()
    else:
        environment.python.unlink()

    environment.provide(frozenset())

    assert len(installs) == 2
    assert environment.python.exists()
    assert not (checkout / ".venv" / "theirs").exists()


def test_two_set_ups_at_once_follow_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order: list[str] = []

    def second() -> None:
        with folder_lock(tmp_path / "lock"):
            order.append("second")

    with folder_lock(tmp_path / "lock"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.5)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]
    assert capsys.readouterr().err.count("Waiting for another set-up") == 1


def _failing(times: int) -> tuple[Callable[[], None], list[int]]:
    calls: list[int] = []

    def action() -> None:
        calls.append(1)
        if len(calls) <= times:
            raise reporting.SetupError("The mirror is away.")

    return action, calls


def test_in_ci_a_failing_package_server_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr("setup.retry._PAUSE_SECONDS", 0)
    action, calls = _failing(2)

    patiently(action)

    assert len(calls) == 3


def test_a_person_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    action, calls = _failing(1)

    with pytest.raises(reporting.SetupError, match="mirror is away"):
        patiently(action)

    assert len(calls) == 1


def _must_not_be_called(*_arguments: object) -> None:
    raise AssertionError
