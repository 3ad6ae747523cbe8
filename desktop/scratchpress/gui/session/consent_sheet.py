"""The dialog that asks whether a recipe is allowed what it asks for."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.labels import ElidedLabel, Glyph, label
from scratchpress.gui.widgets.layouts import STRETCH, TOP, columns, fill, rows
from scratchpress.gui.widgets.scroll_areas import DialogBody, bounded_width

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QLayout

    from scratchpress.gui.look.theme import Theme
    from scratchpress.recipe.permissions import Permission

_WIDTH = 520


class Answer(Enum):
    """What the person allows; nothing, unless they say something else."""

    NO = auto()
    ONCE = auto()
    ALWAYS = auto()


class ConsentSheet(QDialog):
    """What is asked for, each with what it means, and three answers; closing it is a no.

    Attributes:
        answer: what was pressed.
    """

    def __init__(
        self, theme: Theme, recipe: Path, asked: Iterable[Permission], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.answer = Answer.NO
        self._theme = theme
        self.setWindowTitle(say("Allow what the recipe asks for?"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        asked = tuple(asked)
        content = QWidget()
        content.setFixedWidth(bounded_width(theme, _WIDTH))
        place = ElidedLabel("secondary", Qt.TextElideMode.ElideMiddle)
        place.show_text(visible(str(recipe)))
        trust = label(
            say(
                "Allow it when you trust whoever made the recipe. What you change in the choices"
                " yourself is not asked."
            ),
            "secondary",
            wrap=True,
        )
        title = label(say("This recipe asks for more than every program gets"), "strong", wrap=True)
        fill(
            rows(content, gap=theme.px(12)),
            fill(rows(gap=theme.px(4)), title, place),
            *(self._row(one) for one in asked),
            trust,
        )
        self._body = DialogBody(theme, content, say("What the recipe asks for"), self)
        fill(rows(self, margin=theme.px(20), gap=theme.px(16)), (self._body, 1), self._buttons())
        words = (joined(". ", (said(one.words), said(one.warning))) for one in asked)
        self.setAccessibleDescription(joined("\n", words))

    @property
    def words(self) -> str:
        """What it says of each thing that is asked for."""
        return self.accessibleDescription()

    def _row(self, one: Permission) -> QLayout:
        words = ElidedLabel("strong", Qt.TextElideMode.ElideMiddle)
        words.show_text(said(one.words))
        means = fill(rows(gap=self._theme.px(2)), words, label(said(one.warning), "", wrap=True))
        glyph = Glyph(self._theme, "warning", "failure", 16)
        return fill(columns(gap=self._theme.px(10)), (glyph, TOP), (means, 1))

    def _buttons(self) -> QLayout:
        once = button(say("Allow once"), act=lambda: self._say(Answer.ONCE))
        once.setToolTip(say("Until something else is opened"))
        always = button(say("Always for this folder"), act=lambda: self._say(Answer.ALWAYS))
        always.setToolTip(say("As long as the recipe and what it asks for stay as they are"))
        self.refuse = button(say("Do not allow"), act=self.reject)
        self.refuse.setDefault(True)
        return fill(columns(gap=self._theme.px(8)), STRETCH, once, always, self.refuse)

    def _say(self, answer: Answer) -> None:
        self.answer = answer
        self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard is at the safe answer, and can scroll where there is more to read."""
        super().showEvent(event)
        if self._body.verticalScrollBar().maximum() > 0:
            self._body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.refuse.setFocus(Qt.FocusReason.TabFocusReason)
