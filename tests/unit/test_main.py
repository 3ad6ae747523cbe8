"""The one entry: what opens the window, and what a command must not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import scratchpress.cli.commands
from scratchpress.__main__ import main, opens_window


def test_nothing_opens_the_window() -> None:
    assert opens_window([])


def test_files_that_exist_open_the_window(tmp_path: Path) -> None:
    source = tmp_path / "a b.cc"
    source.touch()
    assert opens_window([str(source)])
    assert opens_window([str(source), str(tmp_path)])
    assert not opens_window([str(source), "--json"])


def commands() -> list[str]:
    folder = Path(scratchpress.cli.commands.__file__).parent
    return sorted(path.stem for path in folder.glob("[a-z]*.py"))


@pytest.mark.parametrize("command", commands())
def test_a_command_is_a_command_even_beside_a_file_of_that_name(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / command).touch()
    assert not opens_window([command])


def test_a_file_that_does_not_exist_goes_to_the_command_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["nosuch.cc"]) == 2
    assert "nosuch.cc" in capsys.readouterr().err


def test_no_display_names_the_command_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 2
    said = capsys.readouterr().err
    assert "There is no display for the window here." in said
    assert "scratchpress build --run hello.cc" in said


def test_a_missing_window_library_names_the_command_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main([]) == 2
    assert "pip install 'scratchpress[gui]'" in capsys.readouterr().err


def loaded_by(*argv: str) -> set[str]:
    """The modules a fresh process has loaded after a command."""
    script = (
        "import sys\nfrom scratchpress.__main__ import main\n"
        f"main({list(argv)!r})\nsys.stderr.write('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stderr.split("\n"))


def test_a_command_loads_neither_the_window_nor_the_docker_sdk() -> None:
    for argv in (["--help"], ["build"], ["check", "nosuch.cc"], ["--version"]):
        loaded = loaded_by(*argv)
        assert "scratchpress.__main__" in loaded
        assert not {"PySide6", "docker", "requests"} & loaded


def test_the_version_needs_nothing_but_python() -> None:
    assert not {"argparse", "msgspec", "scratchpress.cli"} & loaded_by("--version")
