"""Tells whether a run's checkout may be of others, and finds the recipe that it would change.

A pull request changes a recipe together with everything else. What is trusted is the branch that it
is for, as GitHub itself names it; nothing in the checkout says which that is.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import RecipeError
from scratchpress.recipe.permissions import real_place
from scratchpress.recipe.toml_file import parse_recipe
from scratchpress.system.file_kinds import is_folder
from scratchpress.toolchains.query import ask_tool

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scratchpress.recipe.model import Recipe

# Who starts these may write to the repository. Every other event, also one that comes to GitHub
# later, may bring what others wrote.
# https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
_OWN_EVENTS = frozenset(
    {"create", "merge_group", "push", "release", "repository_dispatch", "schedule"}
    | {"workflow_dispatch"}
)
# Their commit is a merge that GitHub made of the pull request; its first parent is the branch.
_MERGE_EVENTS = frozenset(
    {"pull_request", "pull_request_review", "pull_request_review_comment"},
)
# Their commit is on the branch, whatever the workflow checks out.
_BASE_EVENTS = frozenset({"issue_comment", "pull_request_target", "workflow_run"})


def is_own(environment: Mapping[str, str]) -> bool:
    """Whether somebody who may write to the repository wrote what is checked out."""
    return environment.get("GITHUB_EVENT_NAME", "") in _OWN_EVENTS


def base_recipe(file: Path, environment: Mapping[str, str]) -> Recipe | None:
    """The recipe of the trusted branch in the place of another one.

    Args:
        file: the recipe in the checkout.
        environment: names the event and the commit.

    Returns:
        ``None`` where there is none, or the branch's commit was not checked out with the other.
    """
    place = real_place(file)
    repository = next((one for one in place.parents if is_folder(one / ".git")), None)
    commit = _base_commit(environment)
    if repository is None or commit is None:
        return None
    name = f"{commit}:{place.relative_to(repository).as_posix()}"
    try:
        return parse_recipe(_file_of_commit(repository, name).removeprefix("\ufeff"))
    except (OSError, subprocess.SubprocessError, RecipeError):
        return None


def _base_commit(environment: Mapping[str, str]) -> str | None:
    commit, event = environment.get("GITHUB_SHA"), environment.get("GITHUB_EVENT_NAME")
    if not commit:
        return None
    if event in _MERGE_EVENTS:
        return f"{commit}^1"
    return commit if event in _BASE_EVENTS else None


def _file_of_commit(repository: Path, name: str) -> str:
    # Named, so that git looks for no other repository that a checkout could bring along, and
    # fetches nothing: both would have it obey settings of others.
    return ask_tool(
        Path(shutil.which("git") or "git"),
        f"--git-dir={repository / '.git'}",
        *("cat-file", "blob", name),
        variables={"GIT_NO_LAZY_FETCH": "1"},
    )
