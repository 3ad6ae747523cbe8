"""The recipes of a checkout are found and listed for a job that builds each."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from scratchpress.core.errors import RecipeError, SourceError, UsageError
from scratchpress.github.recipes import MAX_JOBS, find_recipes, matrix_of
from tests.support.command_line import report_of, run_command

RECIPE = 'version = 1\nsources = ["a.c"]\n'


def write(path: Path, text: str = RECIPE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_every_recipe_is_found_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "scratchpress.toml", f'{RECIPE}[image]\nname = "ghcr.io/me/all:1"\n')
    write(tmp_path / "b/scratchpress.toml")
    write(tmp_path / "a b/Olá 😀/scratchpress.toml")
    write(tmp_path / "b/small.toml")
    write(tmp_path / "pyproject.toml", "[project]\nname = 'x'\n")
    for folder in (".git", "build", "node_modules", "target"):
        write(tmp_path / folder / "scratchpress.toml", "broken")

    found = find_recipes(tmp_path)

    assert [(one.path, one.name) for one in found] == [
        ("a b/Olá 😀/scratchpress.toml", "a b/Olá 😀"),
        ("b/scratchpress.toml", "b"),
        ("b/small.toml", "b/small"),
        ("scratchpress.toml", "all"),
    ]


def test_a_recipe_that_is_broken_is_said(tmp_path: Path) -> None:
    write(tmp_path / "a/scratchpress.toml", "version = 1\n")

    with pytest.raises(RecipeError, match="sources is missing"):
        find_recipes(tmp_path)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="gone cannot be read"):
        find_recipes(tmp_path / "gone")


def test_a_matrix_is_neither_empty_nor_larger_than_github_takes(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no recipe"):
        matrix_of(find_recipes(tmp_path))
    (one,) = find_recipes(write(tmp_path / "scratchpress.toml").parent)
    with pytest.raises(UsageError, match="257 recipes"):
        matrix_of([one] * (MAX_JOBS + 1))


def test_the_command_lists_them_for_people_for_programs_and_for_github(tmp_path: Path) -> None:
    write(tmp_path / "a/scratchpress.toml")
    write(tmp_path / "b/scratchpress.toml")
    plain, as_json, for_github = (
        run_command("matrix", tmp_path, *options, cwd=Path(os.sep))
        for options in ((), ("--json",), ("--github",))
    )

    assert plain.stdout.decode().splitlines() == ["a/scratchpress.toml", "b/scratchpress.toml"]
    assert report_of(as_json.stdout)["recipes"] == [
        {"path": f"{name}/scratchpress.toml", "name": name} for name in "ab"
    ]
    name, _, matrix = for_github.stdout.decode().rstrip("\n").partition("=")
    assert name == "matrix"
    assert json.loads(matrix)["include"] == [
        {"recipe": f"{name}/scratchpress.toml", "name": name} for name in "ab"
    ]
