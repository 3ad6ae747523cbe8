"""Which repository a recipe is in, and what is built there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import SourceError
from scratchpress.github.workflow_file import find_repository, use_in

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = f"sha256:{'0' * 64}"


def test_the_repository_is_the_nearest_folder_with_git_in_it(tmp_path: Path) -> None:
    inner = tmp_path / "repo" / "a" / "b"
    inner.mkdir(parents=True)
    assert find_repository(inner) == inner
    # A worktree and a submodule have a file there.
    (tmp_path / "repo" / ".git").write_text("gitdir: elsewhere\n")
    assert find_repository(inner) == tmp_path / "repo"


def test_a_recipe_outside_the_repository_is_refused(tmp_path: Path) -> None:
    repository = tmp_path / "repo"
    repository.mkdir()
    with pytest.raises(SourceError, match="not in the folder repo"):
        use_in(repository, tmp_path / "scratchpress.toml", image="hello", digest=DIGEST)


def test_other_recipes_are_offered_and_broken_ones_are_no_obstacle(tmp_path: Path) -> None:
    recipe = tmp_path / "scratchpress.toml"
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool" / "scratchpress.toml").write_text('version = 1\nsources = ["a b.c"]\n')
    use = use_in(tmp_path, recipe, image="ghcr.io/me/hello:2", digest=DIGEST)
    assert [one.recipe for one in use.others] == ["tool/scratchpress.toml"]
    text = use.workflow_text(registry=None, same_digest=True, all_recipes=True)
    assert "image: hello:2" in text
    assert DIGEST in text

    (tmp_path / "tool" / "scratchpress.toml").write_text("nonsense")
    assert use_in(tmp_path, recipe, image="hello", digest=DIGEST).others == ()
