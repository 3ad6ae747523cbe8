"""Recipes as files: read and check TOML, write TOML, generate the JSON Schema."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import msgspec.inspect

from scratchpress.core.errors import RecipeError
from scratchpress.core.messages import Message, either, phrase, reason, recognised
from scratchpress.core.sizes import format_size
from scratchpress.core.text import shown_name
from scratchpress.recipe.model import FILE_NAME, VERSION, Recipe

if TYPE_CHECKING:
    from pathlib import Path

Table = TypeVar("Table", bound=msgspec.Struct)
MAX_RECIPE_BYTES = 1_000_000

# msgspec's words; a key of a table that is itself wrong is "`key` in `$.run.env`".
_AT = re.compile(r" - at (?:`key` in )?`(?P<path>[^`]*)`$")
_REGEX = re.compile(r": expected `str` matching regex .*$", re.DOTALL)
_UNKNOWN_KEY = re.compile(r"unknown field `(?P<key>[^`]*)`")
# What the types themselves say of a value: "memory is 8 MB or more".
_RULE = re.compile(r"(?P<key>[a-z-]+) is (?P<takes>.+)")
_INDEX = re.compile(r"\[[^]]*\]")
# What msgspec says of a value, and tomllib of a text, when people write recipes; they always say
# it in English, and what is rare stays so.
_OFTEN_SAID = (
    Message("expected `{0}`, got `{1}`"),
    Message("expected `{0}` of length >= {1}"),
    Message("expected `{0}` >= {1}"),
    Message("expected `{0}` <= {1}"),
    Message("invalid enum value {0}"),
    Message("{0} (at line {1}, column {2})"),
    Message("{0} (at end of document)"),
    Message("Cannot declare {0} twice"),
    Message("Duplicate inline table key {0}"),
    Message("Illegal character {0}"),
)
_MISSING_KEY = re.compile(r"missing required field `(?P<key>[^`]*)`")


def read_recipe(path: Path) -> Recipe:
    """Read and check a recipe file.

    Raises:
        RecipeError: it cannot be read, is not TOML, or is not a valid recipe.
    """
    name = shown_name(path.name)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_RECIPE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise RecipeError(
            Message("{0} cannot be read: {1}.", name, reason(error)),
            remedy="Check that the file exists and that you may read it.",
        ) from error
    if len(content) > MAX_RECIPE_BYTES:
        raise RecipeError(
            Message("{0} is too large for a recipe.", name),
            explanation=Message("A recipe has at most {0}.", format_size(MAX_RECIPE_BYTES)),
            remedy="Give the recipe itself, a short text.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecipeError(
            Message("{0} is not text in UTF-8: byte {1} is wrong.", name, error.start),
            remedy="Save the recipe as UTF-8.",
        ) from error
    return parse_recipe(text, name=name)


def parse_recipe(text: str, *, name: str = FILE_NAME) -> Recipe:
    """Read and check a recipe's text; ``name`` is what errors call it.

    Raises:
        RecipeError: it is not TOML or not a valid recipe.
    """
    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise RecipeError(
            Message("{0} is not valid TOML: it has too many brackets inside each other.", name),
            remedy="Write it as a recipe: a few tables with simple values.",
        ) from error
    # Besides its own error, a ValueError, tomllib lets out what int() says of 5000 digits.
    except ValueError as error:
        raise RecipeError(
            Message(
                "{0} is not valid TOML: {1}.", name, recognised(shown_name(str(error)), _OFTEN_SAID)
            ),
            remedy="Correct the place the message names.",
        ) from error
    _check_version(data.get("version"), name)
    try:
        return msgspec.convert(data, Recipe)
    except msgspec.ValidationError as error:
        raise _worded(str(error), name) from error


def write_recipe(recipe: Recipe) -> str:
    """The recipe as TOML, without what is at its default."""
    import tomli_w  # only a saved recipe needs it

    written = msgspec.to_builtins(_with_own_defaults(recipe))
    tables = {key: value for key, value in written.items() if value != {}}
    return tomli_w.dumps({"version": recipe.version, **tables})


def _with_own_defaults(table: Table) -> Table:
    """The same, with a default wherever something equals it.

    msgspec leaves out what is the very object that stands as default, not what equals it, as
    text typed into a field does.
    """
    changes: dict[str, Any] = {}
    for field in msgspec.structs.fields(type(table)):
        value = getattr(table, field.name)
        if isinstance(value, msgspec.Struct):
            changes[field.name] = _with_own_defaults(value)
        elif value == field.default:
            changes[field.name] = field.default
    return msgspec.structs.replace(table, **changes)


def with_whole_paths(recipe: Recipe, folder: Path) -> Recipe:
    """The recipe with its files and folders named so that they stay the same elsewhere.

    Args:
        recipe: as it was read, or made.
        folder: what its paths are relative to.
    """
    files = tuple(
        msgspec.structs.replace(file, source=str(folder / file.source))
        for file in recipe.image.files
    )
    folders = tuple(
        msgspec.structs.replace(one, source=str(folder / one.source)) for one in recipe.run.folders
    )
    return msgspec.structs.replace(
        recipe,
        image=msgspec.structs.replace(recipe.image, files=files),
        run=msgspec.structs.replace(recipe.run, folders=folders),
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a recipe, generated from the types that read it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scratchpress recipe",
        **msgspec.json.schema(Recipe),
    }


def _check_version(version: object, name: str) -> None:
    if version is None:
        raise RecipeError(
            Message("{0}: version is missing.", name),
            remedy=Message("Add version = {0} as its first line.", VERSION),
        )
    if isinstance(version, int) and version > VERSION:
        raise RecipeError(
            Message(
                "{0}: version is {1}, and this Scratchpress reads version {2}.",
                name,
                version,
                VERSION,
            ),
            remedy="Update Scratchpress, or write the recipe in the older version.",
        )


def _worded(message: str, name: str) -> RecipeError:
    found = _AT.search(message)
    path = found["path"].removeprefix("$").removeprefix(".") if found else ""
    what = _AT.sub("", message)
    if unknown := _UNKNOWN_KEY.search(what):
        place = f"{path}.{unknown['key']}".removeprefix(".")
        title = Message("{0}: {1} is not a key of a recipe.", name, shown_name(place))
        remedy = Message("Remove it, or use one of: {0}.", ", ".join(_known_keys(path)))
    elif missing := _MISSING_KEY.search(what):
        place = f"{path}.{missing['key']}".removeprefix(".")
        title = Message("{0}: {1} is missing.", name, shown_name(place))
        remedy = Message("Add it: {0}.", phrase(_allowed(place)))
    elif (rule := _RULE.fullmatch(what)) and rule["key"] in _known_keys(path):
        place = f"{path}.{rule['key']}".removeprefix(".")
        title = Message("{0}: {1} is not valid.", name, shown_name(place))
        remedy = Message("It takes {0}.", Message(rule["takes"]))
    else:
        place = shown_name(path) or Message("the recipe")
        # A regular expression helps nobody; the remedy says the same in words.
        why = _REGEX.sub("", f": {what[0].lower()}{what[1:]}").removeprefix(": ")
        title = (
            Message(
                "{0}: {1} is not valid: {2}.", name, place, recognised(shown_name(why), _OFTEN_SAID)
            )
            if why
            else Message("{0}: {1} is not valid.", name, place)
        )
        remedy = Message("It takes {0}.", phrase(_allowed(path)))
    return RecipeError(title, remedy=remedy, details=message)


def takes(table: type[msgspec.Struct], key: str) -> str:
    """What a key of one of a recipe's tables takes, in words."""
    info = msgspec.inspect.type_info(table)
    assert isinstance(info, msgspec.inspect.StructType)  # noqa: S101 - a table is one
    return next(_describe(one.type) for one in info.fields if one.encode_name == key)


