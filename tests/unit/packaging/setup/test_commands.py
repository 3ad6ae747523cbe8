"""What dev.py does before anything is installed."""

from __future__ import annotations

import ast

import pytest

from setup import commands, system_packages
from setup.checkout import CHECKOUT
from setup.oldest_python import old_python_message


def test_an_old_python_is_told_what_it_is_and_what_is_needed() -> None:
    message = old_python_message((3, 9))

    assert "needs Python 3.11 or newer" in message
    assert "this is Python 3.9" in message


@pytest.mark.parametrize("name", ["dev.py", "setup/__init__.py", "setup/oldest_python.py"])
def test_what_names_the_oldest_python_can_be_read_by_python_3_8(name: str) -> None:
    text = (CHECKOUT / "packaging" / name).read_text(encoding="utf-8")

    ast.parse(text, feature_version=(3, 8))


@pytest.mark.parametrize("arguments", [["run"], ["run", __file__]])
def test_without_a_display_nothing_is_installed_and_the_command_line_is_named(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_packages, "has_display", lambda _variables, _platform: False)
    monkeypatch.setattr(commands, "Environment", _must_not_be_called)
    monkeypatch.setattr(system_packages, "provide", _must_not_be_called)

    assert commands.dispatch(arguments, usage="") == 2
    said = capsys.readouterr()
    assert "no display" in said.err
    assert "packaging/dev.py run build --run assets/examples/hello.cc" in said.err
    assert said.out == ""


@pytest.mark.parametrize("arguments", [[], ["fly"], ["check", "twice"]])
def test_a_command_that_does_not_exist_shows_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.dispatch(arguments, usage="how to use it") == 2
    assert "how to use it" in capsys.readouterr().err


def _must_not_be_called(*_arguments: object) -> None:
    raise AssertionError
