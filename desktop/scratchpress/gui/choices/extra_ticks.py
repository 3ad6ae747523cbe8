"""The check boxes of the Image card for what an image gets besides its program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from scratchpress.gui.language.numbers import format_exact
from scratchpress.gui.language.words import joined, say
from scratchpress.gui.widgets.inputs import CheckBox
from scratchpress.gui.widgets.labels import label
from scratchpress.recipe.model import Extra

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QLabel

    from scratchpress.gui.look.theme import Theme


class ExtraTicks(QWidget):
    """A tick for each extra, and to the byte what it adds to the image."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._ticks: dict[Extra, CheckBox] = {}
        self._costs: dict[Extra, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.margins(0, 4, 0, 4))
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        for row, (extra, (title, sentence)) in enumerate(self._words().items()):
            tick = CheckBox(theme, title, self.changed)
            tick.setToolTip(sentence)
            cost = label("", "secondary")
            grid.addWidget(tick, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(cost, row, 1, Qt.AlignmentFlag.AlignRight)
            self._ticks[extra], self._costs[extra] = tick, cost
            self._describe(extra, "")

    @property
    def chosen(self) -> tuple[Extra, ...]:
        """What is ticked."""
        return tuple(extra for extra, tick in self._ticks.items() if tick.isChecked())

    def choose(self, extras: Sequence[Extra]) -> None:
        """Tick these and no others."""
        for extra, tick in self._ticks.items():
            tick.setChecked(extra in extras)

    def show_costs(self, costs: Mapping[Extra, int]) -> None:
        """Show how many bytes each adds; those that are not known stay as they are."""
        for extra, cost in costs.items():
            self._costs[extra].setText(format_exact(cost))
            self._describe(extra, format_exact(cost))

    def _describe(self, extra: Extra, cost: str) -> None:
        """Heard after the tick's own words: the figure beside it is only seen."""
        _, sentence = self._words()[extra]
        described = joined(" ", (joined("", (sentence, ".")), cost))
        self._ticks[extra].setAccessibleDescription(described)

    def _words(self) -> dict[Extra, tuple[str, str]]:
        return {
            Extra.CA_CERTIFICATES: (
                say("Add certificates"),
                say("Lets the program check who it talks to over TLS"),
            ),
            Extra.TIME_ZONES: (
                say("Add time zones"),
                say("Lets the program tell the local time of any place"),
            ),
            Extra.USER: (
                say("Add an ordinary user"),
                say("Runs the program as “nonroot”, and names its accounts in /etc/passwd"),
            ),
            Extra.TMP: (
                say("Add a folder /tmp"),
                say("Lets the program keep temporary files while it runs"),
            ),
        }
