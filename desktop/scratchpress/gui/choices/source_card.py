"""The Source card: the files that are open, and menus to change them or their language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from scratchpress.core.languages import Language
from scratchpress.gui.choices.card import Card
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.look.icons import smooth_painter
from scratchpress.gui.widgets.buttons import ChevronButton
from scratchpress.gui.widgets.labels import ElidedLabel
from scratchpress.gui.widgets.layouts import STRETCH, columns, fill, rows

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QPaintEvent

    from scratchpress.gui.look.theme import Theme


@dataclass(frozen=True, slots=True)
class SourceWords:
    """What the card says of the files, made safe to show.

    Attributes:
        badge: a few letters for the icon: ``C++``.
        name: the first file's name.
        language: what they are compiled as.
        others: what they could be compiled as instead.
        about: how many, size and folder in one line.
        tooltip: every file with its whole path.
    """

    badge: str
    name: str
    language: Language
    others: tuple[Language, ...]
    about: str
    tooltip: str


class _LanguageButton(ChevronButton):
    """The language as a word among others, which opens the choice."""

    left_room = 0.0


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
        painter = smooth_painter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_soft"))
        radius = self._theme.px(6)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setPen(self._theme.colour("accent"))
        painter.setFont(self._theme.font(13 if len(self._text) < 4 else 11, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class SourceCard(Card):
    """Icon, name, language, size and folder; menus to take other files or another language."""

    language_chosen = Signal(object)

    def __init__(self, theme: Theme, menu: QMenu) -> None:
        super().__init__(theme, say("Source"))
        change = ChevronButton(theme, say("Change…"))
        change.setMenu(menu)
        change.setAccessibleName(say("Change the source"))
        self.add_action(change)
        self._badge = _Badge(theme)
        self._name = ElidedLabel("strong", Qt.TextElideMode.ElideMiddle)
        self._about = ElidedLabel("secondary", Qt.TextElideMode.ElideMiddle)
        self._language = _LanguageButton(theme, "")
        self._languages = QMenu(self._language)
        self._language.setMenu(self._languages)
        self._language.hide()
        about = fill(columns(gap=theme.px(4)), self._language, (self._about, 1))
        words = fill(rows(), STRETCH, self._name, about, STRETCH)
        self.body.addLayout(fill(columns(gap=theme.px(12)), self._badge, (words, 1)))

    @property
    def words(self) -> tuple[str, str]:
        """The name and the line about it."""
        about = self._about.full_text()
        if self._language.isHidden():
            return self._name.full_text(), about
        return self._name.full_text(), f"{self._language.text()} · {about.removeprefix('· ')}"

    @property
    def languages(self) -> list[QAction]:
        """The languages to choose from, the one in use ticked."""
        return self._languages.actions()

    def show_source(self, words: SourceWords) -> None:
        """Show the files that the next build takes."""
        self._badge.show_text(words.badge)
        self._name.show_text(words.name)
        self._offer(words)
        label = said(words.language.label)
        if words.others:
            self._about.show_text(joined(" ", ("·", words.about)))
        else:
            self._about.show_text(joined(" · ", (label, words.about)))
        self.setToolTip(words.tooltip)

    def _offer(self, words: SourceWords) -> None:
        self._language.setVisible(bool(words.others))
        label = said(words.language.label)
        self._language.setText(label)
        self._language.setAccessibleName(say("Language: {0}. Choose another", label))
        self._language.setToolTip(say("What the source is compiled as"))
        self._languages.clear()
        for one in sorted((words.language, *words.others), key=list(Language).index):
            action = self._languages.addAction(said(one.label))
            action.setCheckable(True)
            action.setChecked(one is words.language)
            action.triggered.connect(lambda _=False, one=one: self.language_chosen.emit(one))
