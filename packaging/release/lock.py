"""Writes the locked requirements of the GitHub Action: exact versions, each with its digests.

They are those of the command line, without the window, for every Python and processor that
the action runs on. ``packaging/dev.py make lock --upgrade`` takes newer versions.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from setup.checkout import CHECKOUT

LOCK = Path(__file__).parent / "action" / "requirements.txt"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PROCESSORS = ("x86_64", "aarch64")

_HEADER = """\
# What the GitHub Action installs. Written by packaging/release/lock.py from pyproject.toml.
"""


def main(arguments: list[str]) -> int:
    """Write the file, then prove that ready-made packages exist everywhere."""
    uv = Path(sys.executable).with_name("uv")
    common = [str(uv), "pip", "compile", "--quiet", "--no-header", "--no-annotate"]
    subprocess.run(
        [
            *common, "--universal", f"--python-version={PYTHONS[0]}", "--generate-hashes",
            f"--output-file={LOCK}", *arguments, "pyproject.toml",
        ],
        cwd=CHECKOUT,
        check=True,
    )  # fmt: skip
    LOCK.write_text(_HEADER + LOCK.read_text(encoding="utf-8"), encoding="utf-8")
    for python in PYTHONS:
        for processor in PROCESSORS:
            subprocess.run(
                [
                    *common, f"--python-version={python}", "--only-binary=:all:", "--no-deps",
                    f"--python-platform={processor}-manylinux_2_28", str(LOCK),
                ],
                cwd=CHECKOUT,
                check=True,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
    print(f"Wrote {LOCK}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
