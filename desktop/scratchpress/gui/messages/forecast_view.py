"""Shows what the program will miss in the image: a summary, and sentences that unfold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from scratchpress.gui.language.numbers import format_size
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.widgets.buttons import ChevronButton, button
from scratchpress.gui.widgets.labels import ElidedLabel, Glyph, label
from scratchpress.gui.widgets.layouts import STRETCH, TOP, columns, fill, rows
from scratchpress.gui.widgets.scroll_areas import ScrollArea
from scratchpress.image.runtime_needs import NeedKind
from scratchpress.recipe.model import SCRATCH

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from scratchpress.gui.look.theme import Theme
    from scratchpress.image.runtime_needs import Need
    from scratchpress.recipe.model import Extra

# The output below keeps most of the room, in the smallest window too.
_MOST_HEIGHT = 132


def _titles() -> dict[NeedKind, str]:
    return {
        NeedKind.HOST_NAMES: say("host names"),
        NeedKind.CERTIFICATES: say("certificates"),
        NeedKind.TIME_ZONES: say("time zones"),
        NeedKind.USERS: say("users"),
        NeedKind.TEMPORARY_FILES: say("temporary files"),
        NeedKind.PROGRAMS: say("other programs"),
        NeedKind.LOCALES: say("locales"),
        NeedKind.LOADED_LIBRARIES: say("loaded libraries"),
        NeedKind.SYSTEM_FILES: say("the system's files"),
        NeedKind.INPUT: say("typed input"),
        NeedKind.CONNECTIONS: say("connections"),
    }


@dataclass(frozen=True, slots=True)
class _Row:
    """Where one kind of need is told."""

    widget: QWidget
    words: QLabel
    add: QPushButton


class ForecastView(QFrame):
    """Hidden while the program misses nothing."""

    add_extra = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "note")
        self._most_height = theme.px(_MOST_HEIGHT)
        self._costs: Mapping[Extra, int] = {}
        self._chosen: Collection[Extra] = ()
        self._needs: dict[NeedKind, Need] = {}
        self._base = SCRATCH
        self._summary = ElidedLabel()
        self.fold = ChevronButton(theme, say("Details"))
        self.fold.setAccessibleName(say("What the program will miss in the image"))
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._open)
        line = columns(gap=theme.px(8))
        fill(line, Glyph(theme, "info", "accent", 14), (self._summary, 1), self.fold)
        self._content = QWidget()
        self._rows = {kind: self._row(theme, kind) for kind in NeedKind}
        stack = rows(self._content, margin=theme.margins(22, 0, 6, 4), gap=theme.px(8))
        fill(stack, *(row.widget for row in self._rows.values()), STRETCH)
        self._details = ScrollArea(say("What the program will miss, in sentences"), self._content)
        self._details.hide()
        fill(rows(self, margin=theme.margins(12, 6, 6, 6), gap=theme.px(4)), line, self._details)
        self.hide()

    @property
    def summary(self) -> str:
        """The line that is always there; empty when nothing is missed."""
        return self._summary.full_text() if self._needs else ""

    @property
    def sentences(self) -> list[str]:
        """The sentences behind it."""
        return [self._rows[kind].words.text() for kind in self._needs]

    def offer(self, costs: Mapping[Extra, int], chosen: Collection[Extra] = ()) -> None:
        """Offer these extras, each with the bytes that it adds; some are chosen already."""
        self._costs, self._chosen = costs, chosen
        self.show_needs(tuple(self._needs.values()))

    def show_needs(self, needs: Sequence[Need], base: str = "") -> None:
        """Show these and no others; nothing is shown when there are none.

        ``base`` is what the image starts from; as before when empty.
        """
        self._base = base or self._base
        self._needs = {need.kind: need for need in needs}
        titles = _titles()
        listed = joined(", ", (titles[kind] for kind in self._needs))
        self._summary.show_text(say("In {0}: {1}", self._base, listed))
        for kind, row in self._rows.items():
            need = self._needs.get(kind)
            row.widget.setVisible(need is not None)
            if need is not None:
                row.words.setText(visible(joined(" ", (said(need.sentence), said(need.advice)))))
                self._offer(row, need)
        self.setVisible(bool(needs))
        if not needs:
            self.fold.setChecked(False)
        self._fit()

    def _offer(self, row: _Row, need: Need) -> None:
        cost = self._costs.get(need.extra) if need.extra is not None else None
        row.add.setVisible(cost is not None)
        if cost is not None:
            row.add.setToolTip(say("Adds {0} to the image", format_size(cost)))
            is_new = need.extra not in self._chosen
            size = format_size(cost)
            row.add.setText(say("Add · {0}", size) if is_new else say("Added · {0}", size))
            row.add.setEnabled(is_new)

    def _row(self, theme: Theme, kind: NeedKind) -> _Row:
        widget = QWidget()
        words = label("", "small", wrap=True, selectable=True)
        add = button("", "small", lambda: self._add(kind))
        add.setAccessibleName(say("Add to the image: {0}", _titles()[kind]))
        fill(columns(widget, gap=theme.px(8)), (words, 1), (add, TOP))
        return _Row(widget, words, add)

    def _add(self, kind: NeedKind) -> None:
        need = self._needs.get(kind)
        if need is not None and need.extra is not None:
            self.add_extra.emit(need.extra)

    def _open(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's slot
        self.fold.set_open(is_open)
        self._details.setVisible(is_open)
        self._fit()

    def _fit(self) -> None:
        """Few sentences take no more room than they need."""
        height = self._content.heightForWidth(self._details.viewport().width())
        # Qt says -1 while there is no sentence.
        self._details.setFixedHeight(max(0, min(self._most_height, height)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the sentences elsewhere."""
        super().resizeEvent(event)
        self._fit()
