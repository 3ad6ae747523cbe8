"""The settings: language, colours, engine, limits, and what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLayout, QLineEdit, QWidget

from scratchpress.gui.choices.cache_row import CacheRow
from scratchpress.gui.choices.card import Rows, WrongFieldError
from scratchpress.gui.choices.field_parsers import checked_memory, checked_timeout
from scratchpress.gui.language.catalogue import LANGUAGES
from scratchpress.gui.widgets.basic import (
    CheckBox,
    ComboBox,
    ElidedLabel,
    button,
    columns,
    frame,
    label,
    rows,
)
from scratchpress.gui.widgets.scroll_areas import DialogBody, bounded_width
from scratchpress.gui.widgets.segmented_control import SegmentedControl
from scratchpress.recipe.run import RunOptions

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
        self.setWindowTitle(self.tr("Settings"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        layout = rows(self, margin=theme.px(20), gap=theme.px(12))
        body = QWidget()
        inside = rows(body, gap=theme.px(12))
        self._looks = self._make_looks(settings)
        self._runs = self._make_runs(settings)
        self._kept = self._make_kept(settings)
        for title, part in (
            (self.tr("Window"), self._looks),
            (self.tr("Running programs"), self._runs),
            (self.tr("On this computer"), self._kept),
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
        close = button(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        line.addWidget(close)
        layout.addLayout(line)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)

    def _make_looks(self, settings: Settings) -> Rows:
        part = Rows(self._theme)
        self.language = ComboBox(self._theme, self.tr("Language"))
        self.language.addItem(self.tr("As the system"), "")
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        self.language.activated.connect(
            lambda: self.changed.emit({"language": self.language.currentData()})
        )
        part.add(self.tr("Language"), self.language)
        self.colours = SegmentedControl(
            self.tr("Colours"),
            (
                ("system", self.tr("System"), self.tr("Light or dark as the system is")),
                ("light", self.tr("Light"), self.tr("Always light")),
                ("dark", self.tr("Dark"), self.tr("Always dark")),
            ),
        )
        self.colours.choose(settings.theme)
        self.colours.chosen.connect(lambda name: self.changed.emit({"theme": name}))
        part.add(self.tr("Colours"), self.colours)
        return part

    def _make_runs(self, settings: Settings) -> Rows:
        part = Rows(self._theme)
        usual = RunOptions()
        holder = QWidget()
        line = columns(holder, gap=self._theme.px(8))
        self._engine = ElidedLabel()
        line.addWidget(self._engine, 1)
        self.choose_engine = button(self.tr("Choose…"), "small")
        self.choose_engine.setAccessibleName(self.tr("Choose the engine"))
        self.choose_engine.clicked.connect(self.engine_wanted)
        line.addWidget(self.choose_engine)
        part.add(self.tr("Engine"), holder)
        self.time_limit = self._limit(
            settings.time_limit,
            usual.timeout_words,
            self.tr("For programs whose recipe says nothing else; or none"),
        )
        part.add_checked(self.tr("Time limit"), self.time_limit)
        self.memory_limit = self._limit(
            settings.memory_limit,
            usual.memory,
            self.tr("For programs whose recipe says nothing else"),
        )
        part.add_checked(self.tr("Memory limit"), self.memory_limit)
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
        part.add(self.tr("Kept results"), self.kept)
        holder = QWidget()
        line = columns(holder, gap=self._theme.px(8))
        self._recent = label("")
        line.addWidget(self._recent)
        line.addStretch(1)
        self.forget = button(self.tr("Forget"), "small")
        self.forget.setAccessibleName(self.tr("Forget the list of recent files"))
        self.forget.clicked.connect(self.forget_recent)
        line.addWidget(self.forget)
        part.add(self.tr("Recent files"), holder)
        self.updates = CheckBox(self._theme, self.tr("Look for a newer Scratchpress at the start"))
        self.updates.setToolTip(self.tr("Asks GitHub for the newest version, and sends nothing"))
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
        self._recent.setText(self.tr("{0} in the list").format(count))
        self.forget.setEnabled(count > 0)

    def _take(self, name: str, field: QLineEdit, check: Callable[[str], str | None]) -> None:
        try:
            self._runs.read(field, check)
        except WrongFieldError:
            return
        self.changed.emit({name: field.text().strip()})
