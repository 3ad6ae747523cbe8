"""The documents say what is true: files they name exist, examples in them work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from scratchpress.cli.arguments import parse
from scratchpress.core import errors
from scratchpress.recipe.toml_file import parse_recipe

CHECKOUT = Path(__file__).parents[2]
PACKAGE = CHECKOUT / "desktop/scratchpress"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/action.md")

_LINK = re.compile(r"\]\((?!https?:|#)(?P<target>[^)#]+)")
_CODE = re.compile(r"`(?P<text>[^`\n]+)`")
# Reached by other ways than an error: done, a program's own end, stopped, a closed pipe.
_NOT_ERRORS = {0, 1, 130, 141}


def _text(document: str) -> str:
    return (CHECKOUT / document).read_text(encoding="utf-8")


def _block(document: str, language: str) -> str:
    found = re.search(rf"```{language}\n(?P<body>.*?)```", _text(document), re.DOTALL)
    assert found is not None
    return found["body"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_to_a_file(document: str) -> None:
    targets = [found["target"] for found in _LINK.finditer(_text(document))]

    folder = (CHECKOUT / document).parent
    assert [target for target in targets if not (folder / target).exists()] == []


def test_every_module_the_house_names_exists() -> None:
    named = {
        text
        for found in _CODE.finditer(_text("CONTRIBUTING.md"))
        if re.fullmatch(r"[\w/.]+(\.py|/)", text := found["text"])
    }

    assert "pipeline/build.py" in named
    assert sorted(
        name for name in named if not (PACKAGE / name).exists() and not (CHECKOUT / name).exists()
    ) == ["engines/NAME.py", "toolchains/NAME.py"]


def test_the_house_names_every_module_at_its_top() -> None:
    house = _text("CONTRIBUTING.md")
    modules = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py"}
    rooms = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}

    assert sorted(name for name in modules | rooms if f"`{name}`" not in house) == []


def test_the_exit_codes_are_those_of_the_errors() -> None:
    written = {int(code) for code in re.findall(r"^\| (\d+) \|", _text("README.md"), re.MULTILINE)}
    classes = [errors.ScratchpressError]
    for kind in classes:
        classes.extend(kind.__subclasses__())

    assert written == {kind.exit_code for kind in classes} | _NOT_ERRORS


def test_the_recipe_in_the_readme_is_valid() -> None:
    assert parse_recipe(_block("README.md", "toml")).image.name == "hello:latest"


def test_the_commands_in_the_readme_are_understood() -> None:
    section = _text("README.md").partition("## Command line")[2]
    lines = [line for line in section.splitlines() if line.startswith("scratchpress ")]
    commands = [shlex.split(line, comments=True)[1:] for line in lines]
    parsed = [parse(command).command for command in commands if command]

    assert parsed[:2] == ["build", "build"]
    assert len(parsed) >= 9
