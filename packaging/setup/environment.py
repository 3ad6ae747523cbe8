"""Makes the Python environment of a checkout, ``.venv``, repairs it and keeps it up to date.

A stamp inside it records what it was made from. When the stamp fits, nothing is done;
when only the requirements changed, they are installed; when the environment is broken
or was left half made, it is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from setup.folder_lock import folder_lock
from setup.oldest_python import OLDEST_PYTHON
from setup.processes import retry_in_ci
from setup.reporting import SetupError, last_lines, say

if TYPE_CHECKING:
    from pathlib import Path

WINDOW_EXTRA = "gui"
TEST_GROUP = "dev"
FREEZE_GROUP = "freeze"

_PIP_INSTALL = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")

# What pip says when it could not talk to the package index at all.
_NO_NETWORK = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "NameResolutionError",
    "Connection reset",
    "Temporary failure",
    "Network is unreachable",
)
_PROBE = (
    "import importlib.util, json, sys;"
    "print(json.dumps([*sys.version_info[:2], bool(importlib.util.find_spec('pip'))]))"
)


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from.

    Attributes:
        folder: the checkout; the editable install points there.
        python: ``3.11``.
        project: digest of everything in pyproject.toml that says what is installed.
        parts: the extras and groups installed on top of the command line.
    """

    folder: str
    python: str
    project: str
    parts: frozenset[str]

    def covers(self, wanted: Stamp) -> bool:
        """Whether an environment with this stamp has all that is wanted."""
        return self._origin == wanted._origin and self.parts >= wanted.parts

    @property
    def _origin(self) -> tuple[str, str, str]:
        return (self.folder, self.python, self.project)

    def write(self, path: Path) -> None:
        """Write it whole or not at all: an interrupted write must not look like a stamp."""
        data = {
            "folder": self.folder,
            "python": self.python,
            "project": self.project,
            "parts": sorted(self.parts),
        }
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps(data), encoding="utf-8")
        unfinished.replace(path)


