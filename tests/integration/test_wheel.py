"""What ``pip install .`` gives: the command with everything it needs, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SHIPPED = ("confine", "examples", "icons", "languages", "schemas", "sysroot")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(CHECKOUT)], check=True)
    (found,) = folder.glob("scratchpress-*.whl")
    return found


@pytest.mark.slow
def test_the_wheel_holds_every_shipped_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("scratchpress/assets/")}

    shipped = {
        f"scratchpress/assets/{path.relative_to(CHECKOUT / 'assets').as_posix()}"
        for folder in SHIPPED
        for path in (CHECKOUT / "assets" / folder).rglob("*")
        if path.is_file() and path.name != ".gitattributes" and path.suffix != ".po"
    }
    assert held == shipped
    assert {path.split("/")[2] for path in held} == set(SHIPPED)


@pytest.mark.slow
def test_the_installed_command_builds_and_runs_the_example(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    subprocess.run([programs / "pip", "install", "--quiet", str(wheel)], check=True)
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def scratchpress(*arguments: str) -> str:
        return subprocess.run(
            [programs / "scratchpress", *arguments],
            cwd=tmp_path,
            env=variables,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    scratchpress("example")

    assert (
        scratchpress("run", "--engine", "local", "hello.cc")
        == "Hello! This message is coming from a container \n"
    )
