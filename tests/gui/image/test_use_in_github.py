""" "Use in GitHub…": the files that build the same image there, shown and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from scratchpress.gui.image.github_controller import GithubController
from scratchpress.recipe.toml_file import read_recipe
from tests.gui.conftest import controller
from tests.support.clipped import cut
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from scratchpress.gui.image.github_dialog import GithubDialog
    from scratchpress.gui.window.main_window import MainWindow

    Build = Callable[[MainWindow, Path], None]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
C = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n'


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "my repo 🎉"
    (folder / ".git").mkdir(parents=True)
    (folder / "hello").mkdir()
    (folder / "hello" / "hello.c").write_text(C)
    return folder


def opened(window: MainWindow, qtbot: QtBot) -> GithubDialog:
    window.work_page.github_button.click()
    dialog = controller(window, GithubController).dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.workflow.text() or dialog.problem), timeout=SOON_MS)
    return dialog


def digest(window: MainWindow) -> str:
    result = window.session.result
    assert result is not None
    assert result.image is not None
    return result.image.digest


def test_the_workflow_expects_the_digest_of_the_window_and_is_saved_with_the_recipe(
    window: MainWindow, build: Build, qtbot: QtBot, repository: Path
) -> None:
    build(window, repository / "hello" / "hello.c")
    dialog = opened(window, qtbot)

    assert digest(window) in dialog.workflow.text()
    assert "ghcr.io/${{ github.repository_owner }}/hello:latest" in dialog.workflow.text()
    assert not dialog.all.isVisible()
    assert cut(dialog) == []
    dialog.save.click()
    qtbot.waitUntil(lambda: bool(dialog.said), timeout=SOON_MS)

    assert dialog.said == "Saved: .github/workflows/image.yml, hello/scratchpress.toml."
    saved = (repository / ".github/workflows/image.yml").read_text("utf-8")
    assert saved.strip() == dialog.workflow.text().strip()
    recipe = read_recipe(repository / "hello" / "scratchpress.toml")
    assert recipe.sources == ("hello.c",)
    # Another computer than this one builds it.
    assert recipe.compile.platforms


def test_every_choice_shows_at_once(
    window: MainWindow, build: Build, qtbot: QtBot, repository: Path
) -> None:
    other = repository / "other"
    other.mkdir()
    (other / "scratchpress.toml").write_text('version = 1\nsources = ["tool.c"]\n')
    build(window, repository / "hello" / "hello.c")
    dialog = opened(window, qtbot)

    dialog.same.setChecked(False)
    assert digest(window) not in dialog.workflow.text()
    dialog.all.setChecked(True)
    assert "recipe: other/scratchpress.toml" in dialog.workflow.text()
    dialog.registry.setCurrentIndex(2)
    assert "docker/login-action" not in dialog.workflow.text()
    dialog.registry.setCurrentIndex(1)
    assert not dialog.save.isEnabled()
    dialog.prefix.setText("registry.example.com/me")
    assert "registry.example.com/me/" in dialog.workflow.text()
    assert dialog.save.isEnabled()
    dialog.prefix.setText("Not A Name")
    assert "is not valid" in dialog.problem
    assert not dialog.save.isEnabled()


def test_files_that_are_there_are_only_replaced_after_a_yes(
    window: MainWindow, build: Build, qtbot: QtBot, repository: Path
) -> None:
    workflow = repository / ".github/workflows/image.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("name: mine\n")
    build(window, repository / "hello" / "hello.c")
    dialog = opened(window, qtbot)

    def answer(words: str) -> None:
        dialog.save.click()
        box = dialog.findChild(QMessageBox)
        assert box is not None
        assert ".github/workflows/image.yml" in box.text()
        next(one for one in box.findChildren(QPushButton) if one.text() == words).click()

    answer("Keep them")
    assert workflow.read_text() == "name: mine\n"
    assert not (repository / "hello" / "scratchpress.toml").exists()
    qtbot.waitUntil(lambda: dialog.findChild(QMessageBox) is None, timeout=SOON_MS)
    answer("Replace")
    qtbot.waitUntil(lambda: bool(dialog.said), timeout=SOON_MS)
    assert digest(window) in workflow.read_text("utf-8")


def test_there_is_nothing_to_use_before_an_image_is_built(window: MainWindow) -> None:
    assert not window.work_page.github_button.isEnabled()
    window.shared_actions.use_in_github.trigger()
    assert controller(window, GithubController).dialog is None
