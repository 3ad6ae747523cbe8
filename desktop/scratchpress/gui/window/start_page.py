"""The page before a file is open: a drop area, buttons to open something, recent files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QScrollArea, QSizePolicy, QWidget

from scratchpress.gui.app.recent import RecentFile, day_words
from scratchpress.gui.language.numbers import format_size
from scratchpress.gui.language.words import joined, say
from scratchpress.gui.widgets.buttons import MainButton, button
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import columns, frame, rows
from scratchpress.gui.widgets.scroll_areas import Scrolled
from scratchpress.gui.window.actions import keys_of, lead_to
from scratchpress.gui.window.welcome import Welcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.actions import SharedActions

_LONGEST_NAME = 24


class _RecentButton(QPushButton):
    """A recent file: its name above its size and day."""

    def __init__(self, theme: Theme, entry: RecentFile) -> None:
        super().__init__()
        self.setProperty("kind", "recent")
        self.setAutoDefault(False)
        from datetime import datetime  # start-up time

        from scratchpress.gui.look.safe_text import visible

        layout = rows(self, gap=theme.px(1))
        layout.setContentsMargins(theme.px(8), theme.px(5), theme.px(8), theme.px(5))
        name = visible(Path(entry.path).name)
        if len(name) > _LONGEST_NAME:
            name = f"{name[: _LONGEST_NAME - 9]}…{name[-8:]}"
        size = format_size(entry.size) if entry.size is not None else ""
        day = day_words(entry.used, datetime.now().astimezone())
        about = joined(" · ", (size, day))
        for text, kind in ((name, "strong"), (about, "small")):
            words = label(text, kind)
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(words)
        self.setToolTip(visible(entry.path))
        self.setAccessibleName(say("Open {0}, {1}", name, about))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._inside = layout

    def sizeHint(self) -> QSize:
        """What is in it; a push button would ask its own text, of which there is none."""
        return self._inside.sizeHint()


class StartPage(QWidget):
    """The invitation."""

    open_recent = Signal(str)

    def __init__(self, theme: Theme, actions: SharedActions) -> None:
        super().__init__()
        self.setObjectName("page")
        self._theme = theme
        self._actions = actions
        inside = QWidget()
        self._area = Scrolled(theme, inside, say("Start"))
        rows(self).addWidget(self._area)
        layout = rows(inside, gap=theme.px(12))
        layout.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(20))
        self.welcome = Welcome(theme)
        layout.addWidget(self.welcome)
        layout.addWidget(self._drop_area(theme), 1)
        self._recent = frame("card")
        recent = rows(self._recent, gap=theme.px(4))
        # The buttons have room around their words, which line up with the title.
        indent = theme.px(8)
        recent.setContentsMargins(theme.px(16) - indent, theme.px(12), theme.px(6), theme.px(8))
        title = label(say("Recent"), "strong")
        title.setIndent(indent)
        recent.addWidget(title)
        self._list = QScrollArea()
        self._list.setWidgetResizable(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        recent.addWidget(self._list)
        layout.addWidget(self._recent)
        self.show_recent(())

    def _drop_area(self, theme: Theme) -> QWidget:
        area = QFrame()
        area.setObjectName("drop")
        inside = rows(area, gap=theme.px(8))
        inside.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        inside.addStretch(1)
        inside.addWidget(self._drawing(theme), 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (
            label(say("Drop a source file or a folder here"), "invitation", wrap=True),
            label(
                say("C, C++, assembly, Go, Rust, Zig, or a program that is ready"),
                "secondary",
                wrap=True,
            ),
        ):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(words)
        inside.addSpacing(theme.px(16))
        buttons = self._buttons = columns(gap=theme.px(10))
        actions = self._actions
        self._choose = MainButton(theme, actions.choose_file.text())
        folder = button(actions.choose_folder.text())
        example = button(say("Try the example"))
        for action, one in (
            (actions.choose_file, self._choose),
            (actions.choose_folder, folder),
            (actions.new_example, example),
        ):
            one.setToolTip(keys_of(action))
            lead_to(action, one)
        self._ways = (self._choose, folder, example)
        buttons.addStretch(1)
        for one in self._ways:
            buttons.addWidget(one, 0, Qt.AlignmentFlag.AlignCenter)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        inside.addStretch(1)
        return area

    def _drawing(self, theme: Theme) -> QWidget:
        """An arrow into a box; where there is room for words alone it is left out."""
        drawing = QWidget()
        layout = rows(drawing)
        layout.addWidget(Glyph(theme, "drop", "accent", 64))
        layout.addSpacing(theme.px(10))
        self._area.leave_out_first(drawing)
        return drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stand below each other where there is no room for them side by side."""
        super().resizeEvent(event)
        widths = [one.sizeHint().width() for one in self._ways]
        needed = sum(widths) + self._theme.px(10) * len(widths) + self._theme.px(80)
        directions = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._buttons.setDirection(directions[needed > self.width()])

    def focus_first(self) -> None:
        """Put the keyboard where a person starts."""
        self._choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def recent_words(self) -> list[str]:
        """What is offered, in words."""
        return [one.accessibleName() for one in self.findChildren(_RecentButton)]

    def show_recent(self, entries: Sequence[RecentFile]) -> None:
        """Offer what was opened before."""
        content = QWidget()
        line = columns(content, gap=self._theme.px(12))
        for entry in entries:
            one = _RecentButton(self._theme, entry)
            one.clicked.connect(lambda _=False, path=entry.path: self.open_recent.emit(path))
            line.addWidget(one)
        line.addStretch(1)
        self._list.setWidget(content)
        self._list.setFixedHeight(content.sizeHint().height() + self._theme.px(4))
        self._recent.setVisible(bool(entries))
