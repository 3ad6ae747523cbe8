"""Writes the locked requirements: exact versions, each with its digests.

One lock is for the GitHub Action: the command line, without the window, for every Python and
processor that the action runs on. One is for the standalone app: with the window and with what
freezes it, for every system that there is an app for. ``packaging/dev.py make lock --upgrade``
takes newer versions.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from freeze.bundle import GLIBC_FLOORS
from setup.checkout import CHECKOUT
from setup.commands import FREEZE_LOCK
from setup.environment import FREEZE_GROUP, WINDOW_EXTRA, read_project


@dataclass(frozen=True)
class Lock:
    """A file with locked requirements.

    Attributes:
        path: of the file.
        title: what installs it.
        parts: what is locked besides the command line, as uv is told.
        builds: whether what builds the checkout itself is locked, too.
        pythons: that it is for, the oldest first.
        platforms: that it is for, as uv calls them.
    """

    path: Path
    title: str
    parts: tuple[str, ...]
    builds: bool
    pythons: tuple[str, ...]
    platforms: tuple[str, ...]


LOCKS = (
    Lock(
        path=Path(__file__).parent / "action" / "requirements.txt",
        title="the GitHub Action installs",
        parts=(),
        builds=False,
        pythons=("3.11", "3.12", "3.13", "3.14"),
        platforms=("x86_64-manylinux_2_28", "aarch64-manylinux_2_28"),
    ),
    Lock(
        path=FREEZE_LOCK,
        title="the standalone app is made of and with",
        parts=("--extra", WINDOW_EXTRA, "--group", FREEZE_GROUP),
        builds=True,
        pythons=("3.11", "3.12", "3.13", "3.14"),
        platforms=(
            *(
                f"{processor}-manylinux_{major}_{minor}"
                for processor, (major, minor) in GLIBC_FLOORS.items()
            ),
            *("x86_64-pc-windows-msvc", "aarch64-apple-darwin", "x86_64-apple-darwin"),
        ),
    ),
)


def main(arguments: list[str]) -> int:
    """Write the files, then prove that ready-made packages exist everywhere."""
    for lock in LOCKS:
        write(lock, arguments)
        print(f"Wrote {lock.path}")
    return 0


def write(lock: Lock, arguments: list[str]) -> None:
    """Write one file; the versions it has are kept where they fit.

    Raises:
        subprocess.CalledProcessError: uv finds no versions that fit; its words are on standard
            error.
    """
    builds = read_project(CHECKOUT / "pyproject.toml")["build-system"]["requires"]
    _compile(
        *("--universal", f"--python-version={lock.pythons[0]}", "--generate-hashes"),
        *(f"--output-file={lock.path}", *arguments, *lock.parts, "pyproject.toml", "-"),
        requirements=builds if lock.builds else [],
    )
    header = f"# What {lock.title}. Written by packaging/release/lock.py from pyproject.toml.\n"
    lock.path.write_text(header + lock.path.read_text(encoding="utf-8"), encoding="utf-8")
    for python in lock.pythons:
        for platform in lock.platforms:
            _compile(
                *(f"--python-version={python}", f"--python-platform={platform}"),
                *("--only-binary=:all:", "--no-deps", str(lock.path)),
            )


def _compile(*arguments: str, requirements: list[str] | None = None) -> None:
    """Run uv, with more requirements on its input."""
    uv = Path(sys.executable).with_name("uv")
    subprocess.run(
        [str(uv), "pip", "compile", "--quiet", "--no-header", "--no-annotate", *arguments],
        input="\n".join(requirements or ()),
        text=True,
        cwd=CHECKOUT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
