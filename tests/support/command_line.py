"""Starts the command line as a person's shell does: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

import scratchpress
from scratchpress.cli import schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMAND = (sys.executable, "-m", "scratchpress")


def environment(additions: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment, able to find the package from any folder."""
    package = str(Path(scratchpress.__file__).parents[1])
    return {**os.environ, "PYTHONPATH": package, **(additions or {})}


def run_command(
    *arguments: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
    given: bytes = b"",
) -> subprocess.CompletedProcess[bytes]:
    """Run one command to its end, through the program in ``before`` if there is one.

    ``given`` is its standard input.
    """
    done = subprocess.run(
        [*before, *COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(env),
        input=given,
        capture_output=True,
        timeout=120,
        check=False,
    )
    said = done.stdout + done.stderr
    assert b"Traceback" not in said, said.decode()
    return done


def start_command(
    *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start one command with its outputs as pipes."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def report_of(stdout: bytes) -> Any:
    """The one JSON object that ``--json`` prints, held to its schema."""
    assert stdout.count(b"\n") == 1, stdout
    msgspec.json.decode(stdout, type=schema.AnyReport, strict=True)
    report = msgspec.json.decode(stdout)
    definitions = schema.json_schema()["$defs"]
    name = schema.json_schema()["discriminator"]["mapping"][report["command"]].rpartition("/")[2]
    assert set(report) == set(definitions[name]["required"])
    return report


def processes_naming(text: str) -> Sequence[str]:
    """Command lines of running processes that name ``text``; Linux only."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if text in line:
            found.append(line)
    return found
