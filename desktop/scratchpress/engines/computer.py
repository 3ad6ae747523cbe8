"""Finds out what of this computer tells where engines are: folders, programs, services."""

from __future__ import annotations

import getpass
import glob
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

# Where programs are that are not in the PATH of an account, or of a window.
_MORE_PROGRAMS = ("/usr/local/bin", "/opt/homebrew/bin", "/usr/local/sbin", "/usr/sbin", "/sbin")


@dataclass(frozen=True, slots=True)
class Computer:
    """The system, the account and their folders.

    Attributes:
        system: ``linux``, ``darwin`` or ``win32``, as ``sys.platform`` says it.
        home: the account's folder.
        runtime: the folder for the account's sockets; ``None`` where there is none.
        temporary: the account's folder for temporary files.
        account: its name; empty when it has none.
        path: where its programs are, as in ``PATH``.
        root: what absolute paths start from; another folder only in tests.
    """

    system: str
    home: Path
    runtime: Path | None
    temporary: Path
    account: str
    path: str
    root: Path = Path("/")

    def has(self, path: str) -> bool:
        """Whether there is anything at an absolute path, as far as this account can see."""
        return os.path.lexists(self.at(path))

    def has_pipe(self, name: str) -> bool:
        """Whether there is a named pipe, on Windows."""
        return os.path.lexists(rf"\\.\pipe\{name}")

    def at(self, path: str) -> Path:
        """An absolute path of the system's, below ``root``."""
        return self.root / path.lstrip("/")

    def has_program(self, name: str) -> bool:
        """Whether a program can be started by its name, or is where such programs are."""
        more = [str(self.at(folder)) for folder in _MORE_PROGRAMS]
        return shutil.which(name, path=os.pathsep.join([self.path, *more])) is not None

    def has_service(self, name: str) -> bool:
        """Whether systemd has a service of the account's own by that name."""
        return (self.home / ".config" / "systemd" / "user" / f"{name}.service").is_file()

    def sockets(self, folder: Path, pattern: str) -> list[Path]:
        """What matches a pattern below a folder, by name; nothing where it may not look."""
        return [
            folder / name
            for name in sorted(glob.glob(pattern, root_dir=folder))  # noqa: PTH207 - never raises
        ]


def this_computer() -> Computer:
    """The computer this runs on."""
    return Computer(
        sys.platform,
        Path("~").expanduser(),
        _runtime_folder(),
        Path(tempfile.gettempdir()),
        _account(),
        os.environ.get("PATH", os.defpath),
    )


def _runtime_folder() -> Path | None:
    chosen = os.environ.get("XDG_RUNTIME_DIR")
    if chosen:
        return Path(chosen)
    # A window or a session without it: systemd puts it there.
    if hasattr(os, "getuid"):
        usual = Path(f"/run/user/{os.getuid()}")
        if usual.is_dir():
            return usual
    return None


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return ""
