"""Asks the person to agree to what a recipe loosens, before anything is compiled or run.

What was typed as options is agreed to. The rest is a question at a terminal, and without one an
error that names the option which agrees.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from scratchpress.cli.jobs import given_by, job_of, with_options
from scratchpress.cli.parser import ALLOW
from scratchpress.cli.signals import ending
from scratchpress.core.errors import StorageError, UsageError
from scratchpress.core.messages import Joined, Message, phrase
from scratchpress.core.text import shown_name
from scratchpress.pipeline.shared_folders import with_folders
from scratchpress.recipe.model import Recipe
from scratchpress.recipe.permissions import PermissionKind
from scratchpress.system.paths import state_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.building import WatchedBuild
    from scratchpress.cli.console import Console
    from scratchpress.cli.jobs import Given
    from scratchpress.pipeline.job import Job
    from scratchpress.recipe.permissions import Permission

_ONCE, _ALWAYS = "1", "2"


def agreed_job(
    arguments: Arguments,
    console: Console,
    watched: WatchedBuild | None = None,
    *,
    given: Given | None = None,
    package: bool = True,
    run: bool = False,
) -> Job:
    """The job a command line asks for, once the person agreed to what its recipe asks for.

    Args:
        arguments: what was typed.
        console: where the question goes.
        watched: the build of a watch, which asks when it begins and never again.
        given: what was typed names, where that was read already.
        package: see ``Job``.
        run: see ``Job``.

    Raises:
        UsageError: the person did not agree, or cannot be asked; else see ``given_by``.
        RecipeError: see ``with_folders``.
    """
    given = given or given_by(arguments)
    job = with_folders(job_of(given, arguments, package=package, run=run))
    asked = permissions_asked(given, job, arguments)
    if watched is None:
        _ask(given, asked, arguments, console)
    elif watched.agreement.permissions is None:
        _ask(given, asked, arguments, console)
        watched.agreement.permissions = frozenset(asked)
    elif new := [one for one in asked if one not in watched.agreement.permissions]:
        raise _not_agreed(
            given, new, remedy="End the watch, look at the recipe, and start the watch again."
        )
    return job


def permissions_asked(given: Given, job: Job, arguments: Arguments) -> tuple[Permission, ...]:
    """What a job asks for that comes from the recipe's file, and was not typed."""
    if given.file is None:
        return ()
    from scratchpress.pipeline.permissions import wanted  # start-up time

    recipe = with_options(Recipe(sources=()), arguments, given.folder)
    typed = replace(job, recipe=recipe, folders=None)
    agreed = frozenset(wanted(typed))
    return tuple(one for one in wanted(job) if one not in agreed)


def permissions_not_granted(given: Given, job: Job, arguments: Arguments) -> tuple[Permission, ...]:
    """Those that the person did not grant to the recipe for good either."""
    asked = permissions_asked(given, job, arguments)
    if not asked:
        return ()
    from scratchpress.recipe.grants import not_granted  # start-up time

    return not_granted(state_folder(), given.recipe, given.folder, asked)


def keep_own(given: Given, written: Job, arguments: Arguments, console: Console) -> None:
    """Keep that the person wrote a recipe here, so that what it says is not asked.

    Args:
        given: what it was made of; what was not granted of that is asked as before.
        written: a job of the new recipe.
        arguments: what was typed.
        console: where it is told when that cannot be kept.
    """
    from scratchpress.pipeline.permissions import grant_own  # start-up time

    pending = permissions_not_granted(given, replace(written, run=True), arguments)
    try:
        grant_own(state_folder(), written.recipe, written.folder, pending)
    except StorageError as error:
        _tell(error, console)


def option_for(permissions: Iterable[Permission], allowed: Collection[PermissionKind] = ()) -> str:
    """What to add to a command line to agree: ``--allow=folders,network``."""
    kinds = {one.kind for one in permissions} | {*allowed}
    return f"{ALLOW}={','.join(kind for kind in PermissionKind if kind in kinds)}"


def _ask(
    given: Given, asked: Collection[Permission], arguments: Arguments, console: Console
) -> None:
    """Ask for what is neither allowed by the command line nor granted for good."""
    allowed = arguments.allow or frozenset()
    left = [one for one in asked if one.kind not in allowed]
    if not left:
        return
    from scratchpress.recipe.grants import grant, not_granted  # start-up time

    left = list(not_granted(state_folder(), given.recipe, given.folder, left))
    if not left:
        return
    option = option_for(left, allowed)
    if arguments.json or not _is_somebody_there():
        raise _not_agreed(
            given,
            left,
            remedy=Message(
                "Look at the recipe. To agree, add {0}, or {1} for whatever it asks for.",
                option,
                ALLOW,
            ),
        )
    answer = _answer(given, left, console)
    if answer == _ALWAYS:
        try:
            grant(state_folder(), given.recipe, given.folder, left)
        except StorageError as error:
            _tell(error, console)
    elif answer != _ONCE:
        raise UsageError(
            Message("{0} was not allowed what it asks for, and nothing was done.", _name(given)),
            remedy=Message(
                "Options can take it back from the recipe, and {0} agrees to it.", option
            ),
        )


def _is_somebody_there() -> bool:
    """Whether a person can read a question and answer it."""
    return all(one is not None and one.isatty() for one in (sys.stdin, sys.stderr))


def _answer(given: Given, asked: Iterable[Permission], console: Console) -> str:
    console.tell(_title(given))
    for one in asked:
        console.tell(f"  {console.styled(f'{one.kind:15}', 'yellow')} {console.shown(one.words)}")
        console.tell(f"  {'':15} {console.shown(one.warning)}")
    question = Message(
        "Allow it? {0} once, {1} always for this recipe in this folder, Enter not:", _ONCE, _ALWAYS
    )
    with ending():
        console.draw(f"{console.said(question)} ")
        return sys.stdin.readline().strip()


def _not_agreed(given: Given, asked: Iterable[Permission], *, remedy: str) -> UsageError:
    return UsageError(_title(given), explanation=lines_of(asked), remedy=remedy)


def lines_of(permissions: Iterable[Permission]) -> Joined:
    """Permissions with what they mean, a line each."""
    return Joined(
        "\n",
        (
            Message("{0}: {1}. {2}", one.kind.value, phrase(one.words), phrase(one.warning))
            for one in permissions
        ),
    )


def _title(given: Given) -> Message:
    return Message("{0} asks for more than every program gets.", _name(given))


def _name(given: Given) -> str:
    assert given.file is not None  # noqa: S101 - nothing else asks for anything
    return shown_name(given.file.name)


def _tell(error: StorageError, console: Console) -> None:
    words = Joined(" ", (error.title, error.explanation, error.remedy))
    console.tell(f"scratchpress: {console.shown(words)}")
