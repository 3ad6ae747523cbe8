"""Makes a job of what was typed: which recipe, in which folder, with which options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from scratchpress.cli.console import visible
from scratchpress.core.errors import SourceError, UsageError
from scratchpress.pipeline.job import Job
from scratchpress.recipe.model import Extra, Recipe
from scratchpress.sources.recipe_paths import is_recipe, named_in_folder, recipe_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.cli.arguments import Arguments
    from scratchpress.recipe.model import ImageOptions
    from scratchpress.recipe.run import RunOptions

_Part = TypeVar("_Part", bound=msgspec.Struct)


def job_from(arguments: Arguments, *, package: bool = True, run: bool = False) -> Job:
    """The job a command line asks for; its options stand above the recipe's values.

    Raises:
        UsageError: no source, or a recipe together with other files.
        RecipeError: the recipe is not valid.
        SourceError: the current folder is gone.
    """
    recipe, folder = _recipe_and_folder(arguments)
    return Job(
        recipe=with_options(recipe, arguments, folder),
        folder=folder,
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
    return msgspec.structs.replace(
        recipe,
        compile=_replaced(
            recipe.compile,
            toolchain=arguments.toolchain,
            language=arguments.language,
            optimize=arguments.optimize,
            standard=arguments.standard,
            warnings=arguments.warnings,
            strip=arguments.strip,
            lto=arguments.lto,
            drop_unused=arguments.drop_unused,
            exceptions=arguments.exceptions,
            rtti=arguments.rtti,
            static_pie=arguments.static_pie,
            flags=None if arguments.flags is None else tuple(arguments.flags),
            platforms=None
            if arguments.platforms is None
            else tuple(dict.fromkeys(arguments.platforms)),
        ),
        image=_with_extras(
            _replaced(
                recipe.image,
                name=arguments.tag,
                base=arguments.base,
                pull=arguments.pull,
                builder=arguments.builder,
            ),
            arguments,
            folder,
        ),
        run=_run_options(recipe.run, arguments, folder),
        sandbox=_replaced(
            recipe.sandbox,
            network=arguments.network,
            writable_root=arguments.writable_root,
            user=arguments.user,
            capabilities=_added(recipe.sandbox.capabilities, arguments.capabilities),
            new_privileges=arguments.new_privileges,
            system_calls=arguments.system_calls,
            open_files=arguments.open_files,
            file_size=arguments.file_size,
            runtime=arguments.runtime,
        ),
        limits=_replaced(recipe.limits, max_size=arguments.max_size),
    )


def _run_options(options: RunOptions, arguments: Arguments, folder: Path) -> RunOptions:
    """Folders and ports that were typed are added to those the recipe has."""
    folders = [
        msgspec.structs.replace(one, source=_relative(_absolute(one.source), folder))
        for one in arguments.folders or ()
    ]
    return _replaced(
        options,
        args=arguments.program_arguments,
        env=None if arguments.env is None else options.env | dict(arguments.env),
        input=arguments.input,
        working_directory=arguments.workdir,
        ports=_added(options.ports, arguments.publish),
        folders=(*options.folders, *folders),
        terminal=arguments.terminal,
        keep_running=arguments.keep_running,
        timeout=arguments.timeout,
        memory=arguments.memory,
        cpus=arguments.cpus,
        processes=arguments.processes,
    )


def _added(kept: tuple[str, ...], typed: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*kept, *(typed or ()))))


def _with_extras(options: ImageOptions, arguments: Arguments, folder: Path) -> ImageOptions:
    """What was typed is added to what the recipe has; zones stand in place of its zones."""
    zones = options.zones if arguments.zones is None else tuple(arguments.zones)
    # Whoever names a zone wants it in the image.
    asked = [*options.extras, *(arguments.extras or ()), *([Extra.TIME_ZONES] if zones else ())]
    files = tuple(
        msgspec.structs.replace(file, source=_relative(_absolute(file.source), folder))
        for file in arguments.files or ()
    )
    return msgspec.structs.replace(
        options,
        extras=tuple(dict.fromkeys(asked)),
        zones=zones,
        files=(*options.files, *files),
        labels=options.labels | dict(arguments.labels or ()),
    )


def recipe_file(arguments: Arguments) -> Path | None:
    """The recipe that was given, or that is in the folder that was; ``None`` when there is none."""
    paths = [_absolute(path) for path in arguments.paths]
    return next((path for path in paths if is_recipe(path)), None) or recipe_of(paths)


def _recipe_and_folder(arguments: Arguments) -> tuple[Recipe, Path]:
    paths = arguments.paths
    if not paths:
        raise UsageError(
            f"{arguments.command} needs a source file or a recipe.",
            remedy=f"For example: scratchpress {arguments.command} hello.cc",
        )
    recipes = [path for path in paths if is_recipe(Path(path))]
    if recipes and len(paths) > 1:
        raise UsageError(
            f"{visible(recipes[0])} is a recipe, and other files were given with it.",
            remedy="Give either one recipe or source files.",
        )
    path = recipe_file(arguments)
    if path is not None:
        from scratchpress.recipe.toml_file import read_recipe  # start-up time

        return read_recipe(path), path.parent
    folder, names = sources_in(paths)
    return Recipe(sources=names), folder


def _replaced(part: _Part, **typed: object) -> _Part:
    return msgspec.structs.replace(
        part, **{name: value for name, value in typed.items() if value is not None}
    )


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
