"""The settings: language, colours, engine, limits, and what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLayout, QLineEdit, QWidget

from scratchpress.gui.choices.cache_row import CacheRow
from scratchpress.gui.choices.card import Rows, WrongFieldError
from scratchpress.gui.choices.field_parsers import checked_memory, checked_timeout
from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.inputs import CheckBox, ComboBox
from scratchpress.gui.widgets.labels import ElidedLabel, label
from scratchpress.gui.widgets.layouts import columns, frame, rows
from scratchpress.gui.widgets.scroll_areas import DialogBody, bounded_width
from scratchpress.gui.widgets.segmented_control import SegmentedControl
from scratchpress.recipe.run import RunOptions
from scratchpress.system.locale import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from scratchpress.gui.look.theme import Theme
    from scratchpress.system.settings import Settings

_WIDTH = 460
_LABELS = 116


class SettingsDialog(QDialog):
    """Every choice holds at once; there is nothing to confirm."""

    changed = Signal(dict)
    engine_wanted = Signal()
    forget_recent = Signal()

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(say("Settings"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        layout = rows(self, margin=theme.px(20), gap=theme.px(12))
        body = QWidget()
        inside = rows(body, gap=theme.px(12))
        self._looks = self._make_looks(settings)
        self._runs = self._make_runs(settings)
        self._kept = self._make_kept(settings)
        for title, part in (
            (say("Window"), self._looks),
            (say("Running programs"), self._runs),
            (say("On this computer"), self._kept),
        ):
            if inside.count():
                inside.addWidget(frame("rule"))
            inside.addWidget(label(title, "strong"))
            part.setFixedWidth(bounded_width(theme, _WIDTH))
            part.align(theme.px(_LABELS))
            inside.addWidget(part)
        layout.addWidget(DialogBody(theme, body, self.windowTitle(), self))
        line = columns()
        line.addStretch(1)
        close = button(say("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        line.addWidget(close)
        layout.addLayout(line)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)

    def _make_looks(self, settings: Settings) -> Rows:
        part = Rows(self._theme)
        self.language = ComboBox(self._theme, say("Language"))
        self.language.addItem(say("As the system"), "")
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        self.language.activated.connect(
            lambda: self.changed.emit({"language": self.language.currentData()})
        )
        part.add(say("Language"), self.language)
        self.colours = SegmentedControl(
            say("Colours"),
            (
                ("system", say("System"), say("Light or dark as the system is")),
                ("light", say("Light"), say("Always light")),
                ("dark", say("Dark"), say("Always dark")),
            ),
        )
        self.colours.choose(settings.theme)
        self.colours.chosen.connect(lambda name: self.changed.emit({"theme": name}))
        part.add(say("Colours"), self.colours)
        return part

    def _make_runs(self, settings: Settings) -> Rows:
        part = Rows(self._theme)
        usual = RunOptions()
        holder = QWidget()
        line = columns(holder, gap=self._theme.px(8))
        self._engine = ElidedLabel()
        line.addWidget(self._engine, 1)
        self.choose_engine = button(say("Choose…"), "small")
        self.choose_engine.setAccessibleName(say("Choose the engine"))
        self.choose_engine.clicked.connect(self.engine_wanted)
        line.addWidget(self.choose_engine)
        part.add(say("Engine"), holder)
        self.time_limit = self._limit(
            settings.time_limit,
            usual.timeout_words,
            say("For programs whose recipe says nothing else; or none"),
        )
        part.add_checked(say("Time limit"), self.time_limit)
        self.memory_limit = self._limit(
            settings.memory_limit,
            usual.memory,
            say("For programs whose recipe says nothing else"),
        )
        part.add_checked(say("Memory limit"), self.memory_limit)
        self.time_limit.editingFinished.connect(
            lambda: self._take("time_limit", self.time_limit, checked_timeout)
        )
        self.memory_limit.editingFinished.connect(
            lambda: self._take("memory_limit", self.memory_limit, checked_memory)
        )
        return part

    @staticmethod
    def _limit(value: str, usual: str, tip: str) -> QLineEdit:
        line = QLineEdit(value)
        line.setPlaceholderText(usual)
        line.setToolTip(tip)
        return line

    def _make_kept(self, settings: Settings) -> Rows:
        part = Rows(self._theme)
        self.kept = CacheRow(self._theme)
        part.add(say("Kept results"), self.kept)
        holder = QWidget()
        line = columns(holder, gap=self._theme.px(8))
        self._recent = label("")
        line.addWidget(self._recent)
        line.addStretch(1)
        self.forget = button(say("Forget"), "small")
        self.forget.setAccessibleName(say("Forget the list of recent files"))
        self.forget.clicked.connect(self.forget_recent)
        line.addWidget(self.forget)
        part.add(say("Recent files"), holder)
        self.updates = CheckBox(self._theme, say("Look for a newer Scratchpress at the start"))
        self.updates.setToolTip(say("Asks GitHub for the newest version, and sends nothing"))
        self.updates.setChecked(settings.look_for_updates)
        self.updates.clicked.connect(
            lambda: self.changed.emit({"look_for_updates": self.updates.isChecked()})
        )
        part.add_wide(self.updates)
        return part

    @property
    def engine(self) -> str:
        """The engine in use, in words."""
        return self._engine.full_text()

    def show_engine(self, words: str) -> None:
        """Say which engine is in use."""
        self._engine.show_text(words)

    def show_recent(self, count: int) -> None:
        """Say how many files are in the list of recent ones."""
        self._recent.setText(say("{0} in the list", count))
        self.forget.setEnabled(count > 0)

    def _take(self, name: str, field: QLineEdit, check: Callable[[str], str | None]) -> None:
        try:
            self._runs.read(field, check)
        except WrongFieldError:
            return
        self.changed.emit({name: field.text().strip()})
