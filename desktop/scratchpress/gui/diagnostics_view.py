"""The compiler's messages, each at its source line with a caret below the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from scratchpress.events import Severity
from scratchpress.gui.output_text import visible
from scratchpress.gui.widgets import Glyph, columns, label, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from scratchpress.events import Diagnostic
    from scratchpress.gui.theme import Theme

# A broken header makes hundreds; the first ones hold the cause.
_MAX_SHOWN = 30
_MAX_LINE = 200
_AFTER_CARET = 4
_GLYPHS = {
    Severity.ERROR: ("cross", "failure"),
    Severity.WARNING: ("warning", "warning"),
    Severity.NOTE: ("info", "secondary"),
}


def caret_lines(source_line: str, column: int, room: int = _MAX_LINE) -> str:
    """The source line and a caret below its 1-based byte ``column``; tabs stay aligned.

    Of a line with more than ``room`` characters the part around the caret is taken.
    """
    if not source_line.strip():
        return ""
    before = source_line.encode()[: max(column - 1, 0)].decode(errors="ignore")
    indent = source_line[: len(source_line) - len(source_line.lstrip())]
    shown = source_line[len(indent) :].expandtabs(4)
    if column < 1:
        return visible(shown[:room])
    offset = len(visible(before[len(indent) :].expandtabs(4))) if len(before) > len(indent) else 0
    # A place far to the right is brought into view, with as much before it as fits.
    start = 0 if offset < room else offset - room + _AFTER_CARET
    text = visible(shown)[start : start + room]
    if start:
        text = "…" + text[1:]
    return f"{text}\n{' ' * (offset - start)}^"


class _Code(QLabel):
    """A source line with its caret, as much of it as there is room for."""

    def __init__(self, theme: Theme, message: Diagnostic) -> None:
        super().__init__()
        self._theme = theme
        self._message = message
        self.setProperty("kind", "mono")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setToolTip(visible(message.source_line.strip()[:_MAX_LINE]))
        self._show(_MAX_LINE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the part that fits now."""
        super().resizeEvent(event)
        self._show(max(self.width() // self.fontMetrics().horizontalAdvance("m"), 8))

    def _show(self, room: int) -> None:
        self.setText(caret_lines(self._message.source_line, self._message.column, room))


class _Message(QFrame):
    """One message."""

    def __init__(self, theme: Theme, message: Diagnostic) -> None:
        super().__init__()
        self.setProperty("kind", "diagnostic")
        layout = rows(self, gap=theme.px(6))
        side = theme.px(12)
        layout.setContentsMargins(side, theme.px(9), side, theme.px(9))
        head = columns(gap=theme.px(8))
        glyph, role = _GLYPHS[message.severity]
        head.addWidget(Glyph(theme, glyph, role, 14), 0, Qt.AlignmentFlag.AlignTop)
        text = label(visible(message.text), "strong", wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head.addWidget(text, 1)
        layout.addLayout(head)
        place = ""
        if message.file:
            place = visible(message.file)
            if message.line:
                place = self.tr("{0}, line {1}").format(place, message.line)
            layout.addWidget(label(place, "small", wrap=True))
        if message.source_line.strip():
            layout.addWidget(_Code(theme, message))
        severity = _severity_word(message.severity)
        self.setAccessibleName(": ".join(filter(None, (severity, place, message.text))))


def _severity_word(severity: Severity) -> str:
    words = {
        Severity.ERROR: QCoreApplication.translate("Diagnostic", "Error"),
        Severity.WARNING: QCoreApplication.translate("Diagnostic", "Warning"),
        Severity.NOTE: QCoreApplication.translate("Diagnostic", "Note"),
    }
    return words[severity]


class DiagnosticsView(QScrollArea):
    """A list of messages; the keyboard scrolls it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Messages of the compiler"))

    @property
    def words(self) -> list[str]:
        """Severity, place and text of each message shown."""
        return [one.accessibleName() for one in self.findChildren(_Message)]

    def show_messages(self, messages: Sequence[Diagnostic]) -> None:
        """Replace the list."""
        content = QWidget()
        layout = rows(content, gap=self._theme.px(8))
        for message in messages[:_MAX_SHOWN]:
            layout.addWidget(_Message(self._theme, message))
        if len(messages) > _MAX_SHOWN:
            more = self.tr("{0} more are in the log.").format(len(messages) - _MAX_SHOWN)
            layout.addWidget(label(more, "secondary"))
        layout.addStretch(1)
        self.setWidget(content)
