"""A saved recipe says what the window showed, from wherever it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import StorageError
from scratchpress.gui.source.file_dialogs import free_name, write_recipe_file
from scratchpress.gui.source.opening import open_paths
from scratchpress.pipeline.job import Job
from scratchpress.pipeline.permissions import wanted
from scratchpress.recipe.grants import not_granted
from scratchpress.recipe.model import CompileOptions, Optimize, Recipe
from scratchpress.recipe.sandbox import Network, SandboxOptions
from scratchpress.recipe.toml_file import read_recipe
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.recipe.permissions import Permission


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hello.c").write_text("int main(void) { return 0; }\n")
    return tmp_path


def test_a_recipe_saved_elsewhere_still_finds_its_source(folder: Path) -> None:
    elsewhere = folder / "recipes"
    elsewhere.mkdir()
    recipe = Recipe(sources=("hello.c",), compile=CompileOptions(optimize=Optimize.FAST))
    saved = write_recipe_file(recipe, folder, elsewhere / "scratchpress.toml")
    opened = open_paths([saved])
    assert opened.recipe is not None
    assert opened.recipe.compile == recipe.compile
    assert [file.path.resolve() for file in opened.sources.files] == [folder / "hello.c"]


def test_a_recipe_beside_its_source_names_it_plainly(folder: Path) -> None:
    saved = write_recipe_file(Recipe(sources=("hello.c",)), folder, folder / "scratchpress.toml")
    assert 'sources = [\n    "hello.c",\n]' in saved.read_text()


def test_a_recipe_that_was_saved_here_is_known_and_one_of_others_is_not(folder: Path) -> None:
    recipe = Recipe(sources=("hello.c",), sandbox=SandboxOptions(network=Network.BRIDGE))
    theirs = Recipe(sources=("hello.c",), sandbox=SandboxOptions(user="root"))
    target = folder / "scratchpress.toml"

    def pending() -> tuple[Permission, ...]:
        saved = read_recipe(target)
        return not_granted(state_folder(), saved, folder, wanted(Job(saved, folder)))

    write_recipe_file(recipe, folder, target)
    assert pending() == ()
    write_recipe_file(theirs, folder, target, (theirs, folder))
    assert [one.kind for one in pending()] == ["user"]


def test_a_folder_that_is_gone_is_said(folder: Path) -> None:
    with pytest.raises(StorageError, match=r"scratchpress\.toml cannot be written"):
        write_recipe_file(Recipe(sources=("hello.c",)), folder, folder / "no" / "scratchpress.toml")


def test_a_name_that_is_taken_gets_a_number(folder: Path) -> None:
    assert free_name(folder / "new.errors.txt") == folder / "new.errors.txt"
    (folder / "a.errors.txt").touch()
    (folder / "a (2).errors.txt").touch()
    assert free_name(folder / "a.errors.txt") == folder / "a (3).errors.txt"
