"""The Source card: which files, and how to take others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from scratchpress.gui.cards.base import Card
from scratchpress.gui.widgets import ChevronButton, ElidedLabel, columns, rows

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QMenu

    from scratchpress.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class SourceWords:
    """What the card says of the files, made safe to show.

    Attributes:
        badge: a few letters for the icon: ``C++``.
        name: the first file's name.
        about: language, size and folder in one line.
        tooltip: every file with its whole path.
    """

    badge: str
    name: str
    about: str
    tooltip: str


class _Badge(QWidget):
    """A small square with the language's letters."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self.setFixedSize(QSize(theme.px(40), theme.px(40)))

    def show_text(self, text: str) -> None:
        """Change the letters."""
        self._text = text
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the square and the letters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_soft"))
        radius = self._theme.px(6)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setPen(self._theme.colour("accent"))
        painter.setFont(self._theme.font(13 if len(self._text) < 4 else 11, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class SourceCard(Card):
    """Icon, name, language, size and folder; a menu to take other files."""

    def __init__(self, theme: Theme, menu: QMenu) -> None:
        super().__init__(theme, QCoreApplication.translate("SourceCard", "Source"))
        change = ChevronButton(theme, self.tr("Change…"))
        change.setMenu(menu)
        change.setAccessibleName(self.tr("Change the source"))
        self.add_action(change)
        self._badge = _Badge(theme)
        self._name = ElidedLabel("strong", Qt.TextElideMode.ElideMiddle)
        self._about = ElidedLabel("secondary", Qt.TextElideMode.ElideMiddle)
        line = columns(gap=theme.px(12))
        line.addWidget(self._badge)
        words = rows(gap=0)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._about)
        words.addStretch(1)
        line.addLayout(words, 1)
        self.body.addLayout(line)

    @property
    def words(self) -> tuple[str, str]:
        """The name and the line about it."""
        return self._name.full_text(), self._about.full_text()

    def show_source(self, words: SourceWords) -> None:
        """Show the files that the next build takes."""
        self._badge.show_text(words.badge)
        self._name.show_text(words.name)
        self._about.show_text(words.about)
        self.setToolTip(words.tooltip)
