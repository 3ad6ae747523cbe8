"""The dialog that pushes the image: the name, the progress, and the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QLayout,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QWidget,
)

from scratchpress.gui.language.numbers import format_size
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.messages.error_panel import ErrorPanel
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.gui.widgets.buttons import IconButton, MainButton, button
from scratchpress.gui.widgets.inputs import CheckBox
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import STRETCH, columns, fill, frame, rows
from scratchpress.gui.widgets.scroll_areas import DialogBody, bounded_width
from scratchpress.gui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QHBoxLayout

    from scratchpress.core.errors import ScratchpressError
    from scratchpress.gui.look.theme import Theme
    from scratchpress.registry.push import Progress, Pushed

_WIDTH = 520
# Of the progress bar: bytes may be more than its numbers can count.
_STEPS = 1000


class PushDialog(QDialog):
    """One push; it stays open until the person closes it."""

    push_wanted = Signal(str, bool)
    """The name to push to, and whether to attach a bill of materials."""
    stop_wanted = Signal()
    copy_text = Signal(str)

    def __init__(self, theme: Theme, suggested: str, *, has_bill: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._working = False
        self.setWindowTitle(say("Push the image"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._width = bounded_width(theme, _WIDTH)
        words = label(
            say(
                "A registry keeps images for others to pull. Yours is sent as it is, so its digest"
                " stays the same. The login is the one that docker login keeps."
            ),
            "secondary",
            wrap=True,
        )
        words.setFixedWidth(self._width)
        self.bill = CheckBox(theme, say("Attach a bill of materials"))
        self.bill.setToolTip(say("What is in the image, with versions and licences (SBOM)"))
        self.bill.setChecked(has_bill)
        self.error = ErrorPanel(theme)
        self.error.setFixedWidth(self._width)
        self.error.copy_text.connect(self.copy_text)
        self.error.hide()
        body = QWidget()
        fill(
            rows(body, gap=theme.px(12)),
            words,
            self._make_field(suggested),
            self.bill,
            self._make_progress(),
            self.error,
            self._make_result(),
        )
        outside = rows(self, margin=theme.px(20), gap=theme.px(12))
        scrolled = DialogBody(theme, body, self.windowTitle(), self)
        fill(outside, scrolled, self._make_buttons())
        # As high as what it shows.
        outside.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self._update_button()
        self.name.setFocus()

    def _make_field(self, suggested: str) -> QLayout:
        title = label(say("Where to"), "strong")
        self.name = QLineEdit(suggested)
        self.name.setPlaceholderText("ghcr.io/account/hello:1.0")
        self.name.setAccessibleName(say("Where to"))
        self.name.textChanged.connect(self._update_button)
        self.name.returnPressed.connect(self._push)
        title.setBuddy(self.name)
        hint = label(say("Registry, account, name and tag, as docker push takes them."), "small")
        return fill(rows(gap=self._theme.px(4)), title, self.name, hint)

    def _make_progress(self) -> QWidget:
        self._going = QWidget()

        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _STEPS)
        self._bar.setFixedHeight(self._theme.px(6))
        self._bar.setAccessibleName(say("How much is there"))
        self._status = label("", "small")
        fill(rows(self._going, gap=self._theme.px(6)), self._bar, self._status)
        self._going.hide()
        return self._going

    def _make_result(self) -> QWidget:
        theme = self._theme
        self._reference = TextBox(theme, say("The image's name with its digest"), small=True)
        # A digest has no place to break at but everywhere.
        self._reference.wrap_lines()
        self._reference.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._reference.setFixedWidth(self._width - 2 * theme.px(12))
        self._done = label("", "strong")
        self._done.setObjectName("words")
        self._also = label("", "small", wrap=True)
        copy_words = say("Copy the image's name with its digest")
        copy = IconButton(
            theme, "copy", copy_words, lambda: self.copy_text.emit(self._reference.toPlainText())
        )
        head = columns(gap=theme.px(8))
        fill(head, Glyph(theme, "check", "success", 16), (self._done, 1), copy)
        self._result = frame("outcome")
        self._result.setProperty("state", "good")
        layout = rows(self._result, margin=theme.margins(12, 8, 12, 8), gap=theme.px(4))
        fill(layout, head, self._reference, self._also)
        self._result.hide()
        return self._result

    def _make_buttons(self) -> QHBoxLayout:
        self.leave = button(say("Close"), act=self._leave)
        self.push = MainButton(self._theme, say("Push"), act=self._push)
        self.push.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        return fill(columns(gap=self._theme.px(8)), STRETCH, self.leave, self.push)

    @property
    def status(self) -> str:
        """What is said while it works."""
        return self._status.text()

    @property
    def reference(self) -> str:
        """The image's name with its digest; empty before it is there."""
        return self._reference.toPlainText()

    @property
    def is_working(self) -> bool:
        """Whether it is being sent."""
        return self._working

    def begin(self) -> None:
        """It is being sent from now on."""
        self._set_working(working=True)
        self.error.hide()
        self._result.hide()
        self._bar.setRange(0, 0)
        self._status.setText(say("Asking the registry…"))
        self._going.show()

    def show_status(self, words: str) -> None:
        """What goes on before anything is sent."""
        self._status.setText(words)

    def show_progress(self, step: Progress) -> None:
        """How far it is."""
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(round(_STEPS * step.done / step.total) if step.total else _STEPS)
        self._status.setText(
            say("{0} of {1} are there", format_size(step.done), format_size(step.total))
        )

    def show_done(self, pushed: Pushed) -> None:
        """It is there."""
        self._set_working(working=False)
        self._going.hide()
        self._done.setText(
            say("The image is there.") if pushed.sent else say("The image was there already.")
        )
        self._reference.show_lines(3)
        self._reference.setPlainText(visible("\n".join(pushed.by_digest)))
        also = [say("{0} sent.", format_size(pushed.sent))] if pushed.sent else []
        if pushed.attached:
            also.append(say("Its bill of materials is attached."))
        self._also.setText(joined(" ", also))
        self._also.setVisible(bool(also))
        self._result.show()
        announce(self, self._done.text())

    def show_error(self, error: ScratchpressError) -> None:
        """It is not."""
        self._set_working(working=False)
        self._going.hide()
        self.error.show_error(error)
        self.error.show()
        announce(self, said(error.title), urgent=True)

    def show_stopped(self) -> None:
        """The person stopped it."""
        self._set_working(working=False)
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(0)
        self._status.setText(say("Stopped by you. What has arrived is not sent again."))

    def reject(self) -> None:
        """Esc: stops what goes on; closes otherwise."""
        self._leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing stops it, too."""
        self.stop_wanted.emit()
        super().closeEvent(event)

    def _leave(self) -> None:
        if self._working:
            self.stop_wanted.emit()
        else:
            super().reject()

    def _push(self) -> None:
        if not self._working and self.name.text().strip():
            self.push_wanted.emit(self.name.text().strip(), self.bill.isChecked())

    def _update_button(self) -> None:
        self.push.setEnabled(bool(self.name.text().strip()))

    def _set_working(self, *, working: bool) -> None:
        self._working = working
        self.name.setEnabled(not working)
        self.bill.setEnabled(not working)
        self.push.set_busy(working)
        self.push.setText(say("Pushing…") if working else say("Push"))
        self.leave.setText(say("Stop") if working else say("Close"))
