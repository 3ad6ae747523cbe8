"""Writes the tables of inputs and outputs into ``docs/action.md`` from ``action.yml``."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from setup.checkout import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAGE = CHECKOUT / "docs" / "action.md"


def page() -> str:
    """The page as it should be."""
    action = YAML(typ="safe").load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))
    text = PAGE.read_text(encoding="utf-8")
    for name, rows in (("inputs", _inputs(action)), ("outputs", _outputs(action))):
        table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
        found = re.search(rf"(?<=<!-- {name}: )[^>]*-->\n(.*?)<!-- end of {name}", text, re.DOTALL)
        if found is None:
            raise SystemExit(f"{PAGE} has no place for its {name}")
        text = f"{text[: found.start(1)]}{table}\n{text[found.end(1) :]}"
    return text


def _inputs(action: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield "input", "what it says", "unless given"
    yield "---", "---", "---"
    for name, about in action["inputs"].items():
        default = about["default"]
        yield f"`{name}`", _words(about), f"`{default}`" if default else ""


def _outputs(action: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "output", "what it says"
    yield "---", "---"
    for name, about in action["outputs"].items():
        yield f"`{name}`", _words(about)


def _words(about: Mapping[str, Any]) -> str:
    return " ".join(str(about["description"]).split()).replace("|", "\\|")


def main() -> int:
    """Write what has changed."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
