"""Words the command that makes on a person's computer what the action made."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scratchpress.core.platforms import Platform
    from scratchpress.github.inputs import Inputs


def local_command(inputs: Inputs, platforms: Iterable[Platform]) -> str:
    """The command line, to be typed in the repository's folder.

    Args:
        inputs: what the action was given.
        platforms: what it built for; a computer's own processor may be another one.
    """
    words = ["scratchpress", "run" if inputs.run_args else "build"]
    if inputs.run and not inputs.run_args:
        words.append("--run")
    words += [f"--platform={one}" for one in platforms]
    words += [f"--flag={one}" for one in inputs.flags or ()]
    words += [f"--label={name}={value}" for name, value in inputs.labels.items()]
    if inputs.max_size:
        words.append(f"--max-size={inputs.max_size.strip()}")
    if inputs.pull is not None:
        words.append("--pull" if inputs.pull else "--no-pull")
    # A file may be called as an option is.
    words += [f"./{one}" if one.startswith("-") else one for one in inputs.paths or (".",)]
    if inputs.run_args:
        words += ["--", *inputs.run_args]
    command = shlex.join(words)
    return command if inputs.folder == "." else f"cd {shlex.quote(inputs.folder)}\n{command}"
