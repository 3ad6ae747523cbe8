"""Reads and checks the action's inputs, which come as variables of the environment.

``action.yml`` hands every input over as ``INPUT_NAME``. They are text of others; no shell and
no expression ever sees one.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import msgspec

from scratchpress.core.errors import UsageError
from scratchpress.core.messages import Message
from scratchpress.core.platforms import Platform
from scratchpress.core.sizes import parse_size
from scratchpress.core.text import shown_name
from scratchpress.engines.connect import EngineChoice
from scratchpress.image.reference import parse_reference
from scratchpress.recipe.model import ImageOptions
from scratchpress.recipe.permissions import PermissionKind, parse_kinds
from scratchpress.recipe.types import ArgumentText

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "INPUT_"
_Value = TypeVar("_Value")
_YES, _NO = {"true"}, {"false"}


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of the action; ``None`` and empty ones were not given.

    Attributes:
        paths: one recipe, or sources, or folders; what the folder itself holds when empty.
        flags: in place of the recipe's.
        tags: names for the image, as Docker lists them.
        labels: added to the recipe's.
        platforms: in place of the recipe's.
        engine: ``auto``, ``docker`` or ``local``.
        pull: whether to look for a newer image to start from, in place of the recipe's.
        run: whether to run the program.
        run_args: what it gets in this run.
        expect_output: as it was written; see ``expectations.expected_output``.
        expect_digest: likewise.
        max_size: in place of the recipe's ``limits.max-size``; a larger image is refused by
            ``image/model.py``, and the summary names the share of it that is used.
        push: whether to send the image to the registries that its names say.
        output: where to save the image as a file.
        sbom: where to save its bill of materials.
        allow: what the recipe of a pull request may ask for besides what its base asks for.
        folder: what all paths are relative to.
        summary: whether to write the job's summary.
    """

    paths: tuple[str, ...]
    flags: tuple[str, ...] | None
    tags: tuple[str, ...]
    labels: Mapping[str, str]
    platforms: tuple[Platform, ...] | None
    engine: str
    pull: bool | None
    run: bool
    run_args: tuple[str, ...]
    expect_output: str | None
    expect_digest: str | None
    max_size: str | None
    push: bool
    output: str | None
    sbom: str | None
    allow: frozenset[PermissionKind]
    folder: str
    summary: bool


def variable(name: str) -> str:
    """The variable that carries an input: ``INPUT_RUN_ARGS`` for ``run-args``."""
    return PREFIX + name.upper().replace("-", "_")


def wants_summary(environment: Mapping[str, str]) -> bool:
    """Whether the summary is wanted, also where other inputs cannot be understood."""
    return environment.get(variable("summary"), "").strip().lower() not in _NO


def read_inputs(environment: Mapping[str, str]) -> Inputs:
    """Read and check the inputs.

    Raises:
        UsageError: one cannot be understood; the title names it.
    """

    def given(name: str) -> str:
        text = environment.get(variable(name), "")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise _bad(name, text, "text in UTF-8")
        return text

    def read(name: str, parse: Callable[[str], _Value], takes: str) -> _Value:
        text = given(name)
        try:
            return parse(text)
        except (ValueError, msgspec.ValidationError) as error:
            raise _bad(name, text, takes, str(error)) from error

    recipe, sources = _lines(given("recipe")), _lines(given("source"))
    if recipe and sources:
        raise UsageError(
            "The inputs recipe and source were both given.",
            remedy="Give the recipe, which names its sources, or the sources.",
        )
    if len(recipe) > 1:
        raise UsageError(
            "The input recipe names more than one.",
            remedy="Build one recipe in a step; a matrix builds several beside each other.",
        )
    platforms = f"one or both of {', '.join(Platform)}"
    engines = f"one of {', '.join(EngineChoice)}"
    allows = f"all, or any of {', '.join(PermissionKind)}"
    words = "words as a shell reads them, quoted where they hold spaces"
    run_args = read("run-args", _words, words)
    _switch("cache", given("cache"), default=True)  # obeyed by action.yml
    output = given("expect-output")
    return Inputs(
        paths=recipe or sources,
        flags=read("flags", _words, words) or None,
        tags=tuple(str(parse_reference(_lowered(one))) for one in _items(given("tags"))),
        labels=read("labels", _labels, "NAME=TEXT, one a line"),
        platforms=read("platforms", lambda text: tuple(map(Platform, _items(text))), platforms)
        or None,
        engine=read("engine", lambda text: EngineChoice(text.strip() or "auto"), engines),
        pull=_switch("pull", given("pull"), default=None),
        run=_switch("run", given("run"), default=False) or bool(run_args) or bool(output),
        run_args=run_args,
        expect_output=output or None,
        expect_digest=given("expect-digest").strip() or None,
        max_size=read("max-size", _size, "a number and a unit: 500 kB, 1 MB"),
        push=_switch("push", given("push"), default=False),
        output=given("output").strip() or None,
        sbom=given("sbom").strip() or None,
        allow=read("allow", lambda text: parse_kinds(",".join(_items(text))), allows),
        folder=given("working-directory").strip() or ".",
        summary=_switch("summary", given("summary"), default=True),
    )


def _switch(name: str, text: str, *, default: _Value) -> bool | _Value:
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    if word:
        raise _bad(name, text, "true or false")
    return default


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _items(text: str) -> tuple[str, ...]:
    """One a line, or with commas between them."""
    return tuple(dict.fromkeys(item for item in re.split(r"[\s,]+", text) if item))


def _lowered(name: str) -> str:
    """A name in small letters but for its tag: owners of repositories may have others."""
    path, slash, last = name.rpartition("/")
    base, colon, tag = last.partition(":")
    return f"{path.lower()}{slash}{base.lower()}{colon}{tag}"


def _words(text: str) -> tuple[str, ...]:
    return msgspec.convert(shlex.split(text), tuple[ArgumentText, ...])


def _labels(text: str) -> dict[str, str]:
    found = {}
    for line in _lines(text):
        name, equals, value = line.partition("=")
        if not equals:
            raise ValueError(f"{line} has no =")
        found[name.strip()] = value.strip()
    return msgspec.convert({"labels": found}, ImageOptions).labels


def _size(text: str) -> str | None:
    if not text.strip():
        return None
    parse_size(text)
    return text


def _bad(name: str, text: str, takes: str, details: str = "") -> UsageError:
    return UsageError(
        f'The input {name} does not take "{shown_name(text)}".',
        remedy=Message("It takes {0}.", takes),
        details=details,
    )
