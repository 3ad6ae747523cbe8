"""The house stays in order: no circle of modules, few names in a room, no module too large."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[2]
DESKTOP, PACKAGING = CHECKOUT / "desktop", CHECKOUT / "packaging"
PACKAGE = DESKTOP / "scratchpress"
MOST_LINES = 400


def modules(root: Path) -> dict[str, Path]:
    """All modules below a folder, by the names that they are imported by."""
    found = {}
    for path in root.rglob("*.py"):
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


def imported(path: Path) -> Iterator[str]:
    """What a module imports, at its top, in its functions, and for types alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def circle(paths: dict[str, Path]) -> list[str]:
    """Modules of which each imports the one before it, if there are any."""
    graph = {name: paths.keys() & set(imported(path)) for name, path in paths.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("root", [DESKTOP, PACKAGING], ids=lambda root: root.name)
def test_no_module_needs_one_that_needs_it(root: Path) -> None:
    assert circle(modules(root)) == []


def test_a_circle_is_found_in_functions_and_types_too(tmp_path: Path) -> None:
    for name, text in {
        "one": "from two import Two",
        "two": "def late():\n    import three",
        "three": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from one import One",
        "alone": "import one",
    }.items():
        (tmp_path / f"{name}.py").write_text(text)
    assert set(circle(modules(tmp_path))) == {"one", "two", "three"}


@pytest.mark.parametrize(
    ("room", "most"),
    [(PACKAGE, 18), (PACKAGE / "gui", 15), (PACKAGING, 8)],
    ids=["the package", "the window", "packaging"],
)
def test_a_room_is_seen_at_one_glance(room: Path, most: int) -> None:
    names = sorted(path.name for path in room.glob("[!.]*") if path.name != "__pycache__")
    assert len(names) <= most, names


def test_no_module_is_too_large() -> None:
    paths = [path for root in (DESKTOP, PACKAGING) for path in modules(root).values()]
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in paths}
    assert {path.name: count for path, count in lines.items() if count > MOST_LINES} == {}
