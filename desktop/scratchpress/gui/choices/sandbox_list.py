"""Lists the sandbox's restrictions, each with its check box and its warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from scratchpress.gui.choices.card import Rows
from scratchpress.gui.choices.field_parsers import (
    checked_file_size,
    checked_number,
    split_capabilities,
)
from scratchpress.gui.language.words import said, say
from scratchpress.gui.widgets.inputs import CheckBox, ComboBox, line_field
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import TOP, columns, fill, rows
from scratchpress.recipe.restrictions import changes_to, restrictions
from scratchpress.recipe.run import RunOptions
from scratchpress.recipe.sandbox import SandboxOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.gui.look.theme import Theme
    from scratchpress.recipe.restrictions import Restriction

_DEFAULT = SandboxOptions()
_NETWORK = "sandbox.network"
_USER = "sandbox.user"
_SWITCHES = (
    _NETWORK,
    "sandbox.writable-root",
    _USER,
    "sandbox.new-privileges",
    "sandbox.system-calls",
)


class _Row(QWidget):
    """One restriction; what loosening it means stands below while it is loosened."""

    def __init__(self, theme: Theme, switch: CheckBox | None) -> None:
        super().__init__()
        self.switch = switch
        self._words = label("", "secondary", wrap=True)
        self._warning = QWidget()
        self._sentence = label("", "small", wrap=True)
        line = columns(self._warning, gap=theme.px(6))
        line.setContentsMargins(theme.px(24) if switch else 0, 0, 0, 0)
        fill(line, (Glyph(theme, "warning", "failure", 12), TOP), (self._sentence, 1))
        fill(rows(self, gap=theme.px(2)), switch or self._words, self._warning)

    @property
    def warning(self) -> str:
        """What it warns of; empty while the restriction holds."""
        return "" if self._warning.isHidden() else self._sentence.text()

    def show_state(self, found: Restriction) -> None:
        """Show how things are."""
        if self.switch is not None:
            self.switch.setText(said(found.words))
            self.switch.setChecked(not found.is_loosened)
            self.switch.setAccessibleDescription(said(found.warning))
        self._words.setText(said(found.words))
        self._sentence.setText(said(found.warning))
        self._warning.setVisible(found.is_loosened)


class SandboxList(QWidget):
    """Every restriction; those with a tick hold, and taking it away loosens that one alone."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._options = _DEFAULT
        self._run = RunOptions()
        layout = rows(self, gap=theme.px(6))
        layout.addWidget(label(say("What holds the program"), "strong"))
        self.switches: dict[str, _Row] = {}
        for key in _SWITCHES:
            tick = CheckBox(theme, "", lambda is_on, key=key: self._switched(key, is_on))
            self.switches[key] = _Row(theme, tick)
            layout.addWidget(self.switches[key])
        self._others = rows(gap=theme.px(4))
        self.others: list[_Row] = []
        layout.addLayout(self._others)
        layout.addSpacing(theme.px(2))
        self._fields = Rows(theme)
        tip = say("Rights of root, such as NET_RAW; only root can use them")
        self._rights = line_field(say("none"), tip, self.changed)
        self._fields.add_checked(say("Rights"), self._rights)
        tip = say("How many files the program may have open at once")
        self._files = line_field("", tip, self.changed)
        self._fields.add_checked(say("Open files"), self._files)
        tip = say("The largest file the program may write")
        self._size = line_field("", tip, self.changed)
        self._fields.add_checked(say("File size"), self._size)
        self.runtime = ComboBox(theme, say("Runtime"))
        self.runtime.setToolTip(
            say("What runs the container. runsc (gVisor) gives it a kernel of its own")
        )
        self._fields.add(say("Runtime"), self.runtime)
        layout.addWidget(self._fields)
        self.show_runtimes(())

        self.runtime.activated.connect(self.changed)

    def load(self, options: SandboxOptions) -> None:
        """Show what a recipe says."""
        self._options = options
        self._rights.setText(" ".join(options.capabilities))
        self._files.setText(str(options.open_files))
        self._size.setText(options.file_size)
        self.show_runtimes(
            [self.runtime.itemData(index) for index in range(1, self.runtime.count())]
        )
        self.show_held(restrictions(self._run, self._options))

    def show_runtimes(self, names: Sequence[str]) -> None:
        """Offer what the engine has, and what the recipe names whether it has it or not."""
        chosen = self._options.runtime
        self.runtime.clear()
        self.runtime.addItem(say("The engine's own"), "")
        for name in dict.fromkeys((*names, *([chosen] if chosen else []))):
            self.runtime.addItem(name, name)
        self.runtime.setCurrentIndex(max(self.runtime.findData(chosen), 0))
        self.runtime.setEnabled(self.runtime.count() > 1)

    def options(self) -> SandboxOptions:
        """What the person chose.

        Raises:
            WrongFieldError: a field holds something that cannot be used.
        """
        self._options = msgspec.structs.replace(
            self._options,
            capabilities=self._fields.read(self._rights, split_capabilities),
            open_files=self._fields.read(
                self._files, lambda text: checked_number(text, SandboxOptions, "open-files")
            )
            or _DEFAULT.open_files,
            file_size=self._fields.read(self._size, checked_file_size) or _DEFAULT.file_size,
            runtime=self.runtime.currentData() or "",
        )
        return self._options

    def follow(self, run: RunOptions) -> None:
        """Take what else is chosen for the run."""
        self._run = run
        if (network := self.switches[_NETWORK].switch) is not None:
            # A port needs it, so it cannot be taken away alone.
            network.setEnabled(not run.ports)

    def show_held(self, found: Sequence[Restriction]) -> None:
        """Word everything anew for other choices."""
        shown = {one.key: one for one in found if one.key in self.switches}
        for key, row in self.switches.items():
            row.show_state(shown[key])
        rest = [one for one in found if one.key not in self.switches]
        while len(self.others) < len(rest):
            self.others.append(_Row(self._theme, None))
            self._others.addWidget(self.others[-1])
        for number, row in enumerate(self.others):
            row.setVisible(number < len(rest))
            if number < len(rest):
                row.show_state(rest[number])

    def _switched(self, key: str, is_on: bool) -> None:  # noqa: FBT001 - a slot
        changes = changes_to(key)
        if is_on:
            changes = {name: getattr(_DEFAULT, name) for name in changes}
        self._options = msgspec.structs.replace(self._options, **changes)
        self.show_held(restrictions(self._run, self._options))
        self.changed.emit()
