"""Starts a packaged app without a person, and looks at all that it says.

    python3 packaging/dev.py smoke PROGRAM...

It needs nothing but Python, so that it can run where nothing is installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from setup.reporting import SetupError, say

_SECONDS = 300
_OUTPUT = "Hello! This message is coming from a container \n"
# What of this environment the app may need; the rest must not be what makes it work.
_KEPT = (
    *(
        "APPDATA",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "XDG_RUNTIME_DIR",
        "HOME",
        "LOCALAPPDATA",
        "SystemRoot",
        "TEMP",
        "TMP",
        "TMPDIR",
    ),
    *("USERPROFILE", "XAUTHORITY"),
)


def main(programs: list[str]) -> int:
    """Try each program; returns the exit code."""
    if not programs:
        print(__doc__, file=sys.stderr)
        return 2
    for program in programs:
        try:
            print(json.dumps(smoke(Path(program))))
        except SetupError as error:
            say(error.details)
            say(error.sentence)
            return 1
    return 0


def smoke(program: Path) -> dict[str, Any]:
    """Let the app start everything once; returns what it tells of its parts.

    Args:
        program: one of the app's, by its path or by a name in ``PATH``.

    Raises:
        SetupError: it does not work, or says more than it should.
    """
    variables = {name: os.environ[name] for name in _KEPT if name in os.environ}
    if sys.platform == "linux":
        variables["LANG"] = "C.UTF-8"
        if not {"DISPLAY", "WAYLAND_DISPLAY"} & variables.keys():
            variables["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="scratchpress-smoke-") as folder:
        # A window program on Windows has no standard output.
        report = Path(folder, "report.json")
        try:
            run = subprocess.run(
                [str(program), "--smoke", str(report)],
                env=variables,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SetupError(f"{program} does not start.", str(error)) from error
        text = report.read_text("utf-8") if report.exists() else ""
    printed = run.stdout.decode(errors="replace") + run.stderr.decode(errors="replace")
    words = "\n".join(line for line in printed.splitlines() if not _is_known(line))
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError:
        found = {}
    worked = found.get("ok") is True and ("output" in found or "cannot-run" in found)
    if run.returncode or words or not worked or found.get("output", _OUTPUT) != _OUTPUT:
        raise SetupError(
            f"{program} does not work as it should (exit code {run.returncode}).",
            "\n".join(filter(None, (text, words))),
        )
    return found


def _is_known(line: str) -> bool:
    """Whether a line says something only of the way it is started here."""
    return line.strip() in {"", "This plugin does not support propagateSizeHints()"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
