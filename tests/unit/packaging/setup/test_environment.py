"""The environment of a checkout is made once, kept, and mended when it is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from setup import reporting
from setup.checkout import CHECKOUT
from setup.environment import (
    TEST_GROUP,
    WINDOW_EXTRA,
    Environment,
    Stamp,
    locked_pip_arguments,
    pip_arguments,
    pip_error,
    project_digest,
    read_project,
    read_stamp,
)

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


def test_another_lock_makes_another_environment() -> None:
    digests = {project_digest(PROJECT, lock) for lock in (b"", b"docker==7.2.0", b"docker==7.2.1")}

    assert len(digests) == 3


def test_of_a_lock_nothing_is_installed_that_is_not_in_it(tmp_path: Path) -> None:
    """Neither another version, nor what builds the checkout, nor anything that is not ready."""
    locked, checkout = locked_pip_arguments(tmp_path / "requirements.txt")

    assert {"--no-deps", "--only-binary=:all:", "--require-hashes"} <= set(locked)
    assert locked[-1] == str(tmp_path / "requirements.txt")
    assert {"--no-deps", "--no-build-isolation"} <= set(checkout)


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
