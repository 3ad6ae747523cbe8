"""Feeds targets with atheris for a while: ``python -m tests.fuzz [NAME...] [--seconds N]``.

Without names all targets have their turn. What makes one fail, or take more than ten
seconds, is written into the current folder, and the exit code is 1. atheris is in the
dependency group ``fuzz``; it has no wheels for every Python and system.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from tests.fuzz.targets import TARGETS


def main() -> int:
    """Feed each target in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(TARGETS)
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    names = arguments.names or list(TARGETS)
    failed = [name for name in names if not _holds(name, arguments.seconds)]
    print(f"{len(names)} targets, failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def _holds(name: str, seconds: int) -> bool:
    print(f"-- {name}", flush=True)
    command = [sys.executable, "-m", "tests.fuzz.feed", name, str(seconds)]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
