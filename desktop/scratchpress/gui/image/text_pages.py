"""The result tabs that show text: Dockerfile, build by hand, log."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from scratchpress.gui.language.words import said, say
from scratchpress.gui.look.safe_text import shortened, visible
from scratchpress.gui.widgets.buttons import IconButton
from scratchpress.gui.widgets.labels import label
from scratchpress.gui.widgets.layouts import TOP, columns, fill, rows
from scratchpress.gui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.gui.look.theme import Theme

# A log is read from its end; the full compiler text is in an error's details.
_MAX_LOG_LINES = 5000
_MAX_SHOWN = 1_000_000
_MAX_SHOWN_LINE = 4096


class TextPage(QWidget):
    """One sentence on what the text is, the text, and a button that copies it."""

    copy_text = Signal(str)

    def __init__(self, theme: Theme, name: str, about: str, placeholder: str) -> None:
        super().__init__()

        copy_words = say("Copy: {0}", name)
        copy = IconButton(theme, "copy", copy_words, lambda: self.copy_text.emit(self.text()))
        self.box = TextBox(theme, name)
        self.box.setPlaceholderText(placeholder)
        head = fill(
            columns(gap=theme.px(8)), (label(about, "secondary", wrap=True), 1), (copy, TOP)
        )
        fill(rows(self, gap=theme.px(8)), head, (self.box, 1))

    def text(self) -> str:
        """What is shown."""
        return self.box.toPlainText()

    def show_text(self, text: str) -> None:
        """Replace the text."""
        shown = bounded(visible(text))
        if shown != self.box.toPlainText():
            self.box.setPlainText(shown)


class ExplainedPage(TextPage):
    """A text with comments of the core's, in the window's language."""

    _english = ""

    def show_text(self, text: str) -> None:
        """Replace the text."""
        self._english = text
        super().show_text(said(text))

    def reword_kept(self) -> None:
        """Put the comments into another language."""
        self.show_text(self._english)


class LogPage(TextPage):
    """Everything the stages said, line by line."""

    def __init__(self, theme: Theme, name: str, about: str, placeholder: str) -> None:
        super().__init__(theme, name, about, placeholder)
        self.box.setMaximumBlockCount(_MAX_LOG_LINES)
        self.box.wrap_lines()
        self._entries: deque[Callable[[], str]] = deque(maxlen=_MAX_LOG_LINES)

    def clear(self) -> None:
        """Begin anew."""
        self._entries.clear()
        self.show_text("")

    def add(self, entry: Callable[[], str]) -> None:
        """Append what an entry says, which may be nothing; it is asked again in each language."""
        if text := entry():
            self._entries.append(entry)
            self._append(text)

    def reword_kept(self) -> None:
        """Say everything in another language."""
        self.box.clear()
        for entry in self._entries:
            self._append(entry())

    def _append(self, text: str) -> None:
        """The view follows when it is at the end."""
        bar = self.box.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 1
        cursor = QTextCursor(self.box.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        shown = bounded(visible(text))
        cursor.insertText(shown if self.box.document().isEmpty() else "\n" + shown)
        if at_end:
            bar.setValue(bar.maximum())


def bounded(text: str) -> str:
    """What a text box can show without stalling: long lines cut, the end left out."""
    lines = text[:_MAX_SHOWN].split("\n")
    cut = (shortened(line, _MAX_SHOWN_LINE) for line in lines)
    return "\n".join(cut) + ("\n…" if len(text) > _MAX_SHOWN else "")
