"""The switch for running again when files change, and what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.inputs import CheckBox
from scratchpress.gui.widgets.labels import ElidedLabel
from scratchpress.gui.widgets.layouts import rows

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme


class WatchRow(QWidget):
    """A check box, and below it one quiet line when there is something to say."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = rows(self, gap=theme.px(2))
        self.box = CheckBox(theme, say("Run again when the file changes"))
        self.box.setToolTip(say("Also when a header, the recipe or a file of the image changes"))
        self.box.clicked.connect(self.toggled)
        self._words = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        self._words.setIndent(theme.px(24))
        layout.addWidget(self.box)
        layout.addWidget(self._words)
        self._words.hide()

    @property
    def words(self) -> str:
        """What is said, if anything."""
        return "" if self._words.isHidden() else self._words.full_text()

    def tell(self, words: str) -> None:
        """Say something of the files; nothing is shown when there is nothing to say."""
        self._words.show_text(words)
        self._words.setVisible(bool(words))
        self.box.setAccessibleDescription(words)
