"""Finds where in a repository the workflow and the recipe belong, for GitHub to build them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import ScratchpressError, SourceError
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.github.recipes import find_recipes
from scratchpress.github.workflow_file import FILE_NAME, Build, workflow
from scratchpress.image.reference import parse_reference, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.github.workflow_file import Registry

_GIT = ".git"


@dataclass(frozen=True, slots=True)
class Use:
    """One recipe in one repository.

    Attributes:
        repository: the repository's folder.
        recipe: the recipe's file, in it.
        image: the image's name as it was built, ``hello:latest``.
        digest: the image's.
        others: the other recipes of the repository.
    """

    repository: Path
    recipe: Path
    image: str
    digest: str
    others: tuple[Build, ...] = ()

    @property
    def workflow_path(self) -> Path:
        """Where the workflow belongs."""
        return self.repository / FILE_NAME

    def workflow_text(
        self, *, registry: Registry | None, same_digest: bool, all_recipes: bool
    ) -> str:
        """What the workflow says.

        Args:
            registry: where to push; nowhere when ``None``.
            same_digest: whether this image has to have the digest it had here.
            all_recipes: whether the repository's other recipes are built, too.
        """
        own = Build(
            self.recipe.relative_to(self.repository).as_posix(),
            _short(self.image),
            self.digest if same_digest else "",
        )
        return workflow((own, *(self.others if all_recipes else ())), registry=registry)


def find_repository(folder: Path) -> Path:
    """The repository that a folder is in; the folder itself when it is in none."""
    for place in (folder, *folder.parents):
        if (place / _GIT).exists():
            return place
    return folder


def use_in(repository: Path, recipe: Path, *, image: str, digest: str) -> Use:
    """Look at a repository.

    Args:
        repository: its folder.
        recipe: where the recipe is or will be.
        image: the image's name.
        digest: the image's.

    Raises:
        SourceError: the recipe is not in the repository.
    """
    if not recipe.is_relative_to(repository):
        raise SourceError(
            Message("The source is not in the folder {0}.", shown_name(repository.name)),
            explanation="GitHub builds what is in the repository.",
            remedy="Choose the repository that the source is in, or put the source into it first.",
        )
    return Use(repository, recipe, image, digest, _others(repository, recipe))


def _others(repository: Path, recipe: Path) -> tuple[Build, ...]:
    """The other recipes; none where they cannot be told, because they are an offer only."""
    try:
        found = find_recipes(repository)
    except ScratchpressError:
        return ()
    own = recipe.relative_to(repository).as_posix()
    return tuple(
        Build(one.path, _short(one.recipe.image.name or suggest(_file_name(one.recipe.sources))))
        for one in found
        if one.path != own
    )


def _file_name(sources: Sequence[str]) -> str:
    return Path(sources[0]).name or "image"


def _short(name: str) -> str:
    """A name without registry and account: ``hello:1.0``."""
    reference = parse_reference(name)
    return f"{reference.repository.rpartition('/')[2]}:{reference.tag}"
