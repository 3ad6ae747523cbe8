"""Names programs after their sources, finds recipes by name, and names sources as those do."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.languages import PROJECTS, Language, language_of
from scratchpress.core.text import shown_name
from scratchpress.recipe.model import FILE_NAME
from scratchpress.system.file_kinds import is_file, is_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.sources.model import Source, Sources

# Of an image's name; see named_after.
_ENDINGS = {Language.ASSEMBLY: ".s", Language.GO: ".go", Language.RUST: ".rs", Language.ZIG: ".zig"}

GO_MODULE = re.compile(r"""^[ \t]*module[ \t]+["`]?([^\s"`]+)""", re.MULTILINE)


def made_name(path: Path) -> str:
    """What commands by hand call the program of a source: never what the source is called."""
    return path.stem if path.suffix else f"{path.name}.out"


def named_after(source: Source) -> str:
    """What a program takes its name from: its first file, or what its project calls itself.

    ``hello.cc`` for itself; ``shop.go`` for a ``go.mod`` of the module
    ``example.com/shop/v2``, ``shop.rs`` for a ``Cargo.toml`` of the package ``shop``. Never
    the folder: that would give the same project another image on another computer.
    """
    match PROJECTS.get(source.path.name):
        case Language.GO:
            return f"{_go_module(source.content) or source.path.stem}.go"
        case Language.RUST:
            return f"{_cargo_package(source.content) or source.path.stem}.rs"
        case _ if source.language and not language_of(source.path):
            # An ending that is no language's says nothing about the program either.
            return f"{source.path.stem}{_ENDINGS.get(source.language, '.c')}"
        case _:
            return source.path.name


def shown_names(sources: Sources) -> list[str]:
    """What messages call the files: names, with their folder where two have the same."""
    names = [shown_name(file.name) for file in sources.files]
    return [
        name if names.count(name) == 1 else shown_name(f"{file.path.parent.name}/{file.name}")
        for name, file in zip(names, sources.files, strict=True)
    ]


def _go_module(content: bytes) -> str:
    """The last word of a module's path that is no version (https://go.dev/ref/mod)."""
    module = GO_MODULE.search(content.decode(errors="replace"))
    words = module[1].split("/") if module else []
    named = [word for word in words if not re.fullmatch(r"v[0-9]+", word)]
    return named[-1] if named else ""


def _cargo_package(content: bytes) -> str:
    """The package's name; empty in a workspace that has none of its own."""
    import tomllib  # start-up time

    try:
        name = tomllib.loads(content.decode())["package"]["name"]
    except (ValueError, LookupError, TypeError):
        return ""
    return name if isinstance(name, str) else ""


def is_recipe(path: Path) -> bool:
    """Whether a file is a recipe by its name: TOML, and no project of another tool."""
    return path.suffix.lower() == ".toml" and path.name not in PROJECTS


def recipe_of(paths: Sequence[Path]) -> Path | None:
    """The recipe in a folder that was given alone, which says what to make of it."""
    if len(paths) != 1:
        return None
    recipe = paths[0] / FILE_NAME
    return recipe if is_file(recipe) else None


def named_in_folder(paths: Sequence[Path]) -> tuple[Path, tuple[str, ...]]:
    """The innermost folder that holds all that was given, and their names relative to it.

    A folder given alone holds itself, under the name ``.``.
    """
    given = [path.absolute() for path in paths]
    try:
        folder = Path(
            os.path.commonpath([path if is_folder(path) else path.parent for path in given])
        )
    except ValueError:
        # Windows: files on two drives have no folder in common.
        return given[0].parent, tuple(path.as_posix() for path in given)
    return folder, tuple(path.relative_to(folder).as_posix() for path in given)
