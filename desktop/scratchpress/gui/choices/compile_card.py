"""The Compile card: the compiler, its options, and the command they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from scratchpress.core.languages import Language
from scratchpress.core.messages import Message
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.gui.choices.cache_row import CacheRow
from scratchpress.gui.choices.card import Card, Rows, WrongFieldError
from scratchpress.gui.choices.field_parsers import join_words, split_words
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.widgets.buttons import ChevronButton, IconButton, open_below
from scratchpress.gui.widgets.inputs import CheckBox, ComboBox, line_field
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import STRETCH, TOP, columns, fill, rows
from scratchpress.gui.widgets.segmented_control import SegmentedControl
from scratchpress.gui.widgets.text_box import TextBox
from scratchpress.recipe.model import CompileOptions, Optimize, ToolchainName
from scratchpress.toolchains.c.choices import CHOICES
from scratchpress.toolchains.flag_catalogue import popular_flags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.gui.look.theme import Theme

_STANDARD = re.compile(r"([a-z][a-z0-9+]*(:[0-9]+)?)?", re.ASCII)
_STANDARDS = ("c++17", "c++20", "c++23", "c11", "c17", "c23")

_BOTH = "both"
_LEFT = Qt.AlignmentFlag.AlignLeft

# Languages with one compiler; a recipe that names none means it.
_OWN_COMPILERS = {
    Language.GO: ToolchainName.GO,
    Language.RUST: ToolchainName.RUST,
    Language.ZIG: ToolchainName.ZIG,
}


@dataclass(frozen=True, slots=True)
class CompilerChoice:
    """A compiler that is here: its name in recipes and its title for people."""

    name: ToolchainName
    title: str


class CompileCard(Card):
    """Compiler and optimization; behind "more" the standard, platform, rarer choices and flags."""

    copy_command = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, say("Compile"))
        self._options = CompileOptions()
        self._language = Language.CPP
        self._choices_here: tuple[CompilerChoice, ...] = ()
        self._ready_program = label(
            say("The program is ready: there is nothing to compile."), "secondary", wrap=True
        )
        self._ready_program.hide()
        self.body.addWidget(self._ready_program)
        self._choices = QWidget()
        self._fill_choices(theme)
        self.body.addWidget(self._choices)
        self._fill_rest(theme)
        self._fill_command(theme)
        self.show_compilers([CompilerChoice(ToolchainName.ZIG, say("Built-in (Clang)"))])
        self.load(self._options)
        self._compiler.activated.connect(self.changed)
        self.aim.chosen.connect(self._aim_chosen)
        self._standard.editTextChanged.connect(self.changed)
        self._platform.chosen.connect(self.changed)

    def _fill_choices(self, theme: Theme) -> None:
        grid = Rows(theme)
        self._compiler = ComboBox(theme, say("Compiler"))
        grid.add(say("Compiler"), self._compiler)
        self.aim = SegmentedControl(
            say("Make it"),
            (
                (Optimize.SMALL, say("Small"), say("The smallest program")),
                (Optimize.FAST, say("Fast"), say("The fastest program")),
                (Optimize.DEBUG, say("Debug"), say("A program that checks itself")),
            ),
        )
        grid.add(say("Make it"), self.aim)
        words = fill(
            columns(gap=theme.px(6)),
            label(say("Static")),
            label(say("— always, so it runs alone"), "secondary"),
        )
        always = columns(margin=theme.margins(1, 0, 0, 0), gap=theme.px(9))
        fill(always, Glyph(theme, "check", "accent", 14), words, STRETCH)
        self._strip = CheckBox(theme, say("Remove symbols"), self._strip_chosen)
        self._strip.setToolTip(say("Leave out names that only a debugger needs"))
        self._warnings = CheckBox(theme, say("Warn about everything"), self.changed)
        self._warnings.setToolTip(say("Let the compiler point out what looks odd"))
        ticks = rows(margin=theme.margins(0, 4, 0, 4), gap=theme.px(6))
        fill(ticks, always, (self._strip, _LEFT), (self._warnings, _LEFT))
        fill(rows(self._choices, gap=theme.px(8)), grid, ticks)

    def _fill_rest(self, theme: Theme) -> None:
        self._rest_rows = Rows(theme)
        self._standard = ComboBox(theme, say("Standard"))
        self._standard.setEditable(True)
        self._standard.addItems(_STANDARDS)
        self._standard.setInsertPolicy(ComboBox.InsertPolicy.NoInsert)
        edit = self._standard.lineEdit()
        assert edit is not None  # noqa: S101 - an editable combo box has one
        edit.setPlaceholderText(say("the compiler's own"))
        edit.setAccessibleName(say("Standard"))
        self._standard.setCurrentText("")
        self._rest_rows.add_checked(say("Standard"), edit, shown=self._standard)
        words = {
            Platform.LINUX_AMD64: say("Processors by Intel and AMD (linux/amd64)"),
            Platform.LINUX_ARM64: say("ARM processors, as in many Macs (linux/arm64)"),
        }
        words[host_platform()] = say("{0}: what this computer runs", words[host_platform()])
        self._platform = SegmentedControl(
            say("Runs on"),
            (
                *((one.value, one.architecture, words[one]) for one in Platform),
                (_BOTH, say("Both"), say("One image that holds a program for each")),
            ),
        )
        self._rest_rows.add(say("Runs on"), self._platform)
        self._ticks_box = self._make_ticks(theme)
        self._rest_rows.add_wide(self._ticks_box)
        self._flags = line_field(say("none"), "", self.changed)
        self._rest_rows.add_checked(
            say("More flags"), self._flags, shown=self._make_flags_row(theme)
        )
        self.kept = CacheRow(theme)
        self._rest_rows.add(say("Kept results"), self.kept)
        self.add_rest(self._rest_rows)

    def _make_ticks(self, theme: Theme) -> QWidget:
        """A tick for each choice that is a yes or a no; its sentence when pointed at."""
        box = QWidget()
        layout = rows(box, margin=theme.margins(0, 4, 0, 4), gap=theme.px(6))
        self._ticks: dict[str, CheckBox] = {}
        for choice in CHOICES:
            tick = CheckBox(theme, said(choice.title), self.changed)
            tick.setToolTip(said(choice.sentence))
            tick.setAccessibleDescription(said(choice.sentence))
            self._ticks[choice.key] = tick
            layout.addWidget(tick, 0, _LEFT)
        return box

    def _make_flags_row(self, theme: Theme) -> QWidget:
        self._popular = QMenu(self)
        self._popular.setObjectName("popular-flags")
        self._popular.aboutToShow.connect(self._fill_popular)
        pick = ChevronButton(theme, say("popular"))
        pick.setAccessibleName(say("Popular flags"))
        pick.setObjectName("pick-popular")
        pick.setToolTip(say("Flags that people often want"))
        pick.clicked.connect(lambda: open_below(self._popular, pick))
        self._pick_popular = pick
        row = QWidget()
        fill(columns(row, gap=theme.px(4)), (self._flags, 1), pick)
        return row

    def _fill_popular(self) -> None:
        """Offer what goes with the other choices; those in the field are ticked."""
        self._popular.clear()
        try:
            options = self.options()
        except WrongFieldError:
            # The field says what is wrong; nothing can be put into it before.
            options = None
        if options is None:
            self._popular.addAction(say("Correct the marked field first")).setEnabled(False)
            return
        for one in popular_flags(options, self._language):
            action = self._popular.addAction(joined("   ", (one.flag, said(one.sentence))))
            action.setData(one.flag)
            action.setCheckable(True)
            action.setChecked(one.flag in options.flags)
            action.toggled.connect(partial(self._pick_flag, one.flag))

    def _pick_flag(self, flag: str, is_wanted: bool) -> None:  # noqa: FBT001 - a slot
        words = [word for word in split_words(self._flags.text()) if word != flag]
        self._flags.setText(join_words([*words, flag] if is_wanted else words))
        self.changed.emit()

    def _fill_command(self, theme: Theme) -> None:
        self.command = TextBox(theme, say("The command that compiles"), small=True)
        self.command.show_lines(3)
        self.command.wrap_lines()
        self._whole_command = ""
        self._command_row = QWidget()
        copy = IconButton(theme, "copy", say("Copy the command"), self._copy)
        fill(columns(self._command_row, gap=theme.px(4)), (self.command, 1), (copy, TOP))
        self.body.addWidget(self._command_row)

    def _copy(self) -> None:
        self.copy_command.emit(self._whole_command)

    def show_compilers(self, choices: Sequence[CompilerChoice]) -> None:
        """Offer those of these compilers that take the language.

        The one that was chosen stays chosen, here or not.
        """
        self._choices_here = tuple(choices)
        chosen = self._compiler.currentData() or self._options.toolchain
        self._compiler.clear()
        own = _OWN_COMPILERS.get(self._language)
        if own is not None:
            title = next((choice.title for choice in choices if choice.name is own), "")
            here = said(title) or say("{0} (not found here)", own.value)
            # What a recipe without a toolchain means for this language.
            self._compiler.addItem(here, ToolchainName.ZIG)
        for choice in choices:
            if own is None and choice.name not in {ToolchainName.GO, ToolchainName.RUST}:
                self._compiler.addItem(said(choice.title), choice.name)
        self._choose_compiler(ToolchainName(chosen))

    def show_language(self, language: Language) -> None:
        """Offer what compiles this language; nothing for a program that is ready."""
        is_ready = language is Language.EXECUTABLE
        self._ready_program.setVisible(is_ready)
        self._choices.setVisible(not is_ready)
        self._command_row.setVisible(not is_ready)
        own = {_OWN_COMPILERS.get(self._language), _OWN_COMPILERS.get(language)}
        self._language = language
        is_c = language not in _OWN_COMPILERS
        self._ticks_box.setVisible(is_c)
        self._pick_popular.setVisible(bool(popular_flags(self._options, language)))
        if len(own) > 1:
            # What was chosen for another language means nothing for this one.
            self._compiler.clear()
            self._options = msgspec.structs.replace(self._options, toolchain=ToolchainName.ZIG)
            self.show_compilers(self._choices_here)
            self._show_language_choices(CompileOptions())

    def show_command(self, whole: str, short: str) -> None:
        """Show the command that the choices make, and copy the whole of it when asked."""
        self._whole_command = whole
        self.command.setToolTip(whole)
        if short != self.command.toPlainText():
            self.command.setPlainText(short)

    def choose_compiler(self, name: ToolchainName) -> bool:
        """Choose a compiler, as the person does; whether the fields can be used then."""
        self._choose_compiler(name)
        self.changed.emit()
        try:
            return self.options().toolchain is name
        except WrongFieldError:
            return False

    def load(self, options: CompileOptions) -> None:
        """Show what a recipe says."""
        self._options = options
        self._choose_compiler(options.toolchain)
        self.aim.choose(options.optimize)
        self._strip.setChecked(options.strips)
        self._warnings.setChecked(options.warnings)
        self._show_language_choices(options)
        self._platform.choose(_chosen(options))

    def _show_language_choices(self, options: CompileOptions) -> None:
        """Show those choices that mean something in one language only."""
        self._standard.setCurrentText(options.standard)
        for key, tick in self._ticks.items():
            tick.setChecked(getattr(options, key))
        self._flags.setText(join_words(options.flags))

    def options(self) -> CompileOptions:
        """What the person chose.

        Raises:
            WrongFieldError: a field holds something that cannot be used.
        """
        edit = self._standard.lineEdit()
        assert edit is not None  # noqa: S101 - an editable combo box has one
        return msgspec.structs.replace(
            self._options,
            toolchain=ToolchainName(self._compiler.currentData()),
            optimize=Optimize(self.aim.value),
            **{key: tick.isChecked() for key, tick in self._ticks.items()},
            warnings=self._warnings.isChecked(),
            standard=self._rest_rows.read(edit, _checked_standard),
            platforms=self._platforms(),
            flags=self._rest_rows.read(self._flags, split_words),
        )

    def _platforms(self) -> tuple[Platform, ...]:
        """The recipe's own words where they mean what is chosen; none for this computer's."""
        chosen = self._platform.value
        if chosen == _chosen(self._options):
            return self._options.platforms
        if chosen == _BOTH:
            return tuple(Platform)
        platform = Platform(chosen)
        return () if platform is host_platform() else (platform,)

    def _choose_compiler(self, name: ToolchainName) -> None:
        if name is _OWN_COMPILERS.get(self._language):
            name = ToolchainName.ZIG
        index = self._compiler.findData(name)
        if index < 0:
            self._compiler.addItem(say("{0} (not found here)", name.value), name)
            index = self._compiler.count() - 1
        self._compiler.setCurrentIndex(index)

    def _aim_chosen(self) -> None:
        """Symbols follow the aim until the person says otherwise."""
        self._options = msgspec.structs.replace(self._options, optimize=Optimize(self.aim.value))
        self._strip.setChecked(self._options.strips)
        self.changed.emit()

    def _strip_chosen(self) -> None:
        checked = self._strip.isChecked()
        default = msgspec.structs.replace(self._options, strip=None).strips
        self._options = msgspec.structs.replace(
            self._options, strip=None if checked == default else checked
        )
        self.changed.emit()


def _chosen(options: CompileOptions) -> str:
    """What a recipe's platforms mean as one choice."""
    return options.platform.value if len(options.all_platforms) == 1 else _BOTH


def _checked_standard(text: str) -> str:
    if _STANDARD.fullmatch(text.strip()) is None:
        raise ValueError(Message("Write it as the compiler takes it: c17, c++20."))
    return text.strip()
