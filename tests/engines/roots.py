"""Folders with just so much of a Debian release that an engine starts in them.

The packages are only unpacked: none of their scripts run, so that it takes seconds and
touches nothing else. A folder is kept, and read-only for the engines that start from it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from setup import system_packages
from setup.folder_lock import folder_lock
from setup.processes import retry_in_ci
from setup.reporting import SetupError, last_lines, say
from setup.system_packages import Kind, Need

if TYPE_CHECKING:
    from tests.engines.catalogue import Engine

NEEDS = (
    Need(Kind.PROGRAM, "mmdebstrap", "mmdebstrap", "unpacks releases of Debian"),
    Need(
        Kind.FILE,
        "/usr/share/keyrings/debian-archive-keyring.gpg",
        "debian-archive-keyring",
        "tells that packages are Debian's",
    ),
    Need(Kind.PROGRAM, "nsenter", "util-linux", "starts engines beside this system"),
)
# Scripts make these in a whole system.
_FILES = {
    "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/sh\n",
    "etc/group": "root:x:0:\nnogroup:x:65534:\n",
    "etc/hosts": "127.0.0.1 localhost\n",
}


def cache() -> Path:
    """Where the folders are kept: ``SCRATCHPRESS_ENGINES_DIR``, or below the account's cache."""
    chosen = os.environ.get("SCRATCHPRESS_ENGINES_DIR")
    if chosen:
        return Path(chosen).absolute()
    usual = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Path(usual) / "scratchpress-engines"


def provide_root(engine: Engine) -> Path:
    """The folder an engine starts from; made when it is not there yet.

    Raises:
        SetupError: it cannot be made.
    """
    digest = hashlib.sha256(" ".join(engine.packages).encode()).hexdigest()[:8]
    root = cache() / f"{engine.suite}-{engine.kind}-{digest}"
    root.parent.mkdir(parents=True, exist_ok=True)
    with folder_lock(root.with_suffix(".lock")):
        if not root.is_dir():
            system_packages.provide(NEEDS, "engines to test with need")
            say(f"Unpacking {engine.kind} of Debian {engine.suite} into {root}")
            retry_in_ci(lambda: _make(engine, root))
    return root


def _make(engine: Engine, root: Path) -> None:
    unfinished = root.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    done = subprocess.run(
        command(engine, unfinished), capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise SetupError(
            f"{engine.kind} of Debian {engine.suite} cannot be unpacked"
            f" (mmdebstrap ended with {done.returncode}).",
            last_lines(done.stderr),
        )
    for name, content in _FILES.items():
        (unfinished / name).write_text(content, encoding="utf-8")
    unfinished.rename(root)


def command(engine: Engine, root: Path) -> list[str]:
    """What unpacks an engine's packages and what they need."""
    return [
        "mmdebstrap",
        "--variant=extract",
        f"--include={','.join(engine.packages)}",
        *(f"--aptopt={option}" for option in _apt_options()),
        engine.suite,
        str(root),
    ]


def _apt_options() -> list[str]:
    """What apt is told here of dates: a frozen mirror has lists that are past theirs."""
    told = subprocess.run(
        ["apt-config", "shell", "ASKED", "Acquire::Check-Valid-Until"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return ['Acquire::Check-Valid-Until "false"'] if told.strip() == "ASKED='false'" else []
