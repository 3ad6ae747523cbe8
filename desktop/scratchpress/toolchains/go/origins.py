"""What is in a Go program: its modules, as the program itself says.

``go version -m`` reads what the linker left there:
https://pkg.go.dev/debug/buildinfo
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from scratchpress.core.component import Component
from scratchpress.toolchains.origins import Origins
from scratchpress.toolchains.process import tool_environment

_SECONDS = 30.0
_LICENSE = "BSD-3-Clause"


def go_origins(go: Path, version: str, program: Path) -> Origins:
    """For a Go program.

    Args:
        go: the compiler's program.
        version: ``1.27.3``.
        program: what it made.
    """
    standard = Component("go-standard-library", version, _LICENSE, f"pkg:golang/std@{version}")
    compiler = Component("go", version, _LICENSE, f"pkg:golang/toolchain@{version}")
    return Origins(compiler, read_modules(_ask(go, program)), rest=standard, always=(standard,))


def read_modules(text: str) -> dict[str, Component]:
    """The modules that ``go version -m`` lists, by their paths; the program's own is left out."""
    found: dict[str, Component] = {}
    path = ""
    for line in text.splitlines():
        kind, *words = line.strip().split("\t")
        if kind == "dep" and len(words) >= 2:
            path, version = words[:2]
        elif kind == "=>" and path and words:
            # Something else in its place; a folder has no version.
            version = words[1] if len(words) > 1 else ""
        else:
            continue
        name = words[0] if kind == "=>" else path
        # A folder of this computer is nobody's package.
        is_folder = name.startswith((".", "/"))
        purl = "" if is_folder or not version else f"pkg:golang/{name}@{version}"
        found[path] = Component(path if is_folder else name, version, "", purl)
    return found


def _ask(go: Path, program: Path) -> str:
    # Without HOME: there go counts its calls, and a process that it leaves behind still writes
    # when it has ended (https://go.dev/doc/telemetry).
    environment = tool_environment(
        Path(tempfile.gettempdir()), {"GOENV": "off", "GOTOOLCHAIN": "local", "GOPROXY": "off"}
    )
    try:
        run = subprocess.run(
            [str(go), "version", "-m", str(program)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.decode(errors="replace")
