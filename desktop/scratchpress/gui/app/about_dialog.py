"""The About dialog: the versions of the app and its parts, to copy into a report."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QLabel, QLayout, QWidget

from scratchpress import __version__
from scratchpress.gui.language.words import joined, say
from scratchpress.gui.look.icons import app_icon
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.labels import label
from scratchpress.gui.widgets.layouts import columns, rows
from scratchpress.gui.widgets.scroll_areas import DialogBody, bounded_width

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.gui.look.theme import Theme

_WIDTH = 420


def versions(engine: str) -> str:
    """All that a report needs to know, one line each; ``engine`` in words."""
    frozen = getattr(sys, "frozen", False)
    parts = [
        ("Scratchpress", __version__),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        (say("System"), f"{platform.system()} {platform.release()} {platform.machine()}"),
        (say("Compiler"), _version("ziglang", "Zig {0}")),
        ("Docker SDK", _version("docker", "{0}")),
        (say("Engine"), engine),
        (say("Packaged app"), say("yes") if frozen else say("no")),
    ]
    return joined("\n", (joined(": ", part) for part in parts))


def _version(package: str, words: str) -> str:
    try:
        return words.format(version(package))
    except PackageNotFoundError:
        return say("not installed")


class AboutDialog(QDialog):
    """Icon, name, versions; buttons that copy them and look for a newer one."""

    copy_text = Signal(str)
    look_for_update = Signal()

    def __init__(self, theme: Theme, engine: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("About Scratchpress"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._engine = engine
        self._page = ""
        outside = rows(self, margin=theme.px(20), gap=theme.px(12))
        body = QWidget()
        layout = rows(body, gap=theme.px(12))
        outside.addWidget(DialogBody(theme, body, self.windowTitle(), self))
        head = columns(gap=theme.px(16))
        picture = QLabel()
        side = theme.px(56)
        picture.setPixmap(app_icon().pixmap(QSize(side, side), self.devicePixelRatio()))
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = rows(gap=theme.px(2))
        name = label("Scratchpress")
        name.setObjectName("brand")
        words.addWidget(name)
        words.addWidget(label(say("Version {0}", __version__), "secondary"))
        head.addLayout(words, 1)
        layout.addLayout(head)
        sentence = label(
            say("Drop a source file; get a container image built from nothing else."),
            wrap=True,
        )
        sentence.setFixedWidth(bounded_width(theme, _WIDTH))
        layout.addWidget(sentence)
        self._facts = label(versions(engine()), "mono", wrap=True)
        self._facts.setAccessibleName(say("Versions"))
        self._facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._facts.setFixedWidth(bounded_width(theme, _WIDTH))
        layout.addWidget(self._facts)
        self._answer = label("", "secondary", wrap=True)
        self._answer.setFixedWidth(bounded_width(theme, _WIDTH))
        self._answer.hide()
        layout.addWidget(self._answer)
        outside.addLayout(self._make_buttons(theme))
        outside.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)

    def _make_buttons(self, theme: Theme) -> QLayout:
        line = columns(gap=theme.px(8))
        self.copy = button(say("Copy"))
        self.copy.setAccessibleName(say("Copy the versions"))
        self.copy.clicked.connect(lambda: self.copy_text.emit(self.words))
        self.update_button = button(say("Look for a newer one"))
        self.update_button.clicked.connect(self._look)
        self.get = button(say("Open its page…"))
        self.get.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._page)))
        self.get.hide()
        close = button(say("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        line.addWidget(self.copy)
        line.addWidget(self.update_button)
        line.addWidget(self.get)
        line.addStretch(1)
        line.addWidget(close)
        close.setFocus()
        return line

    @property
    def words(self) -> str:
        """The versions as they are copied."""
        return self._facts.text()

    @property
    def answer(self) -> str:
        """What was said about newer ones."""
        return self._answer.text()

    def show_answer(self, sentence: str, page: str) -> None:
        """Say what looking for a newer one has found."""
        self._page = page
        self._answer.setText(sentence)
        self._answer.show()
        self.get.setVisible(bool(page))
        self.update_button.setEnabled(True)
        announce(self, sentence)

    def reword_kept(self) -> None:
        """Say the versions in another language."""
        self._facts.setText(versions(self._engine()))

    def _look(self) -> None:
        self.update_button.setEnabled(False)
        self.look_for_update.emit()