def read_stamp(path: Path) -> Stamp | None:
    """The stamp in a file; ``None`` when there is none that can be understood."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Stamp(data["folder"], data["python"], data["project"], frozenset(data["parts"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Environment:
    """An environment of one checkout.

    Args:
        checkout: whose it is.
        name: of its folder there; another than usual for one that has to hold nothing more
            than is asked for.
        lock: a file of requirements with exact versions and digests, in which all parts are;
            without it the newest versions are taken that pyproject.toml allows.
    """

    def __init__(self, checkout: Path, name: str = ".venv", *, lock: Path | None = None) -> None:
        self.checkout = checkout
        self._lock = lock
        self.folder = checkout / name
        self._programs = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.program("python")
        self._stamp = self.folder / "scratchpress-setup.json"
        self._unfinished = self.folder / "scratchpress-setup-unfinished"

    def program(self, name: str) -> Path:
        """Where a program of the environment is."""
        return self._programs / (f"{name}.exe" if os.name == "nt" else name)

    def provide(self, parts: frozenset[str]) -> None:
        """Make the environment have the command line and these extras and groups.

        Raises:
            SetupError: it cannot be made or filled.
        """
        project = read_project(self.checkout / "pyproject.toml")
        if self._is_ready(project, parts):
            return
        with folder_lock(self.folder.with_name(f"{self.folder.name}.lock")):
            if self._is_ready(project, parts):
                return
            started = time.monotonic()
            self._make_usable()
            earlier = read_stamp(self._stamp)
            if earlier is not None:
                parts |= earlier.parts
            self._install(project, parts)
            say(f"The environment is ready ({time.monotonic() - started:.0f} s).")

    def _is_ready(self, project: dict[str, Any], parts: frozenset[str]) -> bool:
        """Cheap, because every start asks: two small files and one bare interpreter."""
        stamp = read_stamp(self._stamp)
        if stamp is None or self._unfinished.exists():
            return False
        found = self._probe()
        if found is None:
            return False
        return stamp.covers(self._wanted(found[0], project, parts))

    def _wanted(self, python: str, project: dict[str, Any], parts: frozenset[str]) -> Stamp:
        locked = self._lock.read_bytes() if self._lock is not None else b""
        return Stamp(str(self.checkout), python, project_digest(project, locked), parts)

    def _make_usable(self) -> None:
        """Leave a good environment alone; make a missing, broken or half filled one anew."""
        found = None if self._unfinished.exists() else self._probe()
        if found is not None:
            python, has_pip = found
            if tuple(map(int, python.split("."))) >= OLDEST_PYTHON:
                if not has_pip:
                    self._run(["-m", "ensurepip"], "pip cannot be put into .venv.")
                return
        version = ".".join(map(str, sys.version_info[:3]))
        verb = "Making" if found is None and not self.folder.exists() else "Repairing"
        say(f"{verb} the environment {self.folder.name} with Python {version}.")
        command = [sys.executable, "-m", "venv", "--clear", str(self.folder)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise SetupError(
                f"Python could not make the environment {self.folder}.",
                last_lines(result.stdout + result.stderr),
            )

    def _probe(self) -> tuple[str, bool] | None:
        """The environment's Python version and whether it has pip; ``None`` when it is broken."""
        try:
            result = subprocess.run(
                [self.python, "-I", "-c", _PROBE], capture_output=True, timeout=30, check=True
            )
            major, minor, has_pip = json.loads(result.stdout)
        except (OSError, ValueError, subprocess.SubprocessError):
            return None
        return (f"{major}.{minor}", has_pip)

    def _install(self, project: dict[str, Any], parts: frozenset[str]) -> None:
        say(
            f"Installing {_in_words(parts)} into {self.folder.name}. The first time"
            " this can take a few minutes: the compiler alone is a download of 100 MB."
        )
        self._unfinished.touch()
        if self._lock is None:
            steps = [pip_arguments(project, parts)]
        else:
            steps = locked_pip_arguments(self._lock)
        try:
            for arguments in steps:
                run = partial(self._run, arguments, "The Python packages could not be installed.")
                retry_in_ci(run)
        except SetupError:
            # pip gave up by itself and left things in order; only a pip that was ended did not.
            self._unfinished.unlink()
            raise
        found = self._probe()
        if found is None:
            raise SetupError(f"The environment {self.folder} does not start after its set-up.")
        self._wanted(found[0], project, parts).write(self._stamp)
        self._unfinished.unlink()

    def _run(self, arguments: list[str], failure: str) -> None:
        result = subprocess.run(
            [self.python, *arguments],
            cwd=self.checkout,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if result.returncode:
            raise pip_error(failure, result.stdout)


def read_project(path: Path) -> dict[str, Any]:
    """What pyproject.toml says.

    Raises:
        SetupError: it is not there or not valid.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SetupError(f"{path} cannot be read: {error}.") from error


def project_digest(project: dict[str, Any], locked: bytes = b"") -> str:
    """Digest of what says which packages are installed; settings of tools do not count.

    Args:
        project: what pyproject.toml says.
        locked: the content of the lock; empty without one.
    """
    subject = {key: project.get(key) for key in ("build-system", "project", "dependency-groups")}
    return hashlib.sha256(json.dumps(subject, sort_keys=True).encode() + locked).hexdigest()


def pip_arguments(project: dict[str, Any], parts: frozenset[str]) -> list[str]:
    """The arguments that install the checkout, editable, with these extras and groups.

    The groups' requirements are named one by one: the pip that comes with Python 3.11
    does not know dependency groups yet (25.1 is the first that does).
    """
    extras = sorted(parts & project["project"].get("optional-dependencies", {}).keys())
    groups = sorted(parts & project.get("dependency-groups", {}).keys())
    target = f".[{','.join(extras)}]" if extras else "."
    requirements = [line for group in groups for line in project["dependency-groups"][group]]
    return [*_PIP_INSTALL, "--editable", target, *requirements]


def locked_pip_arguments(lock: Path) -> list[list[str]]:
    """The arguments, step by step, that install a lock and then the checkout, editable.

    What builds the checkout is in the lock, too: pip would download another one.
    """
    exact = ["--no-deps", "--only-binary=:all:", "--require-hashes"]
    return [
        [*_PIP_INSTALL, *exact, "--requirement", str(lock)],
        [*_PIP_INSTALL, "--no-deps", "--no-build-isolation", "--editable", "."],
    ]


def pip_error(failure: str, output: str) -> SetupError:
    """The failure with its reason where that is plain, else with what pip said."""
    if any(sign in output for sign in _NO_NETWORK):
        return SetupError(
            f"{failure} The package index cannot be reached: check the network and try again."
        )
    if "No space left on device" in output:
        return SetupError(f"{failure} The disk is full: free about 1 GB and try again.")
    return SetupError(f"{failure} The last words of pip are above.", last_lines(output))


def _in_words(parts: frozenset[str]) -> str:
    titles = {
        WINDOW_EXTRA: "its window",
        TEST_GROUP: "its tests' tools",
        FREEZE_GROUP: "what freezes it",
    }
    named = ["Scratchpress", *(titles.get(part, part) for part in sorted(parts, reverse=True))]
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
