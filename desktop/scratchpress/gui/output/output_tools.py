"""The tool buttons of the output: find, wrap lines, copy and save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.buttons import IconButton, open_below
from scratchpress.gui.widgets.layouts import columns, fill
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.output.find_bar import FindBar
    from scratchpress.gui.output.outcome_bar import OutcomeBar
    from scratchpress.gui.output.styled_text_view import StyledTextView
    from scratchpress.gui.terminal.terminal_view import TerminalView


_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class OutputTools(QWidget):
    """The outcome at the left, and a button for each tool at the right."""

    save_output = Signal(OutputStream)
    save_both = Signal()
    copied = Signal()

    def __init__(
        self,
        theme: Theme,
        outcome: OutcomeBar,
        finder: FindBar,
        *,
        text: StyledTextView,
        terminal: TerminalView,
    ) -> None:
        super().__init__()
        self._finder = finder
        self._text = text
        self._terminal = terminal
        self._streams: tuple[OutputStream, ...] = ()
        self.more = IconButton(theme, "more", say("Find, wrap lines"), self._show_more)
        self.copy = IconButton(theme, "copy", say("Copy the output"), self._copy_all)
        words = say("Save the complete output…")
        self.save = IconButton(theme, "save", words, self.ask_what_to_save)
        tools = ((tool, _MIDDLE) for tool in (self.more, self.copy, self.save))
        fill(columns(self, gap=theme.px(2)), (outcome, 1), *tools)
        keys = QKeySequence.StandardKey
        for key, act in (
            (keys.Find, finder.open_bar),
            (QKeySequence(Qt.Key.Key_F3), lambda: self._step(1)),
            (QKeySequence(Qt.Modifier.SHIFT | Qt.Key.Key_F3), lambda: self._step(-1)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self.offer_saving(())

    def offer_saving(self, streams: tuple[OutputStream, ...]) -> None:
        """Which streams have something on disk to save."""
        self._streams = streams
        self.save.setEnabled(bool(streams))

    def offer_copying(self) -> None:
        """Look whether there is something to copy."""
        self.copy.setEnabled(bool(self._shown.lines))

    def ask_what_to_save(self) -> None:
        """Let the person choose a stream, where there is more than one."""
        if len(self._streams) == 1:
            self.save_output.emit(self._streams[0])
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for stream, words in (
            (OutputStream.STDOUT, say("Save the output…")),
            (OutputStream.STDERR, say("Save the error output…")),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, stream=stream: self.save_output.emit(stream))
        menu.addAction(say("Save both into a folder…")).triggered.connect(self.save_both)
        open_below(menu, self.save)

    @property
    def _shown(self) -> StyledTextView:
        return self._text if self._terminal.isHidden() else self._terminal

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self._shown.toPlainText())
        self.copied.emit()

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        find = menu.addAction(say("Find…"))
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.triggered.connect(self._finder.open_bar)
        # A terminal breaks lines itself.
        if self._shown is self._text:
            wrap = menu.addAction(say("Wrap long lines"))
            wrap.setCheckable(True)
            wrap.setChecked(self._text.wraps)
            wrap.toggled.connect(self._text.set_wrapping)
        open_below(menu, self.more)

    def _step(self, by: int) -> None:
        if self._finder.isVisible():
            self._finder.step(by)
        else:
            self._finder.open_bar()
