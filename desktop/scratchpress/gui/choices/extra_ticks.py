"""The ticks of the Image card: what an image gets besides its program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from scratchpress.gui.language.numbers import format_exact
from scratchpress.gui.widgets.basic import CheckBox, label
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
        grid.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        for row, (extra, (title, sentence)) in enumerate(self._words().items()):
            tick = CheckBox(theme, title)
            tick.setToolTip(sentence)
            tick.clicked.connect(self.changed)
            cost = label("", "secondary")
            grid.addWidget(tick, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(cost, row, 1, Qt.AlignmentFlag.AlignRight)
            self._ticks[extra], self._costs[extra] = tick, cost
        self.show_costs({})

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
        for extra, cost in self._costs.items():
            if extra in costs:
                cost.setText(format_exact(costs[extra]))
            # Heard after the tick's own words: the figure beside it is only seen.
            sentence = self._ticks[extra].toolTip()
            self._ticks[extra].setAccessibleDescription(f"{sentence}. {cost.text()}".strip())

    def _words(self) -> dict[Extra, tuple[str, str]]:
        return {
            Extra.CA_CERTIFICATES: (
                self.tr("Add certificates"),
                self.tr("Lets the program check who it talks to over TLS"),
            ),
            Extra.TIME_ZONES: (
                self.tr("Add time zones"),
                self.tr("Lets the program tell the local time of any place"),
            ),
            Extra.USER: (
                self.tr("Add an ordinary user"),
                self.tr("Runs the program as “nonroot”, and names its accounts in /etc/passwd"),
            ),
            Extra.TMP: (
                self.tr("Add a folder /tmp"),
                self.tr("Lets the program keep temporary files while it runs"),
            ),
        }
