"""Asks compilers short questions: which version they are, where their libraries lie."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.system.file_kinds import real_path
from scratchpress.toolchains.process import tool_environment

if TYPE_CHECKING:
    from collections.abc import Mapping


def ask_tool(
    program: Path,
    *arguments: str,
    variables: Mapping[str, str] | None = None,
    seconds: float = 60.0,
    with_errors: bool = False,
) -> str:
    """What a tool answers.

    It is started outside of any project, whose settings could change the answer.

    Args:
        program: absolute.
        arguments: the question.
        variables: of its environment, besides the usual ones.
        seconds: how long it may take.
        with_errors: whether what it writes to standard error belongs to the answer.

    Raises:
        OSError: it cannot be started.
        subprocess.SubprocessError: it fails, or does not answer in time.
    """
    folder = tempfile.gettempdir()
    run = subprocess.run(
        [str(program), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if with_errors else subprocess.DEVNULL,
        cwd=folder,
        env=tool_environment(Path(folder), variables),
        timeout=seconds,
        check=True,
    )
    return run.stdout.decode(errors="replace")


def file_stamp(path: Path) -> str:
    """A text that changes when a file does."""
    try:
        status = real_path(path).stat()
    except OSError:
        return f"{path} missing"
    return f"{path} {status.st_mtime_ns} {status.st_size}"
