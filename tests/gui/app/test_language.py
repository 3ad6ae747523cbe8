"""What a source is in can be corrected with a click, and is kept in the recipe only then."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.languages import Language
from scratchpress.gui.source.opening import open_paths, opened_as
from scratchpress.recipe.model import ToolchainName
from tests.support.patience import SOON_MS
from tests.support.shown import printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.window.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("no_docker")

CPP = '#include <iostream>\nint main() { std::cout << "it is C++\\n"; }\n'


def open_in(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open([path])


def test_cpp_in_a_c_file_is_compiled_as_cpp_with_one_click(
    window: MainWindow,
    qtbot: QtBot,
    source: Callable[[str, str], Path],
    build: Callable[[MainWindow, Path], None],
) -> None:
    build(window, source("hello.c", CPP))
    panel = window.work_page.results.error
    assert "hello.c is compiled as C, but it is C++" in panel.words
    offered = panel.instead
    assert offered is not None
    assert offered.text() == "Compile as C++"
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        offered.click()
    assert printed(window) == "it is C++"
    assert window.work_page.source.words[1].startswith("C++ · ")
    assert "-x c++ hello.c" in window.work_page.by_hand_page.text()


def test_the_built_in_compiler_is_one_click_away_from_one_that_lacks_a_library(
    window: MainWindow,
    qtbot: QtBot,
    source: Callable[[str, str], Path],
    build: Callable[[MainWindow, Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A gcc that has no static library, as on Fedora.
    answers = 'case $* in *-v*) exec /usr/bin/gcc "$@" ;; *) echo "libraries: =/nowhere" ;; esac'
    gcc = source("gcc", f"#!/bin/sh\n{answers}\n")
    gcc.chmod(0o755)
    monkeypatch.setenv("PATH", str(gcc.parent), prepend=os.pathsep)
    recipe = source("scratchpress.toml", 'version = 1\nsources = ["x.c"]\n[compile]\n')
    source("x.c", '#include <stdio.h>\nint main(void) { puts("built in"); return 0; }\n')
    recipe.write_text(recipe.read_text() + 'toolchain = "gcc"\n')
    build(window, recipe)
    panel = window.work_page.results.error
    assert "gcc cannot make static programs here: libc.a is missing." in panel.words
    assert "Choose the built-in compiler" in panel.words
    offered = panel.built_in
    assert offered is not None
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        offered.click()
    assert printed(window) == "built in"
    assert window.work_page.compile.options().toolchain is ToolchainName.ZIG


def test_the_language_is_a_menu_and_the_recognised_one_is_not_kept(
    window: MainWindow,
    qtbot: QtBot,
    source: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = source("hello.c", "int main(void) { return 0; }\n")
    saved = path.with_name("scratchpress.toml")
    # The system's dialog, answered at once.
    monkeypatch.setattr(
        "scratchpress.gui.image.image_saver.ask_where", lambda *asked: asked[-1](saved)
    )
    open_in(window, qtbot, path)
    card = window.work_page.source

    def is_ticked(label: str) -> bool:
        return [one.text() for one in card.languages if one.isChecked()] == [label]

    assert [one.text() for one in card.languages] == ["C", "C++"]
    for index, label in ((1, "C++"), (0, "C")):
        card.languages[index].trigger()
        qtbot.waitUntil(partial(is_ticked, label), timeout=SOON_MS)
        window.work_page.image.save_recipe.emit()
        qtbot.waitUntil(saved.is_file, timeout=SOON_MS)
        assert ('language = "c++"' in saved.read_text()) == bool(index)
        saved.unlink()


def test_a_text_in_no_language_known_is_opened_in_the_one_that_is_clicked(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    window.open([source("notes.txt", "MAIN\n")])
    qtbot.waitUntil(window.toast.isVisible, timeout=SOON_MS)
    offered = {one.text(): one for one in window.toast.offered()}
    assert {"C", "C++"} <= set(offered)
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        offered["C"].click()
    assert window.work_page.source.words == ("notes.txt", "C · 5 bytes · sources")
    assert [one.text() for one in window.work_page.source.languages][:2] == ["C", "C++"]


def test_a_source_with_one_possible_language_has_no_menu(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    open_in(window, qtbot, source("hello.go", "package main\n\nfunc main() {}\n"))
    assert window.work_page.source.words == ("hello.go", "Go · 29 bytes · sources")
    assert [one.text() for one in window.work_page.source.languages] == ["Go"]


def test_a_recipe_with_a_language_is_opened_in_it(source: Callable[[str, str], Path]) -> None:
    source("hello.c", CPP)
    recipe = source(
        "scratchpress.toml", 'version = 1\nsources = ["hello.c"]\n[compile]\nlanguage = "c++"\n'
    )
    opened = open_paths([recipe])
    assert (opened.sources.language, opened.said) == (Language.CPP, Language.CPP)
    assert opened_as(opened, None).sources.language is Language.C


def test_of_two_programs_given_together_one_is_built_with_a_click(
    window: MainWindow, qtbot: QtBot, source: Callable[[str, str], Path]
) -> None:
    says = 'int puts(const char *);\nint main(void) {{ puts("{}"); return 0; }}\n'
    paths = [source(f"{name}.c", says.format(name)) for name in ("one", "two")]
    with qtbot.waitSignal(window.session.opened, timeout=SOON_MS):
        window.open(paths)
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        window.work_page.build_button.click()
    panel = window.work_page.results.error
    assert "one.c and two.c both have a main function" in panel.words
    assert [one.text() for one in panel.offered()] == ["Build one.c", "Build two.c"]
    with qtbot.waitSignal(window.session.ended, timeout=SOON_MS):
        panel.offered()[1].click()
    assert printed(window) == "two"
    assert not panel.isVisible()
