"""What people type into fields, read and written; every refusal is one sentence."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from scratchpress.errors import ImageNameError, RecipeError
from scratchpress.image.reference import parse_base
from scratchpress.recipe import format_file, parse_file
from scratchpress.sizes import parse_duration, parse_size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scratchpress.recipe import FileOptions


def split_words(text: str) -> tuple[str, ...]:
    """Words separated by blanks; quotes keep a word together, as in a terminal.

    Raises:
        ValueError: a quote or a backslash at the end is left open.
    """
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise ValueError("A quote is opened and not closed.") from error


def join_words(words: Sequence[str]) -> str:
    """The text that ``split_words`` reads as these words."""
    return shlex.join(words)


def split_environment(text: str) -> dict[str, str]:
    """One ``NAME=value`` per line; empty lines are skipped.

    Raises:
        ValueError: a line has no name or no equals sign.
    """
    variables: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, equals, value = line.partition("=")
        if not name.strip() or not equals:
            raise ValueError(f"Line {number} is not NAME=value.")
        variables[name.strip()] = value
    return variables


def join_environment(variables: Mapping[str, str]) -> str:
    """The text that ``split_environment`` reads as these variables."""
    return "\n".join(f"{name}={value}" for name, value in variables.items())


def checked_base(text: str) -> str:
    """The name of an image to start from, as a recipe writes it.

    Raises:
        ValueError: it is none; the sentence says what is wrong.
    """
    if not text.strip():
        raise ValueError("Write an image's name: debian:13-slim.")
    try:
        parse_base(text.strip())
    except RecipeError as error:
        raise ValueError(error.title.removeprefix("image.base: ")) from error
    return text.strip()


def checked_size(text: str) -> str | None:
    """A size as a recipe writes it; ``None`` for an empty field.

    Raises:
        ValueError: it is not a size; the sentence shows what is.
    """
    if not text.strip():
        return None
    try:
        parse_size(text)
    except ValueError as error:
        raise ValueError("Write a number and a unit: 500 kB, 1 MB.") from error
    return text.strip()


def checked_duration(text: str) -> str:
    """A duration as a recipe writes it.

    Raises:
        ValueError: it is not a duration; the sentence shows what is.
    """
    try:
        parse_duration(text)
    except ValueError as error:
        raise ValueError("Write a number and a unit: 500ms, 30s, 2m.") from error
    return text.strip()


def split_files(text: str) -> tuple[FileOptions, ...]:
    """One ``FROM=TO`` or ``FROM=TO:MODE`` per line; empty lines are skipped.

    Raises:
        ValueError: a line is not so.
    """
    files = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            files.append(parse_file(line.strip()))
        except ValueError as error:
            raise ValueError(
                f"Line {number} is not FILE=/place/in/image, with :0755 after it for other"
                " permissions."
            ) from error
    return tuple(files)


def join_files(files: Sequence[FileOptions]) -> str:
    """The text that ``split_files`` reads as these files."""
    return "\n".join(map(format_file, files))


def checked_zones(text: str) -> tuple[str, ...]:
    """Names of time zones, separated by blanks or commas.

    Raises:
        ValueError: there is no such zone; the sentence names those near it.
    """
    from scratchpress.image.extras import check_zones  # start-up time

    zones = tuple(text.replace(",", " ").split())
    try:
        check_zones(zones)
    except RecipeError as error:
        # The title begins with a key of the recipe, which is not seen here.
        sentence = error.title.partition(": ")[2]
        raise ValueError(f"{sentence[0].upper()}{sentence[1:]} {error.remedy}") from error
    return zones


def checked_name(text: str) -> str:
    """An image's name as the person wrote it; empty leaves it to the source's name.

    Raises:
        ValueError: no engine would take it.
    """
    from scratchpress.image.reference import normalise  # start-up time

    if text.strip():
        try:
            normalise(text.strip())
        except ImageNameError as error:
            raise ValueError(" ".join(filter(None, (error.title, error.remedy)))) from error
    return text.strip()
