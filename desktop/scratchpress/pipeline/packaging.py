"""Packages a program: as an image made here, or as what an engine builds one from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.image.assemble import assemble
from scratchpress.image.bases.extras_on_base import contents_on, program_on
from scratchpress.image.dockerfile import build_context, dockerfile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.platforms import Platform
    from scratchpress.executable.model import Executable
    from scratchpress.image.bases.model import Base
    from scratchpress.image.dockerfile import BuildContext
    from scratchpress.image.extras import Extras
    from scratchpress.image.model import Image
    from scratchpress.recipe.model import Recipe


def make_image(
    recipe: Recipe,
    executable: Executable,
    *,
    reference: str,
    others: Sequence[Executable],
    extras: Extras,
    bases: Mapping[Platform, Base],
    folder: Path,
    cancellation: Cancellation,
) -> tuple[Image, str]:
    """An image of a program, and the Dockerfile that makes the same.

    Args:
        recipe: what is in the image.
        executable: the program for the platform to look at first.
        reference: the image's name.
        others: the program for the other platforms.
        extras: what goes into the image besides.
        bases: what it starts from, by platform; empty for scratch.
        folder: where the image's files are written.
        cancellation: stops it.
    """
    program = program_on(bases.values(), reference, extras)
    labels = recipe.image.labels
    base = bases.get(executable.platform)
    contents = contents_on(base, program, recipe.run.args, extras, labels)
    image = assemble(
        executable,
        reference=reference,
        program=contents.program,
        command=contents.command,
        folder=folder,
        extras=extras,
        labels=labels,
        others=others,
        bases=bases,
        cancellation=cancellation,
    )
    return image, dockerfile(contents, recipe.compile.all_platforms)


def make_context(
    image: Image,
    executable: Executable,
    *,
    extras: Extras,
    labels: Mapping[str, str],
    folder: Path,
    cancellation: Cancellation,
) -> BuildContext:
    """What an engine builds an image like this from: a Dockerfile and the files it names.

    Args:
        image: the one that was made here.
        executable: its program.
        extras: what else is in it.
        labels: the recipe's.
        folder: where the files are written.
        cancellation: stops it.
    """
    program = image.entrypoint[0].removeprefix("/")
    contents = contents_on(image.base, program, image.command, extras, labels)
    return build_context(
        image,
        executable,
        folder,
        extras=contents.extras,
        start=contents.start,
        labels=contents.chosen_labels,
        cancellation=cancellation,
    )
