"""The Run card: what the program gets and how much it may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from scratchpress.gui.cards.base import Card, Rows
from scratchpress.gui.fields import (
    checked_duration,
    checked_size,
    join_environment,
    join_words,
    split_environment,
    split_words,
)
from scratchpress.run_options import RunOptions

if TYPE_CHECKING:
    from scratchpress.gui.theme import Theme

_DEFAULT = RunOptions()


class RunCard(Card):
    """Arguments, and behind "more" the environment and the limits."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, QCoreApplication.translate("RunCard", "Run"))
        self._options = _DEFAULT
        self._main = Rows(theme)
        self._arguments = QLineEdit()
        self._arguments.setPlaceholderText(self.tr("none"))
        self._arguments.setToolTip(self.tr("Words the program gets, as in a terminal"))
        self._main.add_checked(self.tr("Arguments"), self._arguments)
        self.body.addWidget(self._main)

        self._limits = Rows(theme)
        self._environment = QPlainTextEdit()
        self._environment.setProperty("kind", "field")
        self._environment.setFixedHeight(theme.px(64))
        self._environment.setTabChangesFocus(True)
        self._environment.setPlaceholderText(self.tr("NAME=value, one per line"))
        self._limits.add_checked(self.tr("Environment"), self._environment)
        self._input = QPlainTextEdit()
        self._input.setProperty("kind", "field")
        self._input.setFixedHeight(theme.px(64))
        self._input.setTabChangesFocus(True)
        self._input.setPlaceholderText(self.tr("typed while it runs"))
        self._input.setToolTip(self.tr("What the program reads each time, and then its end"))
        self._limits.add_checked(self.tr("Input"), self._input)
        self._timeout = QLineEdit()
        self._timeout.setPlaceholderText(_DEFAULT.timeout_words)
        self._timeout.setToolTip(self.tr("The program is stopped after this long"))
        self._limits.add_checked(self.tr("Time limit"), self._timeout)
        self._memory = QLineEdit()
        self._memory.setToolTip(self.tr("The most memory the program may use"))
        self._limits.add_checked(self.tr("Memory limit"), self._memory)
        self.add_rest(self._limits)
        self.load(_DEFAULT)
        for field in (self._arguments, self._timeout, self._memory):
            field.textEdited.connect(self.changed)
        for text in (self._environment, self._input):
            text.textChanged.connect(self.changed)

    def load(self, options: RunOptions) -> None:
        """Show what a recipe says."""
        self._options = options
        self._arguments.setText(join_words(options.args))
        self._environment.setPlainText(join_environment(options.env))
        self._input.setPlainText(options.input)
        self._timeout.setText(options.timeout or "")
        self._memory.setText(options.memory)

    def options(self) -> RunOptions:
        """What the person chose.

        Raises:
            WrongFieldError: a field holds something that cannot be used.
        """
        return msgspec.structs.replace(
            self._options,
            args=self._main.read(self._arguments, split_words),
            env=self._limits.read(self._environment, split_environment),
            input=self._input.toPlainText(),
            timeout=self._limits.read(self._timeout, _duration_or_default),
            memory=self._limits.read(self._memory, checked_size) or _DEFAULT.memory,
        )


def _duration_or_default(text: str) -> str | None:
    return checked_duration(text) if text.strip() else None
