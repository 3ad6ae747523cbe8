"""``scratchpress matrix``: lists the recipes in a folder, for a job that builds each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.cli import schema
from scratchpress.cli.console import visible
from scratchpress.cli.json_report import print_json
from scratchpress.github.recipes import find_recipes, matrix_of

if TYPE_CHECKING:
    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console


def main(arguments: Arguments, console: Console) -> int:
    """Find the recipes and list them."""
    found = find_recipes(Path(arguments.folder).absolute())
    matrix = matrix_of(found)
    if arguments.json:
        recipes = tuple(schema.RecipeReport(path=one.path, name=one.name) for one in found)
        print_json(console, schema.MatrixReport(recipes=recipes))
    elif arguments.github:
        console.json(f"matrix={json.dumps(matrix)}".encode())
    else:
        for one in found:
            console.report(visible(one.path))
    return 0
