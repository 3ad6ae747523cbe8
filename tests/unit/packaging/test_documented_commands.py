"""The commands that the documents name for working on the project are there."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import dev
from setup.checkout import CHECKOUT
from setup.commands import MAKERS
from tests.support.documents import documents, text_of

TEXTS = {document: text_of(document) for document in documents()}
# What is started by its module, and the benches that stand without their folder.
_STARTED = re.compile(r"-m (tests\.[\w.]+)")
_BENCH = re.compile(r"`(bench_\w+)[` ]")


def test_dev_knows_every_command_that_is_named() -> None:
    known = set(re.findall(r"packaging/dev\.py (\w+)", dev.__doc__ or ""))
    named = {
        word for text in TEXTS.values() for word in re.findall(r"packaging/dev\.py ([a-z]+)", text)
    }

    assert {"run", "check", "test", "freeze"} <= named
    assert named <= known


def test_dev_can_make_whatever_is_named_and_names_all_it_can_make() -> None:
    named = {what for text in TEXTS.values() for what in re.findall(r"dev\.py make ([\w-]+)", text)}

    assert named
    assert named <= MAKERS.keys()
    assert all(what in (dev.__doc__ or "") for what in MAKERS)


@pytest.mark.skipif(sys.platform != "linux", reason="some benches read /proc")
def test_what_is_started_by_its_module_needs_nothing_but_the_environment() -> None:
    benches = {f"tests.bench.{path.stem}" for path in CHECKOUT.glob("tests/bench/bench_*.py")}
    named = {name for text in TEXTS.values() for name in _STARTED.findall(text)}
    named |= {f"tests.bench.{name}" for text in TEXTS.values() for name in _BENCH.findall(text)}
    assert benches <= named, "CONTRIBUTING.md names every bench"

    modules = sorted(named | {f"{name}.__main__" for name in named if name.count(".") == 1})
    code = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    command = [sys.executable, "-c", code, *modules]
    run = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
