"""The page that shows the program's bytes as a treemap or a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from scratchpress.gui.language.numbers import format_count
from scratchpress.gui.language.words import said, say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.size.treemap import Treemap, share
from scratchpress.gui.size.treemap_model import Tile, tiles_of
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.labels import ElidedLabel, label
from scratchpress.gui.widgets.layouts import columns, fill, rows
from scratchpress.gui.widgets.segmented_control import SegmentedControl
from scratchpress.gui.widgets.text_box import TextBox

if TYPE_CHECKING:
    from scratchpress.executable.size_breakdown import Breakdown
    from scratchpress.gui.look.theme import Theme

_LISTED = 500


class BytesPage(QWidget):
    """Shows one level of the breakdown at a time, with the path to it above."""

    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._path: list[Tile] = []
        self._back = button(say("Back"), "small", self.go_back)
        self._crumbs = ElidedLabel("secondary", Qt.TextElideMode.ElideMiddle)
        self._form = SegmentedControl(
            say("Draw as"),
            (
                ("map", say("Map"), say("Areas as large as their bytes")),
                ("list", say("List"), say("The largest first")),
            ),
        )
        self._form.chosen.connect(self._show_form)
        self._status = label("", "secondary", wrap=True)
        self.map = Treemap(theme)
        self.map.entered.connect(self.go_into)
        self.map.left.connect(self.go_back)
        self.map.pointed.connect(self._tell)
        self.list = TextBox(theme, say("Where the bytes go, as a list"), small=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.map)
        self._stack.addWidget(self.list)
        self._pointed = ElidedLabel("secondary")
        head = fill(columns(gap=theme.px(8)), self._back, (self._crumbs, 1), self._form)
        layout = rows(self, gap=theme.px(8))
        fill(layout, head, self._status, (self._stack, 1), self._pointed)
        self.show_status(say("Build the image to see where its bytes go."))

    @property
    def status(self) -> str:
        """What is said instead of or above the map."""
        return self._status.text()

    @property
    def path(self) -> str:
        """Where in the program the map is."""
        return self._crumbs.full_text()

    @property
    def pointed(self) -> str:
        """What is said of the tile under the pointer."""
        return self._pointed.full_text()

    def show_status(self, words: str) -> None:
        """Say why there is nothing to draw; what was drawn goes."""
        self._path = []
        self._status.setText(words)
        self._status.setVisible(bool(words))
        self._form.hide()
        self._stack.hide()
        self._show_level()

    def show_breakdown(self, found: Breakdown, name: str) -> None:
        """Draw a program."""
        self._status.setText(visible(said(found.notice)))
        self._status.setVisible(bool(found.notice))
        self._form.setVisible(True)
        self._stack.setVisible(True)
        self._path = [tiles_of(found, name)]
        self._show_level()

    def go_into(self, tile: Tile) -> None:
        """Draw what is inside a tile."""
        if self._path and tile.inside:
            self._path.append(tile)
            self._show_level()

    def go_back(self) -> None:
        """One level out; from the whole program to the size."""
        if len(self._path) > 1:
            self._path.pop()
            self._show_level()
        else:
            self.back.emit()

    def focus_first(self) -> None:
        """Put the keyboard where it is of most use."""
        target = self.map if self.map.isVisibleTo(self) else self._back
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, form: str) -> None:
        self._stack.setCurrentIndex(int(form == "list"))
        self._pointed.setVisible(form == "map")

    def _show_level(self) -> None:
        self.map.show_tile(self._shown, self._whole)
        self._word_level()

    @property
    def _shown(self) -> Tile | None:
        """What is drawn."""
        return self._path[-1] if self._path else None

    @property
    def _whole(self) -> int:
        """How large all of the program is."""
        return self._path[0].size if self._path else 0

    def reword_kept(self) -> None:
        """Put the names of libraries, and what is said of tiles, into another language."""
        self._word_level()
        self._tell(self.map.in_hand)

    def _word_level(self) -> None:
        self._crumbs.show_text(" → ".join(one.label for one in self._path))
        self.list.setPlainText(self._listed(self._shown) if self._shown is not None else "")
        deep = len(self._path) > 1
        words = say("Back to {0}", self._path[-2].label) if deep else say("Back to the size")
        self._back.setToolTip(words)
        self._back.setAccessibleName(words)

    def _listed(self, tile: Tile) -> str:
        whole, shown = self._whole, tile.inside[:_LISTED]
        lines = [_line(one.size, whole, one.label) for one in shown]
        if rest := tile.inside[_LISTED:]:
            words = say("{0} smaller", format_count(len(rest)))
            lines.append(_line(sum(one.size for one in rest), whole, words))
        return "\n".join(lines)

    def _tell(self, tile: Tile | None) -> None:
        if tile is not None:
            self._pointed.show_text(self.map.words(tile))
        elif self._path:
            self._pointed.show_text(say("Click to look inside, Backspace to go back."))
        else:
            self._pointed.show_text("")


def _line(size: int, whole: int, words: str) -> str:
    return f"{format_count(size):>11} {share(size, whole):>5} %  {words}"
