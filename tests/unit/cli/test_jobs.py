"""From a command line to a job: what was typed stands above the recipe's own values."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import msgspec
import pytest

from scratchpress.cli.arguments import parse
from scratchpress.cli.jobs import with_options
from scratchpress.recipe.model import Recipe
from scratchpress.recipe.toml_file import parse_recipe

if TYPE_CHECKING:
    from pathlib import Path

TYPED = shlex.split(
    "--toolchain=gcc --language=c++ --optimize=fast --standard=c++20 --flag=-DX --warnings"
    " --no-strip --lto --drop-unused --no-exceptions --no-rtti --static-pie"
    " --platform=linux/arm64 --tag=x:1 --base=alpine --pull --builder=dockerfile --extra=tmp"
    " --zone=Europe/Lisbon --add=a.txt=/b.txt --label=a=b --max-size=1MB --env=A=1 --input=hi"
    " --workdir=/x --publish=80:80 --folder=d=/d --terminal --keep-running --timeout=3s"
    " --memory=64MB --cpus=1.5 --processes=7 --network=bridge --writable-root --user=0:0"
    " --capability=NET_RAW --new-privileges --system-calls=unfiltered --open-files=77"
    " --file-size=1MB --runtime=runc -- q"
)


@pytest.mark.parametrize("table", ["compile", "image", "run", "sandbox", "limits"])
def test_every_key_of_a_recipe_can_be_typed(table: str, tmp_path: Path) -> None:
    made = with_options(Recipe(sources=("a.cc",)), parse(["build", "a.cc", *TYPED]), tmp_path)
    # Keys at their defaults are left out.
    told = msgspec.to_builtins(made)[table]
    assert set(told) == set(getattr(made, table).__struct_encode_fields__)


def test_what_was_not_typed_stays_as_the_recipe_has_it(tmp_path: Path) -> None:
    recipe = parse_recipe(
        'version = 1\nsources = ["a.cc"]\n[compile]\nlto = true\nflags = ["-DX"]\n'
        '[image]\nextras = ["tmp"]\n[run]\nports = ["80:80"]\n[run.env]\nA = "1"\n'
    )
    assert with_options(recipe, parse(["build", "a.toml"]), tmp_path) == recipe


def test_ports_and_variables_that_are_typed_are_added_to_those_of_the_recipe(
    tmp_path: Path,
) -> None:
    recipe = parse_recipe(
        'version = 1\nsources = ["a.cc"]\n[run]\nports = ["80:80"]\n[run.env]\nA = "1"\n'
    )
    typed = parse(["run", "a.toml", "--publish=81:81", "--env=B=2"])
    made = with_options(recipe, typed, tmp_path)
    assert made.run.ports == ("80:80", "81:81")
    assert made.run.env == {"A": "1", "B": "2"}
