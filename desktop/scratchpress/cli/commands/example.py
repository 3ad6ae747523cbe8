"""``scratchpress example``: writes a first program for those who have none yet."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.console import visible
from scratchpress.cli.files import write_file
from scratchpress.cli.json_report import print_json
from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.system.paths import asset

if TYPE_CHECKING:
    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console

_NAME = "hello.cc"


def main(arguments: Arguments, console: Console) -> int:
    """Write the example into a folder, made when it is not there, and say where."""
    folder = Path(arguments.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            Message("The folder {0} cannot be made: {1}.", visible(str(folder)), reason(error)),
            remedy="Choose another folder.",
        ) from error
    path = folder / _NAME
    write_file(
        path,
        asset(f"examples/{_NAME}").read_bytes(),
        replace=False,
        remedy="Use the one that is there, or give another folder: scratchpress example FOLDER.",
    )
    shown = visible(str(path))
    if arguments.json:
        print_json(console, schema.ExampleReport(source=shown))
    else:
        console.report(Message("Wrote {0}", shown))
        console.tell(Message("Try it: scratchpress build --run {0}", shlex.quote(shown)))
    return 0
