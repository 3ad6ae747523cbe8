"""What the program will miss in the image: one quiet line, and the sentences behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QWidget

from scratchpress.gui.language.numbers import format_size
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.look.safe_text import visible
from scratchpress.gui.widgets.buttons import ChevronButton, button
from scratchpress.gui.widgets.labels import ElidedLabel, Glyph, label
from scratchpress.gui.widgets.layouts import columns, rows
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
        layout = rows(self, gap=theme.px(4))
        layout.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        line = columns(gap=theme.px(8))
        line.addWidget(Glyph(theme, "info", "accent", 14))
        self._summary = ElidedLabel()
        line.addWidget(self._summary, 1)
        self.fold = ChevronButton(theme, say("Details"))
        self.fold.setAccessibleName(say("What the program will miss in the image"))
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._open)
        line.addWidget(self.fold)
        layout.addLayout(line)
        self._details = QScrollArea()
        self._details.setWidgetResizable(True)
        self._details.setFrameShape(QFrame.Shape.NoFrame)
        self._details.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._details.setAccessibleName(say("What the program will miss, in sentences"))
        self._content = QWidget()
        self._details.setWidget(self._content)
        stack = rows(self._content, gap=theme.px(8))
        stack.setContentsMargins(theme.px(22), 0, theme.px(6), theme.px(4))
        self._rows = {kind: self._row(theme, kind) for kind in NeedKind}
        for row in self._rows.values():
            stack.addWidget(row.widget)
        stack.addStretch(1)
        self._details.hide()
        layout.addWidget(self._details)
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
        layout = columns(widget, gap=theme.px(8))
        words = label("", "small", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(words, 1)
        add = button("", "small")
        add.setAccessibleName(say("Add to the image: {0}", _titles()[kind]))
        add.clicked.connect(lambda: self._add(kind))
        layout.addWidget(add, 0, Qt.AlignmentFlag.AlignTop)
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
