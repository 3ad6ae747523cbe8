"""Makes a job of what was typed: which recipe, in which folder, with which options."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from scratchpress.cli.console import visible
from scratchpress.core.errors import SourceError, UsageError
from scratchpress.core.messages import Message
from scratchpress.pipeline.job import Job
from scratchpress.recipe.model import Extra, Recipe
from scratchpress.sources.naming import is_recipe, named_in_folder, recipe_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.cli.arguments import Arguments
    from scratchpress.recipe.model import ImageOptions

_Table = TypeVar("_Table", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Given:
    """What the files on a command line say, without its options.

    Attributes:
        recipe: as its file says it, or of the sources alone.
        folder: what its paths are relative to.
        file: the recipe's; ``None`` when sources were given.
    """

    recipe: Recipe
    folder: Path
    file: Path | None = None


def job_from(arguments: Arguments, *, package: bool = True, run: bool = False) -> Job:
    """The job a command line asks for; see ``given_by`` and ``job_of``."""
    return job_of(given_by(arguments), arguments, package=package, run=run)


def job_of(given: Given, arguments: Arguments, *, package: bool = True, run: bool = False) -> Job:
    """The job of what was given; the command line's options stand above the recipe's values."""
    return Job(
        recipe=with_options(given.recipe, arguments, given.folder),
        folder=given.folder,
        run=run,
        package=package,
        archive_to=_absolute(arguments.output) if arguments.output else None,
    )


def sources_in(paths: Sequence[str]) -> tuple[Path, tuple[str, ...]]:
    """The innermost folder that holds all sources, and their names relative to it."""
    return named_in_folder([_absolute(path) for path in paths])


def with_options(recipe: Recipe, arguments: Arguments, folder: Path) -> Recipe:
    """The recipe with everything that was typed put in place of its own values.

    ``folder`` is what the recipe's paths are relative to.
    """
    compiling, image, running, sandbox = recipe.compile, recipe.image, recipe.run, recipe.sandbox
    flags, platforms, env = arguments.flags, arguments.platforms, arguments.env
    folders = (
        msgspec.structs.replace(one, source=_relative(_absolute(one.source), folder))
        for one in arguments.folders or ()
    )
    return msgspec.structs.replace(
        recipe,
        compile=_typed(
            compiling,
            arguments,
            flags=None if flags is None else tuple(flags),
            platforms=None if platforms is None else tuple(dict.fromkeys(platforms)),
        ),
        image=_typed(image, arguments, name=arguments.tag, **_extras(image, arguments, folder)),
        run=_typed(
            running,
            arguments,
            args=arguments.program_arguments,
            env=None if env is None else running.env | dict(env),
            working_directory=arguments.workdir,
            ports=_added(running.ports, arguments.publish),
            folders=(*running.folders, *folders),
        ),
        sandbox=_typed(
            sandbox,
            arguments,
            capabilities=_added(sandbox.capabilities, arguments.capabilities),
        ),
        limits=_typed(recipe.limits, arguments),
    )


def _added(kept: tuple[str, ...], typed: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*kept, *(typed or ()))))


def _extras(options: ImageOptions, arguments: Arguments, folder: Path) -> dict[str, object]:
    """What was typed is added to what the recipe has; zones stand in place of its zones."""
    zones = options.zones if arguments.zones is None else tuple(arguments.zones)
    # Whoever names a zone wants it in the image.
    asked = [*options.extras, *(arguments.extras or ()), *([Extra.TIME_ZONES] if zones else ())]
    files = (
        msgspec.structs.replace(file, source=_relative(_absolute(file.source), folder))
        for file in arguments.files or ()
    )
    return {
        "extras": tuple(dict.fromkeys(asked)),
        "zones": zones,
        "files": (*options.files, *files),
        "labels": options.labels | dict(arguments.labels or ()),
    }


def recipe_file(arguments: Arguments) -> Path | None:
    """The recipe that was given, or that is in the folder that was; ``None`` when there is none."""
    paths = [_absolute(path) for path in arguments.paths]
    return next((path for path in paths if is_recipe(path)), None) or recipe_of(paths)


def given_by(arguments: Arguments) -> Given:
    """Read what the paths on a command line name.

    Raises:
        UsageError: no source, or a recipe together with other files.
        RecipeError: the recipe is not valid.
        SourceError: the current folder is gone.
    """
    paths = arguments.paths
    if not paths:
        raise UsageError(
            Message("{0} needs a source file or a recipe.", arguments.command),
            remedy=Message("For example: scratchpress {0} hello.cc", arguments.command),
        )
    recipes = [path for path in paths if is_recipe(Path(path))]
    if recipes and len(paths) > 1:
        raise UsageError(
            Message("{0} is a recipe, and other files were given with it.", visible(recipes[0])),
            remedy="Give either one recipe or source files.",
        )
    path = recipe_file(arguments)
    if path is not None:
        from scratchpress.recipe.toml_file import read_recipe  # start-up time

        return Given(read_recipe(path), path.parent, path)
    folder, names = sources_in(paths)
    return Given(Recipe(sources=names), folder)


def _typed(table: _Table, arguments: Arguments, **others: object) -> _Table:
    """A recipe's table with what was typed in place of its own values.

    Args:
        table: of the recipe.
        arguments: what was typed; most options are called as the table's keys.
        others: what is not, or is put together; ``None`` for what was not typed.

    Raises:
        UsageError: each value can be, but not all of them.
    """
    typed = {name: getattr(arguments, name, None) for name in table.__struct_fields__} | others
    try:
        return msgspec.structs.replace(
            table, **{name: value for name, value in typed.items() if value is not None}
        )
    except ValueError as error:
        raise UsageError(
            Message("What was typed cannot be: {0}.", error.args[0]),
            remedy="Correct that option, or leave it out.",
        ) from error


def _relative(path: Path, folder: Path) -> str:
    """As a recipe in the folder names it: by the whole path only when it is elsewhere."""
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def _absolute(path: str) -> Path:
    try:
        return Path(path).absolute()
    except FileNotFoundError as error:
        raise SourceError(
            "The current folder does not exist any more.",
            remedy="Change to another folder and try again.",
        ) from error
