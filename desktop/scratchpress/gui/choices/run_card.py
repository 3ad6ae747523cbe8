"""The Run card: arguments, ports, input, folders, limits and sandbox of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from scratchpress.gui.choices.card import Card, Rows, WrongFieldError
from scratchpress.gui.choices.field_parsers import (
    checked_memory,
    checked_number,
    checked_timeout,
    checked_workdir,
    join_environment,
    join_folders,
    join_words,
    split_environment,
    split_folders,
    split_ports,
    split_words,
)
from scratchpress.gui.choices.sandbox_list import SandboxList
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.source.file_dialogs import ask_folder
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.inputs import CheckBox, line_field, text_field
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import TOP, columns, fill, frame, rows
from scratchpress.recipe.permissions import FILES
from scratchpress.recipe.restrictions import restrictions
from scratchpress.recipe.run import FolderOptions, RunOptions
from scratchpress.system.paths import home_folder

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QLineEdit

    from scratchpress.gui.look.theme import Theme
    from scratchpress.recipe.restrictions import Restriction
    from scratchpress.recipe.sandbox import SandboxOptions

_DEFAULT = RunOptions()


class RunCard(Card):
    """Arguments and ports, and behind "more" all else that a run is given and held by."""

    opened_rest = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, say("Run"))
        self._options = _DEFAULT
        self._has_ports = False
        self._files: tuple[Restriction, ...] = ()
        self._main = Rows(theme)
        self._arguments = self._line(say("none"), say("Words the program gets, as in a terminal"))
        self._main.add_checked(say("Arguments"), self._arguments)
        self._ports = self._line(
            say("none"),
            say(
                "For a server: a port of this computer and the program's own, such as 8080:80."
                " It then runs until you stop it."
            ),
        )
        self._main.add_checked(say("Ports"), self._ports)
        self.body.addWidget(self._main)
        self.loosened = self._make_loosened(theme)
        self.body.addWidget(self.loosened)
        self._given = self._make_given(theme)
        self._limits = self._make_limits(theme)
        self.held_by = SandboxList(theme)
        self.held_by.changed.connect(self.changed)
        rest = QWidget()
        stack = rows(rest, gap=theme.px(10))
        fill(stack, self._given, self._limits, frame("rule"), self.held_by)
        self.add_rest(rest)
        self.load(_DEFAULT, self.held_by.options())
        self.changed.connect(self._refresh)

    def _make_loosened(self, theme: Theme) -> QWidget:
        """What is loosened is seen without opening the rest; the recipe may be another's."""
        note = QWidget()
        self._loosened_words = label("", "small", wrap=True)
        warning = Glyph(theme, "warning", "failure", 12)
        fill(columns(note, gap=theme.px(6)), (warning, TOP), (self._loosened_words, 1))
        note.hide()
        return note

    @property
    def loosened_words(self) -> str:
        """What it says of that; empty when nothing is loosened."""
        return "" if self.loosened.isHidden() else self._loosened_words.text()

    def _make_given(self, theme: Theme) -> Rows:
        given = Rows(theme)
        self._environment = text_field(theme, say("NAME=value, one per line"), self.changed)
        given.add_checked(say("Environment"), self._environment)
        self._input = text_field(theme, say("typed while it runs"), self.changed)
        self._input.setToolTip(say("What the program reads each time, and then its end"))
        given.add_checked(say("Input"), self._input)
        self.terminal = CheckBox(theme, say("Give it a terminal"), self.changed)
        self.terminal.setToolTip(
            say("For programs that draw on the screen or ask key by key; both outputs are one")
        )
        given.add("", self.terminal)
        self._folders = text_field(theme, say("data=/data, one per line"), self.changed)
        self._folders.setToolTip(
            say("Folders of this computer that the program sees; :rw after one to write in it")
        )
        given.add_checked(say("Folders"), self._folders)
        add = button(say("Share a folder…"), act=self._ask_for_folder)
        add.setToolTip(say("Choose a folder that the program may read"))
        given.add("", add)
        self._place = self._line(
            say("the image's own"), say("The folder it starts in, as the program sees it")
        )
        given.add_checked(say("Starts in"), self._place)
        return given

    def _make_limits(self, theme: Theme) -> Rows:
        limits = Rows(theme)
        self._keeps_running = CheckBox(theme, say("Let it keep running"), self.changed)
        self._keeps_running.setToolTip(
            say("For servers: no time limit, and a panel with what it uses")
        )
        limits.add("", self._keeps_running)
        self.time_limit = self._line("", say("The program is stopped after this long; or none"))
        limits.add_checked(say("Time limit"), self.time_limit)
        self._memory = self._line("", say("The most memory the program may use"))
        limits.add_checked(say("Memory limit"), self._memory)
        self._cpus = self._line(say("all"), say("How many processors it may use: 0.5, 2"))
        limits.add_checked(say("Processors"), self._cpus)
        self._processes = self._line("", say("How many at once, threads among them"))
        limits.add_checked(say("Processes"), self._processes)
        return limits

    def load(self, options: RunOptions, sandbox: SandboxOptions) -> None:
        """Show what a recipe says."""
        self._options = options
        self._has_ports = bool(options.ports)
        self._arguments.setText(join_words(options.args))
        self._ports.setText(" ".join(options.ports))
        self._environment.setPlainText(join_environment(options.env))
        self._input.setPlainText(options.input)
        self.terminal.setChecked(options.terminal)
        self._folders.setPlainText(join_folders(options.folders))
        self._place.setText(options.working_directory)
        self._keeps_running.setChecked(options.keeps_running)
        self.time_limit.setText(options.timeout or "")
        self._memory.setText(options.memory)
        self._cpus.setText("" if options.cpus is None else f"{options.cpus:g}")
        self._processes.setText(str(options.processes))
        self.held_by.load(sandbox)
        self._refresh()

    def options(self) -> RunOptions:
        """What the person chose.

        Raises:
            WrongFieldError: a field holds something that cannot be used.
        """
        given, limits = self._given, self._limits
        ports = self._main.read(self._ports, split_ports)
        keeps = self._keeps_running.isChecked()
        return msgspec.structs.replace(
            self._options,
            args=self._main.read(self._arguments, split_words),
            ports=ports,
            env=given.read(self._environment, split_environment),
            input=self._input.toPlainText(),
            terminal=self.terminal.isChecked(),
            folders=given.read(self._folders, split_folders),
            working_directory=given.read(self._place, checked_workdir),
            # As it is of itself, nothing need be said.
            keep_running=None if keeps == bool(ports) else keeps,
            timeout=limits.read(self.time_limit, checked_timeout),
            memory=limits.read(self._memory, checked_memory) or _DEFAULT.memory,
            cpus=limits.read(self._cpus, lambda text: checked_number(text, RunOptions, "cpus")),
            processes=limits.read(
                self._processes, lambda text: checked_number(text, RunOptions, "processes")
            )
            or _DEFAULT.processes,
        )

    def sandbox(self) -> SandboxOptions:
        """What holds the program.

        Raises:
            WrongFieldError: a field holds something that cannot be used.
        """
        return self.held_by.options()

    def open_rest(self, is_open: bool = True) -> None:  # noqa: FBT001, FBT002 - a slot
        """Show or hide the rest."""
        super().open_rest(is_open)
        if is_open:
            self.opened_rest.emit()

    def _line(self, placeholder: str, tip: str) -> QLineEdit:
        return line_field(placeholder, tip, self.changed)

    def _refresh(self) -> None:
        """Word what holds the program for the choices as they are, if they can be read."""
        self._follow_ports()
        self._say_time_limit()
        try:
            run, sandbox = self.options(), self.held_by.options()
        except WrongFieldError:
            return
        self.held_by.follow(run)
        # The disk is not looked at here: of files that is shown which was found before.
        self._show_held((*restrictions(run, sandbox), *self._files))

    def show_looked_at(self, held: tuple[Restriction, ...]) -> None:
        """Show what holds the program for the choices as they are, once the disk was looked at."""
        self._files = tuple(one for one in held if one.key == FILES)
        self._show_held(held)

    def _show_held(self, held: tuple[Restriction, ...]) -> None:
        self.held_by.show_held(held)
        loose = joined("; ", (said(one.words) for one in held if one.is_loosened))
        self._loosened_words.setText(say("Loosened: {0}", loose))
        self.loosened.setVisible(bool(loose))

    def _follow_ports(self) -> None:
        """What gets its first port is a server until the person says otherwise."""
        has_ports = bool(self._ports.text().strip())
        if has_ports != self._has_ports:
            self._has_ports = has_ports
            self._keeps_running.setChecked(has_ports)

    def _say_time_limit(self) -> None:
        """What holds while the field is empty."""
        keeps = self._keeps_running.isChecked()
        self.time_limit.setPlaceholderText(RunOptions(keep_running=keeps).timeout_words)

    def _ask_for_folder(self) -> None:
        def share(paths: list[Path]) -> None:
            # One kept with the recipe is named by its whole path until the recipe is saved.
            lines = [
                join_folders((FolderOptions(source=str(path), to=f"/{path.name}"),))
                for path in paths
            ]
            self._folders.appendPlainText("\n".join(lines))

        ask_folder(self.window(), say("Share a folder"), home_folder(), share)
