"""The popup that lists every engine with its state, to choose one or see what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPainter
from PySide6.QtWidgets import QFrame, QLayout, QPushButton, QSizePolicy, QWidget

from scratchpress.engines.model import EngineKind
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.gui.widgets.buttons import IconButton, button, set_up_button
from scratchpress.gui.widgets.labels import ElidedLabel, Glyph, keep_room, label
from scratchpress.gui.widgets.layouts import STRETCH, TOP, columns, fill, frame, rows
from scratchpress.gui.widgets.scroll_areas import ScrollArea
from scratchpress.gui.window.header import paint_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from scratchpress.engines.diagnosis import EngineFinding
    from scratchpress.gui.look.theme import Theme

_WIDTH = 520
_HIGHEST = 560


@dataclass(frozen=True, slots=True)
class Choice:
    """What a row chooses: an engine by its kind, and a context or address with it."""

    engine: str
    context: str | None = None


AUTOMATIC = Choice("auto")
PREVIEW = Choice("local")


@dataclass(frozen=True, slots=True)
class _Row:
    """One engine in words."""

    choice: Choice
    title: str
    about: str
    state: str = ""
    mark: str = "looking"
    sentence: str = ""
    advice: str = ""
    command: str = ""
    url: str = ""


class _StateMark(QWidget):
    """A dot whose shape tells a state, too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state = "looking"
        self.setFixedSize(theme.px(10), theme.px(16))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_state(self, state: str) -> None:
        """Change the dot."""
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        side = self._theme.px(8)
        dot = QRectF(1, (self.height() - side) / 2, side, side)
        paint_state(painter, dot, self._state, self._theme)


class EngineButton(QPushButton):
    """One engine to choose: a tick at the one in use, its name, where it is, how it is doing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        set_up_button(self, "recent")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tick = Glyph(theme, "check", "accent", 16)
        keep_room(self._tick)
        self._title = label("", "strong")
        self._about = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        self._mark = _StateMark(theme)
        self._state = label("", "small")
        words = fill(rows(gap=theme.px(1)), self._title, self._about)
        self._inside = columns(self, margin=theme.margins(8, 6, 8, 6), gap=theme.px(8))
        fill(self._inside, (self._tick, TOP), (words, 1), (self._mark, TOP), (self._state, TOP))
        for each in (self._title, self._about, self._state):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_row(self, row: _Row, *, is_chosen: bool) -> None:
        """Say what the engine is and how it is doing."""
        self._title.setText(row.title)
        self._about.show_text(row.about)
        self._mark.setVisible(bool(row.state))
        self._mark.show_state(row.mark)
        self._state.setText(row.state)
        self._tick.setVisible(is_chosen)
        self.setChecked(is_chosen)
        self.setAccessibleName(joined(", ", (row.title, row.about, row.state)))
        self.setAccessibleDescription(joined(" ", (row.sentence, row.advice)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """What is in it; a push button would ask its own text, of which there is none."""
        return self._inside.sizeHint()

    @property
    def words(self) -> str:
        """Title, place and state as they are told."""
        return self.accessibleName()


class EngineRow(QWidget):
    """An engine to choose, and below it what is wrong and the one next step."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row = _Row(AUTOMATIC, "", "")
        self.button = EngineButton(theme)
        self.button.clicked.connect(self._choose)
        self._sentence = label("", "small", wrap=True, selectable=True)
        self._advice = label("", "small", wrap=True, selectable=True)
        self.command = label("", "mono", wrap=True, selectable=True)
        self.copy = IconButton(theme, "copy", say("Copy the command"), self._copy)
        self.page = button(say("Open the page…"), "small", self._open_page)
        self._step = QWidget()
        fill(columns(self._step, gap=theme.px(4)), self.command, self.copy, self.page, STRETCH)
        self._more = QWidget()
        more = rows(self._more, margin=theme.margins(32, 0, 10, 8), gap=theme.px(4))
        fill(more, self._sentence, self._advice, self._step)
        fill(rows(self), self.button, self._more)

    def show_row(self, row: _Row, *, is_chosen: bool) -> None:
        """Say what is known now."""
        self._row = row
        self.button.show_row(row, is_chosen=is_chosen)
        for words, text in ((self._sentence, row.sentence), (self._advice, row.advice)):
            words.setText(text)
            words.setVisible(bool(text))
        self.command.setText(row.command)
        # A label that wraps asks for little width, and would break a short command in two.
        wanted = self.command.fontMetrics().horizontalAdvance(row.command) + self._theme.px(2)
        self.command.setMinimumWidth(min(wanted, self._theme.px(_WIDTH - 120)))
        for widget in (self.command, self.copy):
            widget.setVisible(bool(row.command))
        self.copy.setToolTip(say("Copy the command"))
        self.page.setVisible(bool(row.url))
        self.page.setToolTip(row.url)
        self.page.setAccessibleName(say("Open {0}", row.url))
        self._step.setVisible(bool(row.command or row.url))
        self._more.setVisible(bool(row.sentence or row.advice))

    @property
    def words(self) -> list[str]:
        """All that the row says, line by line."""
        row = self._row
        return [each for each in (self.button.words, row.sentence, row.advice, row.command) if each]

    def _choose(self) -> None:
        # The tick follows the choice, not the press: pressed twice it stays.
        self.button.setChecked(True)
        self.chosen.emit(self._row.choice)

    def _open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(self._row.url))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._row.command)
        self.copy.setToolTip(say("Copied"))
        announce(self, say("Copied"))


