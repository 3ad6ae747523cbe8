"""The base of all cards: a title, rows of fields, and a part that "more" opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from scratchpress.gui.language.words import again, said, say
from scratchpress.gui.widgets.buttons import ChevronButton
from scratchpress.gui.widgets.labels import label
from scratchpress.gui.widgets.layouts import STRETCH, columns, fill, rows
from scratchpress.gui.widgets.style_kinds import set_kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from PySide6.QtWidgets import QVBoxLayout

    from scratchpress.gui.look.theme import Theme

    Value = TypeVar("Value")


class WrongFieldError(Exception):
    """What the person typed cannot be used; the field already says why."""

    def __init__(self, field: QWidget, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


class Rows(QWidget):
    """Fields below each other, their labels in a column of one width."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(8))
        self.align(theme.px(86))
        self._grid.setColumnStretch(1, 1)
        self._names: dict[QWidget, QLabel] = {}
        self._problems: dict[QWidget, QLabel] = {}

    def align(self, width: int) -> None:
        """Give the labels at least this width, in pixels; so do several of these line up."""
        self._grid.setColumnMinimumWidth(0, width)

    def add(self, words: str, field: QWidget) -> None:
        """Add a field with its label; a sentence about it appears below it."""
        row = self._grid.rowCount()
        name = label(words, "secondary")
        name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        top = isinstance(field, QPlainTextEdit)
        vertical = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter
        self._names[field] = name
        self._grid.addWidget(name, row, 0, vertical)
        self._grid.addWidget(field, row, 1)

    def add_wide(self, widget: QWidget) -> None:
        """Add something that takes the whole width."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def add_checked(
        self, words: str, field: QLineEdit | QPlainTextEdit, shown: QWidget | None = None
    ) -> None:
        """Add a field that can hold something wrong, with room to say so.

        ``shown`` is the widget around the field when the field is a part of another.
        """
        self.add(words, shown or field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        problem = label("", "problem", wrap=True)
        problem.hide()
        self._grid.addWidget(problem, self._grid.rowCount(), 1)
        self._problems[field] = problem

    def show_row(self, field: QLineEdit, *, shown: bool) -> None:
        """Show or hide a checked field with its label and what is said of it."""
        self._names[field].setVisible(shown)
        field.setVisible(shown)
        if not shown:
            self._tell(field, "")

    def read(self, field: QLineEdit | QPlainTextEdit, parse: Callable[[str], Value]) -> Value:
        """What a field holds, parsed; the field shows the sentence if it is wrong.

        Raises:
            WrongFieldError: ``parse`` raised ValueError.
        """
        text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        try:
            value = parse(text)
        except ValueError as error:
            # As text the sentence would not know any more what it was made from.
            sentence = error.args[0]
            self._tell(field, said(sentence))
            raise WrongFieldError(field, sentence) from error
        self._tell(field, "")
        return value

    def _tell(self, field: QWidget, sentence: str) -> None:
        problem = self._problems[field]
        problem.setText(sentence)
        problem.setVisible(bool(sentence))
        field.setAccessibleDescription(sentence)
        set_kind(field, "wrong", "true" if sentence else "false")


class Card(QFrame):
    """One card; it tells when the person has changed something in it."""

    changed = Signal()

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._theme = theme
        self._title = title
        # A quiet button has room around its words; its arrow lines up with the fields.
        self._head = columns(margin=theme.margins(0, 0, -5, 0), gap=theme.px(8))
        fill(self._head, label(title, "strong"), STRETCH)
        self._layout = rows(self, margin=theme.margins(16, 12, 16, 14), gap=theme.px(8))
        self._layout.addLayout(self._head)
        self._more: ChevronButton | None = None
        self._rest: QWidget | None = None

    @property
    def body(self) -> QVBoxLayout:
        """Where the card's content goes."""
        return self._layout

    def reword_kept(self) -> None:
        """Put what is shown later into another language."""
        self._title = again(self._title)

    def add_action(self, widget: QWidget) -> None:
        """Put a quiet button beside the title."""
        self._head.addWidget(widget)

    def add_rest(self, rest: QWidget) -> None:
        """Add the part that most people do not need, closed until "more" is pressed."""
        more = ChevronButton(self._theme, say("more"))
        more.setCheckable(True)
        more.setAccessibleName(say("More choices for {0}", self._title))
        more.toggled.connect(self.open_rest)
        self._more, self._rest = more, rest
        self.add_action(more)
        rest.hide()
        self._layout.addWidget(rest)

    def open_rest(self, is_open: bool = True) -> None:  # noqa: FBT001, FBT002 - a slot
        """Show or hide the rest."""
        if self._more is None or self._rest is None:
            return
        self._more.setChecked(is_open)
        self._more.setText(say("less") if is_open else say("more"))
        self._more.set_open(is_open)
        self._rest.setVisible(is_open)

    def reveal(self, field: QWidget) -> None:
        """Open the rest if the field is in it."""
        if self._rest is not None and self._rest.isAncestorOf(field):
            self.open_rest()
