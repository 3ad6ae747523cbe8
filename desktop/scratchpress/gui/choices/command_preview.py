"""Words the recipe that is being edited as commands, and what holds its program."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from scratchpress.core.errors import ScratchpressError
from scratchpress.gui.language.words import said
from scratchpress.recipe.model import Extra

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scratchpress.recipe.model import Recipe
    from scratchpress.recipe.restrictions import Restriction
    from scratchpress.sources.model import Sources


@dataclass(frozen=True, slots=True)
class CommandPreview:
    """Commands for the choices made so far.

    Attributes:
        name: the image's full name.
        command: what compiles, one command per line.
        short_command: the same to look at, with programs by their names alone.
        by_hand: the whole build for a terminal.
        costs: bytes that each extra adds to an image.
        held: what holds the program, and what its image takes, with real places.
    """

    name: str
    command: str
    short_command: str
    by_hand: str
    costs: Mapping[Extra, int]
    held: tuple[Restriction, ...] = ()


def preview(recipe: Recipe, sources: Sources, context: str, folder: Path) -> CommandPreview:
    """Word a recipe as commands; a choice that cannot be honoured says so in their place.

    Imports compilers' modules and looks at the disk: not for the window's thread.
    """
    from scratchpress.pipeline.job import Job  # start-up time
    from scratchpress.pipeline.shared_folders import restrictions_of  # start-up time

    made = _commands(recipe, sources, context, folder)
    return replace(made, held=restrictions_of(Job(recipe, folder)))


def _commands(recipe: Recipe, sources: Sources, context: str, folder: Path) -> CommandPreview:
    from scratchpress.image.extras import cost  # start-up time
    from scratchpress.pipeline.defaults import (  # start-up time
        check_platforms,
        reference_for,
        toolchain_for,
    )
    from scratchpress.reports.by_hand import by_hand  # start-up time
    from scratchpress.toolchains.find import get_toolchain  # start-up time

    name = ""
    costs: dict[Extra, int] = {}
    try:
        zones = recipe.image.zones
        costs = {extra: cost(extra, zones if extra is Extra.TIME_ZONES else ()) for extra in Extra}
        name = reference_for(recipe, sources)
        toolchain = get_toolchain(toolchain_for(sources, recipe))
        options = recipe.compile
        if len(options.all_platforms) > 1:
            check_platforms(recipe, sources)
        ours = {one: toolchain.commands(sources, options.on(one)) for one in options.all_platforms}
        commands = [command for each in ours.values() for command in each]
        others = {one: each for one, each in ours.items() if one is not options.platform}
        text = by_hand(
            *(recipe, sources, ours[options.platform]),
            others=others,
            context=context,
            folder=folder,
        )
    except ScratchpressError as error:
        words = " ".join(map(said, filter(None, (error.title, error.remedy))))
        return CommandPreview(name, f"# {words}", words, f"# {words}", costs)
    short = ((PurePath(program).name, *rest) for program, *rest in commands)
    return CommandPreview(
        name,
        "\n".join(map(shlex.join, commands)),
        "\n".join(map(shlex.join, short)),
        said(text),
        costs,
    )