def _fields(path: str) -> dict[str, msgspec.inspect.Field]:
    """The fields of the table at a key path, by their names in the file.

    List indexes in the path are ignored: all entries of a list are alike.
    """
    info = msgspec.inspect.type_info(Recipe)
    for key in filter(None, _INDEX.sub("", path).split(".")):
        if isinstance(info, msgspec.inspect.StructType):
            known = {field.encode_name: field.type for field in info.fields}
            info = known.get(key, msgspec.inspect.AnyType())
        if isinstance(info, msgspec.inspect.VarTupleType):
            info = info.item_type
    if not isinstance(info, msgspec.inspect.StructType):
        return {}
    return {field.encode_name: field for field in info.fields}


def _known_keys(path: str) -> list[str]:
    return list(_fields(path))


def _allowed(path: str) -> str:
    """What the key at a path takes, in words."""
    table, _, key = _INDEX.sub("", path).rpartition(".")
    field = _fields(table).get(key)
    return _describe(field.type) if field else "a table with the keys of a recipe"


def _describe(info: msgspec.inspect.Type) -> str:
    match info:
        case msgspec.inspect.Metadata(type=inner, extra_json_schema=extra):
            told: str | None = (extra or {}).get("description")
            return told or _describe(inner)
        case msgspec.inspect.EnumType(cls=cls):
            return Message("one of: {0}", ", ".join(str(member.value) for member in cls))
        case msgspec.inspect.UnionType(types=types):
            named = (one for one in types if not isinstance(one, msgspec.inspect.NoneType))
            return either([phrase(_describe(one)) for one in named])
        case msgspec.inspect.BoolType():
            return "true or false"
        case msgspec.inspect.IntType():
            return "a whole number"
        case msgspec.inspect.FloatType():
            return "a number"
        case msgspec.inspect.VarTupleType(item_type=item):
            return Message("a list; each entry {0}", phrase(_describe(item)))
        case msgspec.inspect.DictType(key_type=key, value_type=value):
            return Message(
                "a table; each key {0}, each value {1}",
                phrase(_describe(key)),
                phrase(_describe(value)),
            )
        case msgspec.inspect.StructType(fields=fields):
            return Message(
                "a table with the keys {0}", ", ".join(field.encode_name for field in fields)
            )
        case _:
            return Message("text")
