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
            f"The folder {visible(str(folder))} cannot be made: {error.strerror or error}.",
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
        console.report(f"Wrote {shown}")
        console.tell(f"Try it: scratchpress build --run {shlex.quote(shown)}")
    return 0
