"""The command that makes elsewhere what the action made."""

from __future__ import annotations

import shlex

import pytest

from scratchpress.cli.arguments import parse
from scratchpress.cli.jobs import job_from
from scratchpress.core.platforms import Platform
from scratchpress.github.inputs import read_inputs
from scratchpress.github.local_command import local_command

AMD64, ARM64 = Platform.LINUX_AMD64, Platform.LINUX_ARM64


@pytest.mark.parametrize(
    ("given", "command"),
    [
        ({}, "scratchpress build --platform=linux/amd64 ."),
        (
            {"RECIPE": "my app/scratchpress.toml", "RUN": "true", "PULL": "false"},
            "scratchpress build --run --platform=linux/amd64 --no-pull 'my app/scratchpress.toml'",
        ),
        (
            {"SOURCE": "-a", "FLAGS": "'-D A'", "MAX_SIZE": " 1MB", "PULL": "true"},
            "scratchpress build --platform=linux/amd64 '--flag=-D A' --max-size=1MB --pull ./-a",
        ),
        (
            {"WORKING_DIRECTORY": "a b", "SOURCE": "c.c", "RUN_ARGS": "one --two", "LABELS": "a=1"},
            "cd 'a b'\nscratchpress run --platform=linux/amd64 --label=a=1 c.c -- one --two",
        ),
    ],
)
def test_the_command_says_what_the_inputs_said(given: dict[str, str], command: str) -> None:
    inputs = read_inputs({f"INPUT_{name}": text for name, text in given.items()})

    assert local_command(inputs, (AMD64,)) == command


def test_the_command_line_takes_it_as_it_is_meant() -> None:
    inputs = read_inputs(
        {"INPUT_SOURCE": "-a.c", "INPUT_FLAGS": "-O3 -DA", "INPUT_RUN_ARGS": "-x 'a b'"}
    )
    typed = shlex.split(local_command(inputs, (AMD64, ARM64)))[1:]
    recipe = job_from(parse(typed)).recipe

    assert recipe.sources == ("-a.c",)
    assert recipe.compile.flags == ("-O3", "-DA")
    assert recipe.compile.platforms == (AMD64, ARM64)
    assert recipe.run.args == ("-x", "a b")
