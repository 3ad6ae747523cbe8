"""The rows of the Image card that choose the base image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from scratchpress.gui.choices.field_parsers import checked_base
from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.inputs import CheckBox, ComboBox, line_field
from scratchpress.recipe.model import SCRATCH

if TYPE_CHECKING:
    from scratchpress.gui.choices.card import Rows
    from scratchpress.gui.look.theme import Theme

# What stands for a name that is typed in.
_OTHER = ""


class StartingFrom(QObject):
    """A choice of well-known bases and a field for any other, in rows of the card."""

    changed = Signal()

    def __init__(self, theme: Theme, main: Rows, more: Rows) -> None:
        super().__init__(main)
        self._rows = main
        title = say("Start from")
        self._choice = ComboBox(theme, title)
        for base, (words, sentence) in _well_known().items():
            self._choice.addItem(words, base)
            self._choice.setItemData(
                self._choice.count() - 1, sentence, Qt.ItemDataRole.ToolTipRole
            )
        main.add(title, self._choice)
        tip = say("An image's name as docker pull takes it")
        self._other = line_field(say("debian:13-slim"), tip, self.changed)
        main.add_checked(say("Its name"), self._other)
        self._newer = CheckBox(theme, say("Look for a newer one"), self.changed)
        self._newer.setToolTip(
            say("Ask the registry each time, though there is one on this computer already")
        )
        more.add(say("Base"), self._newer)
        self._choice.activated.connect(self._chosen)

        self.load(SCRATCH, pull=False)

    def load(self, base: str, *, pull: bool) -> None:
        """Show what a recipe says."""
        known = self._choice.findData(base)
        self._choice.setCurrentIndex(known if known >= 0 else self._choice.findData(_OTHER))
        self._other.setText("" if known >= 0 else base)
        self._newer.setChecked(pull)
        self._show_rows()

    @property
    def pull(self) -> bool:
        """Whether the registry is asked for a newer one."""
        return self._newer.isChecked() and self._choice.currentData() != SCRATCH

    def base(self) -> str:
        """What the person chose.

        Raises:
            WrongFieldError: the name that was typed in is none.
        """
        known = str(self._choice.currentData())
        return known or self._rows.read(self._other, checked_base)

    def _chosen(self) -> None:
        self._show_rows()
        if self._choice.currentData() == _OTHER and not self._other.text():
            # Nothing is wrong before there is something.
            self._other.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.changed.emit()

    def _show_rows(self) -> None:
        self._rows.show_row(self._other, shown=self._choice.currentData() == _OTHER)
        self._newer.setEnabled(self._choice.currentData() != SCRATCH)
        self._choice.setToolTip(self._choice.currentData(Qt.ItemDataRole.ToolTipRole))


def _well_known() -> dict[str, tuple[str, str]]:
    """By the recipe's word: what it is called in the choice, and what it is."""
    return {
        SCRATCH: (
            say("scratch — nothing"),
            say("An empty image: only your program and what you add are in it"),
        ),
        "alpine": (
            say("alpine — a small Linux"),
            say("A Linux of a few MB with a shell, tools, and packages to add by apk"),
        ),
        "busybox": (
            say("busybox — shell, tools"),
            say("A shell and the usual tools in one small program, without packages"),
        ),
        "gcr.io/distroless/static": (
            say("distroless — no shell"),
            say("distroless static: certificates, time zones, accounts and /tmp, and no shell"),
        ),
        _OTHER: (say("another image…"), say("Any image, by its name")),
    }
