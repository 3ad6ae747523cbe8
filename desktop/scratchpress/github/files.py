"""Writes the files through which GitHub's runner gets outputs and summaries."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason

if TYPE_CHECKING:
    from collections.abc import Mapping

# The runner takes no larger one (actions/runner, FileCommandManager.cs).
MAX_SUMMARY_BYTES = 1024 * 1024


def write_outputs(path: str, outputs: Mapping[str, str]) -> None:
    """Set a step's outputs, whatever is in their values.

    Args:
        path: what ``GITHUB_OUTPUT`` says; empty outside of GitHub, where nothing is written.
        outputs: values by name.

    Raises:
        StorageError: the file cannot be written.
    """
    lines = []
    for name, value in outputs.items():
        # Nobody can know it beforehand, so no value can end before its end.
        end = f"end-{secrets.token_hex(16)}"
        lines += [f"{name}<<{end}", value, end]
    _append(path, "\n".join([*lines, ""]))


def write_summary(path: str, markdown: str) -> None:
    """Add to the job's summary.

    Args:
        path: what ``GITHUB_STEP_SUMMARY`` says; empty outside of GitHub.
        markdown: what to add.

    Raises:
        StorageError: the file cannot be written.
    """
    content = markdown.encode(errors="replace")[:MAX_SUMMARY_BYTES]
    _append(path, content.decode(errors="ignore"))


def _append(path: str, text: str) -> None:
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise StorageError(
            Message("What GitHub is to be told cannot be written: {0}.", reason(error)),
            remedy="Free some disk space on the runner.",
            details=path,
        ) from error
