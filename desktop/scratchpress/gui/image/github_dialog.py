"""The dialog that shows the files with which GitHub builds the image, to copy and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QSizePolicy, QTabBar, QWidget

from scratchpress.gui.image.text_pages import TextPage
from scratchpress.gui.language.words import say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.gui.widgets.buttons import MainButton, button
from scratchpress.gui.widgets.inputs import CheckBox, ComboBox
from scratchpress.gui.widgets.labels import label
from scratchpress.gui.widgets.layouts import columns, fill, rows
from scratchpress.recipe.model import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QHBoxLayout, QLayout

    from scratchpress.gui.look.theme import Theme

_WIDTH, _HEIGHT = 720, 620
_OWN, _OTHER, _NOWHERE = "own", "other", "nowhere"


class GithubDialog(QDialog):
    """Choices at the top, the two files below; every change shows at once."""

    changed = Signal()
    save_wanted = Signal()
    copy_text = Signal(str)

    def __init__(self, theme: Theme, workflow_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(say("Use in GitHub"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        room = parent.window().size()
        self.resize(QSize(theme.px(_WIDTH), theme.px(_HEIGHT)).boundedTo(room))
        about = label(
            say(
                "With these two files in a repository, GitHub builds this image after every"
                " change, in the same way and with the same digest."
            ),
            "secondary",
            wrap=True,
        )
        self.same = CheckBox(theme, say("Fail when the digest is another one than here"))
        self.same.setChecked(True)
        self.same.toggled.connect(self.changed)
        self.all = CheckBox(theme, "")
        self.all.toggled.connect(self.changed)
        self.all.hide()
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        fill(
            rows(self, margin=theme.px(20), gap=theme.px(12)),
            about,
            self._make_registry(),
            self.same,
            self.all,
            (self._make_files(workflow_name), 1),
            self._problem,
            self._make_buttons(),
        )

    def _make_registry(self) -> QLayout:
        title = label(say("Push to"))
        self.registry = ComboBox(self._theme, say("Push to"))
        self.registry.addItem(say("GitHub's own registry (ghcr.io)"), _OWN)
        self.registry.addItem(say("Another registry"), _OTHER)
        self.registry.addItem(say("Nowhere: only build and check"), _NOWHERE)
        self.registry.currentIndexChanged.connect(self._registry_changed)
        title.setBuddy(self.registry)
        self.prefix = QLineEdit()
        self.prefix.setPlaceholderText("registry.example.com/account")
        self.prefix.setAccessibleName(say("Registry and account"))
        self.prefix.textChanged.connect(self.changed)
        self.prefix.hide()
        return fill(columns(gap=self._theme.px(8)), title, (self.registry, 1), (self.prefix, 1))

    def _make_files(self, workflow_name: str) -> QLayout:
        theme = self._theme
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(say("Files"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab(workflow_name)
        self.tabs.addTab(FILE_NAME)
        self.workflow = TextPage(
            theme, workflow_name, say("What GitHub does, in a file of the repository."), ""
        )
        self.recipe = TextPage(
            theme, FILE_NAME, say("The choices made here, beside the source."), ""
        )
        self._pages = (self.workflow, self.recipe)
        for page in self._pages:
            page.copy_text.connect(self.copy_text)
        self.tabs.currentChanged.connect(self._show_page)
        self.recipe.hide()
        return fill(rows(gap=theme.px(8)), self.tabs, (self.workflow, 1), (self.recipe, 1))

    def _make_buttons(self) -> QHBoxLayout:
        self._said = label("", "secondary", wrap=True)
        leave = button(say("Close"), act=self.reject)
        self.save = MainButton(self._theme, say("Save in a repository…"), act=self.save_wanted)
        self.save.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        return fill(columns(gap=self._theme.px(8)), (self._said, 1), leave, self.save)

    @property
    def pushes(self) -> bool:
        """Whether the image is to go to a registry."""
        return str(self.registry.currentData()) != _NOWHERE

    @property
    def other_registry(self) -> str:
        """Registry and account where they are not GitHub's own; else empty."""
        return self.prefix.text().strip() if self.registry.currentData() == _OTHER else ""

    @property
    def needs_registry(self) -> bool:
        """Whether another registry was chosen and not yet named."""
        return str(self.registry.currentData()) == _OTHER and not self.other_registry

    @property
    def said(self) -> str:
        """What is said beside the buttons."""
        return self._said.text()

    @property
    def problem(self) -> str:
        """What is wrong; empty when nothing is."""
        return self._problem.text()

    def offer_all(self, count: int) -> None:
        """There are other recipes in the repository, ``count`` with this one."""
        self.all.setText(say("Build all {0} recipes of the repository", count))
        self.all.setVisible(count > 1)

    def show_files(self, workflow: str, recipe: str) -> None:
        """Show what would be saved."""
        self.workflow.show_text(workflow)
        self.recipe.show_text(recipe)

    def show_problem(self, words: str) -> None:
        """Say what is wrong, or nothing."""
        self._problem.setText(visible(words))
        self._problem.setVisible(bool(words))
        self.save.setEnabled(not words and not self.needs_registry)
        if words:
            announce(self, words, urgent=True)

    def show_saved(self, names: Sequence[str]) -> None:
        """Say what was saved."""
        self._said.setText(say("Saved: {0}.", visible(", ".join(names))))
        announce(self, self._said.text())

    def _registry_changed(self) -> None:
        self.prefix.setVisible(self.registry.currentData() == _OTHER)
        self.changed.emit()

    def _show_page(self, index: int) -> None:
        for number, page in enumerate(self._pages):
            page.setVisible(number == index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap with the width."""
        super().resizeEvent(event)
        self._said.updateGeometry()
