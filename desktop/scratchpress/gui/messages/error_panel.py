"""Shows an error: what went wrong, what to do, and details that unfold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from scratchpress.core.errors import CompileFailedError, ToolchainMissingError
from scratchpress.gui.image.text_pages import bounded
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.messages.diagnostics_view import DiagnosticsView
from scratchpress.gui.widgets.buttons import ChevronButton, IconButton, button
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import STRETCH, TOP, columns, fill, frame, rows
from scratchpress.gui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.core.diagnostics import DiagnosticGroup
    from scratchpress.core.errors import Choice, ScratchpressError
    from scratchpress.gui.look.theme import Theme

_BUTTONS = 3


def error_text(error: ScratchpressError) -> str:
    """The whole error as text to copy into a mail or a report."""
    words = (said(error.title), said(error.explanation), said(error.remedy), error.details)
    return "\n\n".join(filter(None, words))


class ErrorPanel(QWidget):
    """One error: title, explanation, next step; messages at their source lines."""

    copy_text = Signal(str)
    compile_as = Signal(object)
    chosen = Signal(object)
    use_built_in = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._error: ScratchpressError | None = None
        self._has_messages = False
        self._title = label("", "strong", wrap=True, selectable=True)
        self._explanation = label("", "", wrap=True, selectable=True)
        self._remedy = label("", "", wrap=True, selectable=True)
        for words in (self._explanation, self._remedy):
            words.setIndent(theme.px(26))
        head = columns(gap=theme.px(10))
        fill(head, (Glyph(theme, "cross", "failure", 16), TOP), (self._title, 1))
        box = frame("error")
        layout = rows(box, margin=theme.margins(14, 12, 14, 12), gap=theme.px(6))
        fill(layout, head, self._explanation, self._remedy, self._make_actions(theme))
        self._raw = QWidget()
        self._details = TextBox(theme, say("Details of the error"), small=True)
        self._details.setMinimumHeight(theme.px(120))
        copy_words = say("Copy the compiler's text")
        self._copy_raw = IconButton(theme, "copy", copy_words, self._copy_details)
        fill(columns(self._raw, gap=theme.px(4)), (self._details, 1), (self._copy_raw, TOP))
        self._raw.hide()
        self.list = DiagnosticsView(theme)
        self.list.text_wanted.connect(lambda: self._fold.setChecked(True))
        self.list.hide()
        self._rest = QWidget()
        self._rest.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        fill(rows(self, gap=theme.px(8)), box, (self._raw, 1), (self.list, 2), self._rest)

    def _make_actions(self, theme: Theme) -> QHBoxLayout:
        copy = button(say("Copy"), "small", self._copy)
        copy.setAccessibleName(say("Copy the error with its details"))
        self._fold = ChevronButton(theme, say("Details"))
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._show_details)
        self._instead = button("", "small", self._compile_as)
        self._built_in = button(say("Use the built-in compiler"), "small", self.use_built_in)
        self._choices = QWidget()
        self._line = columns(self._choices, gap=theme.px(8))
        offers = (self._instead, self._built_in, self._choices)
        for offer in offers:
            offer.hide()
        actions = columns(margin=theme.margins(26, 4, 0, 0), gap=theme.px(8))
        return fill(actions, *offers, copy, self._fold, STRETCH)

    def show_error(
        self, error: ScratchpressError, messages: Sequence[DiagnosticGroup] = ()
    ) -> None:
        """Show an error, and the compiler's messages if it is one of the compiler's."""
        self._error = error
        self._title.setText(visible(said(error.title)))
        self._explanation.setText(visible(said(error.explanation)))
        self._explanation.setVisible(bool(error.explanation))
        self._remedy.setText(visible(said(error.remedy)))
        self._remedy.setVisible(bool(error.remedy))
        compiler = error if isinstance(error, CompileFailedError) else None
        language = compiler.language if compiler else None
        self._instead.setVisible(language is not None)
        if language is not None:
            words = say("Compile as {0}", language.label)
            self._instead.setText(words)
            self._instead.setAccessibleName(words)
        self._built_in.setVisible(
            isinstance(error, ToolchainMissingError) and error.built_in_instead
        )
        self._offer(compiler.choices if compiler else ())
        self._fold.setText(say("Compiler's text") if compiler else say("Details"))
        self._details.setAccessibleName(
            say("Compiler's text") if compiler else say("Details of the error")
        )
        self._copy_raw.setVisible(compiler is not None)
        self._fold.setVisible(bool(error.details))
        self._fold.setChecked(False)
        self._has_messages = bool(messages)
        self.list.show_messages(messages)
        self.list.setVisible(self._has_messages)
        self._rest.setVisible(not messages)
        self.setAccessibleName(joined(" ", (said(error.title), said(error.remedy))))

    @property
    def words(self) -> str:
        """Title, explanation and remedy as they stand there."""
        parts = (self._title.text(), self._explanation.text(), self._remedy.text())
        return "\n".join(filter(None, parts))

    @property
    def messages(self) -> list[str]:
        """The compiler's messages in words."""
        return self.list.words

    @property
    def compiler_text(self) -> str:
        """What the compiler wrote, as far as it is shown; empty while it is folded away."""
        return self._details.toPlainText() if self._raw.isVisible() else ""

    def _show_details(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's slot
        self._fold.set_open(is_open)
        if is_open and self._error is not None:
            text = visible(self._error.details)
            shown = bounded(text)
            if shown != text:
                shown += "\n\n" + say("This is too long to be shown. Copied, it is complete.")
            self._details.setPlainText(shown)
        goes, comes = (self.list, self._details) if is_open else (self._details, self.list)
        has_keyboard = goes.hasFocus()
        # One or the other: together they would leave room for neither.
        self._raw.setVisible(is_open)
        self.list.setVisible(self._has_messages and not is_open)
        self._rest.setVisible(not self._has_messages and not is_open)
        if has_keyboard:
            comes.setFocus(Qt.FocusReason.OtherFocusReason)

    def offered(self) -> list[QPushButton]:
        """The buttons that build one of several programs, in order."""
        return [] if self._choices.isHidden() else self._choices.findChildren(QPushButton)

    def _offer(self, choices: Sequence[Choice]) -> None:
        while item := self._line.takeAt(0):
            if (before := item.widget()) is not None:
                before.deleteLater()
        # More than a line of them would be no help; they are named in the title.
        few = choices if len(choices) <= _BUTTONS else ()
        for choice in few:
            one = button(say("Build {0}", visible(choice.label)), "small")
            one.clicked.connect(lambda _=False, choice=choice: self.chosen.emit(choice))
            self._line.addWidget(one)
        self._choices.setVisible(bool(few))

    @property
    def instead(self) -> QPushButton | None:
        """The button that compiles the source as another language, when that is offered."""
        return None if self._instead.isHidden() else self._instead

    @property
    def built_in(self) -> QPushButton | None:
        """The button that compiles with the built-in compiler, when that is offered."""
        return None if self._built_in.isHidden() else self._built_in

    def _compile_as(self) -> None:
        if isinstance(self._error, CompileFailedError):
            self.compile_as.emit(self._error.language)

    def _copy_details(self) -> None:
        if self._error is not None:
            self.copy_text.emit(self._error.details)

    def _copy(self) -> None:
        if self._error is not None:
            self.copy_text.emit(error_text(self._error))
