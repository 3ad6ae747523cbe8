"""Parses and formats the text of input fields; every refusal is one sentence."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import msgspec

from scratchpress.core.errors import ImageNameError, RecipeError
from scratchpress.core.messages import Joined, Message, phrase
from scratchpress.core.sizes import parse_size
from scratchpress.core.text import shown_name
from scratchpress.image.reference import base_problem
from scratchpress.recipe.model import format_file, parse_file
from scratchpress.recipe.run import FolderOptions, RunOptions, format_folder, parse_folder
from scratchpress.recipe.sandbox import CapabilityName
from scratchpress.recipe.types import parse_memory, parse_timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scratchpress.recipe.model import FileOptions


def split_words(text: str) -> tuple[str, ...]:
    """Words separated by blanks; quotes keep a word together, as in a terminal.

    Raises:
        ValueError: a quote or a backslash at the end is left open.
    """
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise ValueError(Message("A quote is opened and not closed.")) from error


def join_words(words: Sequence[str]) -> str:
    """The text that ``split_words`` reads as these words."""
    return shlex.join(words)


def split_environment(text: str) -> dict[str, str]:
    """One ``NAME=value`` per line; empty lines are skipped.

    Raises:
        ValueError: a line has no name or no equals sign.
    """
    variables: dict[str, str] = {}
    for number, line in _numbered_lines(text):
        name, equals, value = line.partition("=")
        if not name.strip() or not equals:
            raise ValueError(Message("Line {0} is not NAME=value.", number))
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
    name = text.strip()
    if not name:
        raise ValueError(Message("Write an image's name: debian:13-slim."))
    if problem := base_problem(name):
        raise ValueError(problem)
    return name


def checked_size(text: str) -> str | None:
    """A size as a recipe writes it; ``None`` for an empty field.

    Raises:
        ValueError: it is not a size; the sentence shows what is.
    """
    return _checked(text, parse_size, Message("Write a number and a unit: 500 kB, 1 MB."))


def checked_memory(text: str) -> str | None:
    """A memory limit as a recipe writes it; ``None`` for an empty field.

    Raises:
        ValueError: it is none; the sentence shows what is.
    """
    size = checked_size(text) or ""
    return _checked(size, parse_memory, Message("Write 8 MB or more: 64 MB, 1 GB."))


def checked_file_size(text: str) -> str | None:
    """The size of the largest file as a recipe writes it; ``None`` for an empty field.

    Raises:
        ValueError: it is none; the sentence shows what is.
    """
    size = checked_size(text)
    if size is not None and not parse_size(size):
        raise ValueError(Message("Write a number and a unit, above 0: 500 kB, 1 MB."))
    return size


def checked_timeout(text: str) -> str | None:
    """A time limit as a recipe writes it; ``None`` for an empty field.

    Raises:
        ValueError: it is none; the sentence shows what is.
    """
    return _checked(
        text, parse_timeout, Message("Write a number and a unit: 500ms, 30s, 2m; or none.")
    )


def _checked(text: str, parse: Callable[[str], object], problem: Message) -> str | None:
    """The text without blanks around it; ``None`` when it is empty.

    Raises:
        ValueError: ``parse`` does not take it.
    """
    stripped = text.strip()
    if not stripped:
        return None
    try:
        parse(stripped)
    except ValueError as error:
        raise ValueError(problem) from error
    return stripped


def _numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, counted from 1 with those that are."""
    return ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def checked_number(text: str, table: type[msgspec.Struct], key: str) -> Any:
    """A number that a key of a recipe's table takes; ``None`` for an empty field.

    Raises:
        ValueError: it takes another one; the sentence says which.
    """
    from scratchpress.recipe.toml_file import takes  # start-up time

    if not text.strip():
        return None
    try:
        value = float(text)
        number = int(value) if value.is_integer() else value
        msgspec.convert({key: number}, table)
    except (ValueError, OverflowError) as error:
        raise ValueError(Message("Write {0}.", phrase(takes(table, key)))) from error
    return number


def checked_workdir(text: str) -> str:
    """A folder as the program sees it; empty for the image's own.

    Raises:
        ValueError: it is no whole path.
    """
    if text and not text.startswith("/"):
        raise ValueError(Message("Write a whole path, from / on: /data."))
    return text


def split_ports(text: str) -> tuple[str, ...]:
    """Ports as a recipe writes them, separated by blanks or commas.

    Raises:
        ValueError: one is not a port, or is there twice.
    """
    ports = tuple(text.replace(",", " ").split())
    try:
        RunOptions(ports=ports)
    except ValueError as error:
        if "once" in str(error):
            raise ValueError(Message("Name each port of this computer once.")) from error
        raise ValueError(Message("Write a port here and one of the program: 8080:80.")) from error
    return ports


def split_capabilities(text: str) -> tuple[str, ...]:
    """Rights of root, separated by blanks or commas, in capitals however they were typed.

    Raises:
        ValueError: one cannot be a right's name.
    """
    names = text.replace(",", " ").upper().split()
    try:
        return msgspec.convert(names, tuple[CapabilityName, ...])
    except msgspec.ValidationError as error:
        raise ValueError(Message("Write names as Linux has them: NET_RAW SYS_PTRACE.")) from error


def split_folders(text: str) -> tuple[FolderOptions, ...]:
    """One ``FROM=TO`` or ``FROM=TO:rw`` per line; empty lines are skipped.

    Raises:
        ValueError: a line is not so, or two have one place.
    """
    folders = []
    for number, line in _numbered_lines(text):
        try:
            folders.append(parse_folder(line.strip()))
        except ValueError as error:
            raise ValueError(
                Message("Line {0} is not FOLDER=/place, with :rw after it to write there.", number)
            ) from error
    try:
        return RunOptions(folders=tuple(folders)).folders
    except ValueError as error:
        raise ValueError(Message("Each folder needs a place of its own.")) from error


def join_folders(folders: Sequence[FolderOptions]) -> str:
    """The text that ``split_folders`` reads as these folders."""
    return "\n".join(map(format_folder, folders))


def split_files(text: str) -> tuple[FileOptions, ...]:
    """One ``FROM=TO`` or ``FROM=TO:MODE`` per line; empty lines are skipped.

    Raises:
        ValueError: a line is not so.
    """
    files = []
    for number, line in _numbered_lines(text):
        try:
            files.append(parse_file(line.strip()))
        except ValueError as error:
            raise ValueError(
                Message(
                    "Line {0} is not FILE=/place/in/image, with :0755 after it for other"
                    " permissions.",
                    number,
                )
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
    from scratchpress.image.extras import check_zones, zone_names  # start-up time

    zones = tuple(text.replace(",", " ").split())
    try:
        check_zones(zones)
    except RecipeError as error:
        # The title names a key of the recipe, which is not seen here.
        wrong = next(zone for zone in zones if zone not in zone_names())
        problem = Message("There is no time zone {0}.", shown_name(wrong))
        raise ValueError(Joined(" ", (problem, error.remedy))) from error
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
            raise ValueError(Joined(" ", (error.title, error.remedy))) from error
    return text.strip()
