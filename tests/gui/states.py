"""Every state of the window in turn: its pages, what can stand on them, and its dialogs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scratchpress.core.errors import unexpected
from scratchpress.gui.app.crash_dialog import CrashDialog
from scratchpress.gui.image.github_controller import GithubController
from scratchpress.gui.image.push_controller import PushController
from scratchpress.gui.session.consent_sheet import ConsentSheet
from scratchpress.pipeline.shrink_result import Attempt
from scratchpress.recipe.model import CompileOptions, Recipe, ToolchainName
from scratchpress.recipe.permissions import permissions_of_run
from scratchpress.recipe.run import FolderOptions, RunOptions
from scratchpress.recipe.sandbox import SandboxOptions, SystemCalls
from scratchpress.running.outcome import PortListening
from scratchpress.running.ports_and_folders import parse_port
from scratchpress.toolchains.variants import variants
from tests.gui.conftest import HELLO, controller
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QDialog, QWidget
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]
    Shown = tuple[str, QWidget]

BROKEN = '#include <iostream>\nint main() {\n  std::cout << "\\n"\n  return total;\n}\n'
FOREIGN = Recipe(
    sources=("hello.cc",),
    run=RunOptions(
        ports=("0.0.0.0:8080:80",),
        folders=(FolderOptions(source="deep/" * 40, to="/data", writable=True),),
    ),
    sandbox=SandboxOptions(user="root", system_calls=SystemCalls.UNFILTERED),
)


def every_state(
    window: MainWindow, theme: Theme, build: Build, qtbot: QtBot, folder: Path
) -> Iterator[Shown]:
    """What is shown, by its name; a state is left when the next one is asked for."""
    window.start_page.welcome.show()
    yield "welcome", window
    window.start_page.welcome.hide()
    yield "empty", window
    build(window, HELLO)
    yield "done", window
    yield from _pages(window)
    yield from _pages_of_size(window, qtbot)
    yield from _while_it_works(window)
    yield from dialogs(window, theme, qtbot)
    broken = folder / "broken.cc"
    broken.write_text(BROKEN, encoding="utf-8")
    build(window, broken)
    yield "compile failed", window
    window.work_page.panels.go_to(2)
    yield "compile failed: source", window


def _pages(window: MainWindow) -> Iterator[Shown]:
    page = window.work_page
    for number, one in enumerate(page.panels.pages):
        page.panels.go_to(number)
        yield one.title, window
    page.show_choices()
    for is_open in (True, False):
        for card in page.cards:
            card.open_rest(is_open)
        yield f"choices, {'open' if is_open else 'closed'}", window


def _pages_of_size(window: MainWindow, qtbot: QtBot) -> Iterator[Shown]:
    page = window.work_page
    page.panels.bring_to_front(page.size_pages)
    page.size_pages.size_view.bytes_wanted.emit()
    qtbot.waitUntil(page.size_pages.bytes.map.isVisible, timeout=SOON_MS)
    yield "bytes", window
    page.size_pages.setCurrentWidget(page.size_pages.shrink)
    result = window.session.result
    assert result is not None
    assert result.sources is not None
    possible = variants(result.sources, CompileOptions(), {ToolchainName.ZIG})
    assert len(possible) > 3
    tried = tuple(
        Attempt(way, size=359_736 - number, same=True) for number, way in enumerate(possible)
    )
    page.size_pages.shrink.show_attempts(tried)
    yield "shrink", window
    page.size_pages.show_size()


def _while_it_works(window: MainWindow) -> Iterator[Shown]:
    """A server that runs and is typed to, with all there is around its output."""
    page, results = window.work_page, window.work_page.results
    page.panels.bring_to_front(results)
    page.build_button.set_busy(True)
    page.stop_button.show()
    results.server.begin(RunOptions(ports=("8080:80",)))
    results.server.listening(PortListening(parse_port("8080:80"), "http://127.0.0.1:8080/"))
    results.output.input.show()
    results.output.legend.show()
    yield "busy", window
    page.build_button.set_busy(False)
    page.stop_button.hide()
    results.server.finish()
    results.output.input.hide()
    results.output.legend.hide()


def _is_closed(shown: Callable[[], QDialog | None]) -> bool:
    return shown() is None


def dialogs(window: MainWindow, theme: Theme, qtbot: QtBot) -> Iterator[Shown]:
    """Each dialog of a window with an image; it is closed when the next one is asked for."""
    actions = window.shared_actions
    github, push = controller(window, GithubController), controller(window, PushController)
    openers: tuple[tuple[str, Callable[[], object], Callable[[], QDialog | None]], ...] = (
        ("settings", window.app.open_settings, lambda: window.app.dialog),
        ("about", window.app.open_about, lambda: window.app.dialog),
        ("github", actions.use_in_github.trigger, lambda: github.dialog),
        ("push", actions.push_image.trigger, lambda: push.dialog),
    )
    for name, show, shown in openers:
        show()
        dialog = shown()
        assert dialog is not None
        qtbot.waitUntil(dialog.isVisible, timeout=SOON_MS)
        yield name, dialog
        dialog.reject()
        qtbot.waitUntil(partial(_is_closed, shown), timeout=SOON_MS)
    surprise = CrashDialog(theme, unexpected(ValueError("nobody thought of this")), window)
    surprise.open()
    yield "unexpected", surprise
    surprise.reject()
    surprise.deleteLater()
    consent = ConsentSheet(theme, HELLO, permissions_of_run(FOREIGN, HELLO.parent), window)
    consent.open()
    yield "consent", consent
    consent.reject()
    consent.deleteLater()
    window.engines.open()
    yield "engines", window.engines.picker
    window.engines.picker.close()
