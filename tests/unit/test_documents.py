"""The documents say what is true: files they name exist, examples in them work."""

from __future__ import annotations

import re
import shlex
import tomllib
from itertools import groupby

import msgspec
import pytest

from scratchpress.cli.arguments import parse
from scratchpress.core import errors
from scratchpress.recipe.model import Recipe
from scratchpress.recipe.toml_file import parse_recipe
from tests.support.documents import CHECKOUT, blocks, documents, sessions, text_of

PACKAGE = CHECKOUT / "desktop/scratchpress"
DOCUMENTS = documents()
PAGES = [document for document in DOCUMENTS if document.startswith("docs/")]

_LINK = re.compile(r"\]\((?!https?:)(?P<file>[^)#]*)(?:#(?P<heading>[^)]+))?\)")
_CODE = re.compile(r"`(?P<text>[^`\n]+)`")
# Reached by other ways than an error: done, a program's own end, stopped, a closed pipe.
_NOT_ERRORS = {0, 1, 130, 141}


def _headings(document: str) -> set[str]:
    """The names by which GitHub links to a document's headings."""
    titles = re.findall(r"^#+ (.*)$", text_of(document), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


def _commands(line: str) -> list[list[str]]:
    """The calls of the command line in a line for a shell, without the command's name."""
    words = shlex.shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    calls = [list(call) for ends, call in groupby(words, {"|", ";", "&&"}.__contains__) if not ends]
    return [call[1:] for call in calls if call[0] == "scratchpress"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_a_file_and_its_heading(document: str) -> None:
    folder = (CHECKOUT / document).parent
    for file, heading in _LINK.findall(text_of(document)):
        target = (folder / file).resolve() if file else CHECKOUT / document
        assert target.exists(), file
        assert not heading or heading in _headings(str(target)), f"{file}#{heading}"


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    readme = text_of("README.md")

    assert len(readme.splitlines()) < 200
    assert [page for page in PAGES if f"]({page})" not in readme] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page != "docs/figures.md"])
def test_every_page_has_an_example_that_is_tried(page: str) -> None:
    assert sessions(page)


def test_every_module_the_house_names_exists() -> None:
    named = {
        text
        for found in _CODE.finditer(text_of("CONTRIBUTING.md"))
        if re.fullmatch(r"[\w/.]+(\.py|/)", text := found["text"])
    }

    assert "pipeline/build.py" in named
    assert sorted(
        name for name in named if not (PACKAGE / name).exists() and not (CHECKOUT / name).exists()
    ) == ["engines/NAME/engine.py", "toolchains/NAME/toolchain.py"]


def test_the_house_names_every_module_at_its_top() -> None:
    house = text_of("CONTRIBUTING.md")
    modules = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py"}
    rooms = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}

    assert sorted(name for name in modules | rooms if f"`{name}`" not in house) == []


def test_the_exit_codes_are_those_of_the_errors() -> None:
    written = {
        int(code)
        for code in re.findall(r"^\| (\d+) \|", text_of("docs/command-line.md"), re.MULTILINE)
    }
    classes = [errors.ScratchpressError]
    for kind in classes:
        classes.extend(kind.__subclasses__())

    assert written == {kind.exit_code for kind in classes} | _NOT_ERRORS


def test_the_whole_recipe_is_valid_and_names_every_key() -> None:
    whole = blocks("docs/recipe.md", "toml")[0].text
    written = tomllib.loads(whole)

    assert parse_recipe(whole).image.name == "hello:latest"
    for table in msgspec.structs.fields(Recipe):
        assert table.encode_name in written
        if isinstance(written[table.encode_name], dict):
            keys = {field.encode_name for field in msgspec.structs.fields(table.type)}
            assert written[table.encode_name].keys() == keys


@pytest.mark.parametrize("document", DOCUMENTS)
def test_recipes_are_valid(document: str) -> None:
    for block in blocks(document, "toml"):
        if block.file != "wrong.toml":
            parse_recipe(block.text)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_are_understood(document: str) -> None:
    lines = [typed.command for typed in sessions(document)]
    lines += [line for block in blocks(document, "sh") for line in block.text.splitlines()]
    lines += [text for text in _CODE.findall(text_of(document)) if text.startswith("scratchpress ")]
    for line in lines:
        for call in _commands(line):
            # Without a command they are the window's; help ends the process.
            if call and not call[0].startswith("-") and "--help" not in call:
                assert parse(call).command == call[0]
