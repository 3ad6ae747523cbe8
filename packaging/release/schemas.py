"""Writes the JSON Schemas under ``assets/schemas`` from the types they describe."""

from __future__ import annotations

import json
import sys
from typing import Any

from scratchpress.cli import schema
from scratchpress.recipe.toml_file import json_schema as recipe_schema
from scratchpress.reports import metadata
from setup.checkout import CHECKOUT

FOLDER = CHECKOUT / "assets" / "schemas"


def schemas() -> dict[str, str]:
    """The text of every schema by its file's name."""
    return {
        "metadata.schema.json": _text(metadata.json_schema()),
        "recipe.schema.json": _text(recipe_schema()),
        "report.schema.json": _text(schema.json_schema()),
    }


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write what has changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"Wrote {FOLDER / name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