class EnginePicker(QFrame):
    """The list below the header; leaves by Esc, by a click elsewhere, or with a choice."""

    chosen = Signal(object)
    look_again = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._findings: tuple[EngineFinding, ...] = ()
        self._choice = AUTOMATIC
        self._corner = QPoint()
        self.setProperty("kind", "picker")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(say("Engines"))
        self.again = button(say("Look again"), "small", self.look_again)
        content = QWidget()
        self._lines = rows(content)
        self._list = ScrollArea("", content)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._note = label("", "small", wrap=True)
        self._note.setContentsMargins(theme.margins(8, 4, 8, 0))
        head = columns(margin=theme.margins(8, 0, 8, 0), gap=theme.px(8))
        fill(head, (label(say("Engines"), "strong"), 1), self.again)
        layout = rows(self, margin=theme.px(8), gap=theme.px(4))
        fill(layout, head, frame("rule"), (self._list, 1), self._note)
        self.rows: list[EngineRow] = []
        self.show_note("")

    def show_note(self, words: str) -> None:
        """Say something about all of them; empty words take it away."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    @property
    def note(self) -> str:
        """What is said about all of them."""
        return self._note.text()

    def show_findings(self, findings: Sequence[EngineFinding], choice: Choice) -> None:
        """Show what is known; rows that stay keep the keyboard."""
        self._findings, self._choice = tuple(findings), choice
        wanted = [_automatic(findings), *map(_row_of, self._findings)]
        if not any(row.choice == PREVIEW for row in wanted):
            wanted.append(_preview())
        while len(self.rows) < len(wanted):
            line = EngineRow(self._theme)
            line.chosen.connect(self.chosen)
            self.rows.append(line)
            self._lines.addWidget(line)
        while len(self.rows) > len(wanted):
            line = self.rows.pop()
            line.hide()
            line.deleteLater()
        for line, row in zip(self.rows, wanted, strict=True):
            line.show_row(row, is_chosen=row.choice == choice)
        if self.isVisible():
            self._fit()

    def show_choice(self, choice: Choice) -> None:
        """Move the tick."""
        self.show_findings(self._findings, choice)

    def open_below(self, widget: QWidget) -> None:
        """Open at the right edge of a widget, and give the chosen row the keyboard."""
        self._corner = widget.mapToGlobal(QPoint(widget.width(), widget.height()))
        self._fit()
        self.show()
        self._fit()
        front = next((line for line in self.rows if line.button.isChecked()), self.rows[0])
        front.button.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk through the list as in a menu."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """As high as the list, as far as there is room; whole on the screen."""
        parent, content, layout = self.parentWidget(), self._list.widget(), self.layout()
        if parent is None or content is None or layout is None:
            return
        screen = parent.screen().availableGeometry()
        top = self._corner.y() + self._theme.px(4)
        room = min(screen.bottom() - top, self._theme.px(_HIGHEST))
        width = self._theme.px(_WIDTH)
        self._lines.activate()
        inner = width - 2 * self._theme.px(8)
        self._list.setFixedHeight(_height_of(self._lines, inner))
        layout.activate()
        too_much = _height_of(layout, width) - room
        if too_much > 0:
            least = self._theme.px(120)
            self._list.setFixedHeight(max(self._list.height() - too_much, least))
            layout.activate()
        self.setFixedSize(width, _height_of(layout, width))
        left = max(screen.left(), min(self._corner.x(), screen.right()) - width)
        self.move(left, top)


def _height_of(layout: QLayout, width: int) -> int:
    """What a layout wants; only one with text that wraps wants another height for a width."""
    if layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return layout.totalSizeHint().height()


def _automatic(findings: Sequence[EngineFinding]) -> _Row:
    taken = next((one for one in findings if one.is_chosen), None)
    now = visible(said(taken.title)) if taken is not None else ""
    return _Row(
        AUTOMATIC,
        say("Automatic: {0}", now) if now else say("Automatic"),
        say("The current Docker context when it answers, otherwise the built-in preview"),
    )


def _preview() -> _Row:
    return _Row(PREVIEW, say("Built-in preview"), say("Without Docker"), say("ready"), "limited")


def _row_of(finding: EngineFinding) -> _Row:
    from scratchpress.engines.diagnosis import Condition  # imported already

    if finding.kind is EngineKind.PREVIEW:
        about = visible(said(finding.sentence)) or say("Without Docker, always here")
        return _Row(PREVIEW, say("Built-in preview"), about, say("ready"), "limited")
    answers = finding.condition is Condition.ANSWERS
    version = ".".join(finding.version.split(".")[:2])
    names = ", ".join(filter(None, (finding.name, *finding.also)))
    context = say("context {0}", visible(names)) if names else ""
    step = finding.next_step
    mark = "ready" if answers else "missing"
    return _Row(
        Choice("docker", finding.choice),
        visible(" ".join(filter(None, (finding.product.value, version)))),
        joined(" · ", (context, visible(finding.endpoint))),
        _state_words(finding.condition),
        "looking" if finding.condition is Condition.LOOKING else mark,
        visible(said(finding.sentence)),
        visible(said(step.text)),
        visible(step.command),
        step.url,
    )


def _state_words(condition: str) -> str:
    from scratchpress.engines.diagnosis import Condition  # imported already

    return {
        Condition.ANSWERS: say("ready"),
        Condition.STOPPED: say("stopped"),
        Condition.NOT_INSTALLED: say("not installed"),
        Condition.NOT_PERMITTED: say("no permission"),
        Condition.TOO_OLD: say("too old"),
        Condition.SILENT: say("does not answer"),
        Condition.UNREACHABLE: say("not reached"),
        Condition.UNUSABLE: say("cannot be used"),
        Condition.LOOKING: say("looking…"),
    }[Condition(condition)]
