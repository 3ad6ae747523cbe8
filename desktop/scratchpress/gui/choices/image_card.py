"""The Image card: the image's name, base, extras, files, builder and size limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal

from scratchpress.gui.choices.card import Card, Rows
from scratchpress.gui.choices.extra_ticks import ExtraTicks
from scratchpress.gui.choices.field_parsers import (
    checked_name,
    checked_size,
    checked_zones,
    join_files,
    split_files,
)
from scratchpress.gui.choices.starting_from import StartingFrom
from scratchpress.gui.language.words import say
from scratchpress.gui.source.file_dialogs import ask_which
from scratchpress.gui.widgets.buttons import button
from scratchpress.gui.widgets.inputs import ComboBox, line_field, text_field
from scratchpress.recipe.model import Builder, Extra, ImageOptions, LimitOptions
from scratchpress.system.paths import home_folder

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.gui.look.theme import Theme


class ImageCard(Card):
    """Name, base and extras, and behind "more" zones, files, builder and size limit."""

    save_recipe = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, say("Image"))
        self._options = ImageOptions()
        self._main = Rows(theme)
        self.name = line_field("", "", self.changed)
        self._main.add_checked(say("Name"), self.name)
        self._more_rows = Rows(theme)
        self._starting = StartingFrom(theme, self._main, self._more_rows)
        self.extras = ExtraTicks(theme)
        self._main.add_wide(self.extras)
        self.body.addWidget(self._main)

        tip = say("Only these time zones: Europe/Lisbon America/Sao_Paulo")
        self._zones = line_field(say("all of them"), tip, self._zones_edited)
        self._more_rows.add_checked(say("Zones"), self._zones)
        words = say("config.json=/etc/app/config.json, one per line")
        self._files = text_field(theme, words, self.changed)
        self._files.setToolTip(
            say("Files and folders to put in, and where to; :0755 after it for a script")
        )
        self._more_rows.add_checked(say("Files"), self._files)
        add = button(say("Add a file…"), act=self._ask_for_files)
        add.setToolTip(say("Choose files to put into the image"))
        self._more_rows.add("", add)
        self._builder = ComboBox(theme, say("Built by"))
        self._builder.addItem(say("Scratchpress (fastest)"), Builder.ARCHIVE)
        self._builder.addItem(say("Docker, from the Dockerfile"), Builder.DOCKERFILE)
        self._more_rows.add(say("Built by"), self._builder)
        tip = say("The build fails when the image is larger: 1 MB")
        self.size_limit = line_field(say("none"), tip, self.changed)
        self._more_rows.add_checked(say("Largest size"), self.size_limit)
        save = button(say("Save recipe…"), act=self.save_recipe)
        save.setToolTip(say("Keep these choices in a scratchpress.toml beside the source"))
        self._more_rows.add(say("Recipe"), save)
        self.add_rest(self._more_rows)
        self._builder.activated.connect(self.changed)
        self._starting.changed.connect(self.changed)
        self.extras.changed.connect(self.changed)

    def load(self, options: ImageOptions, limits: LimitOptions) -> None:
        """Show what a recipe says."""
        self._options = options
        self.name.setText(options.name)
        self.size_limit.setText(limits.max_size or "")
        self._builder.setCurrentIndex(self._builder.findData(options.builder))
        self._starting.load(options.base, pull=options.pull)
        self.extras.choose(options.extras)
        self._zones.setText(" ".join(options.zones))
        self._files.setPlainText(join_files(options.files))

    def add_extra(self, extra: Extra) -> None:
        """Tick one more."""
        self.extras.choose((*self.extras.chosen, extra))
        self.changed.emit()

    def options(self) -> ImageOptions:
        """What the person chose.

        Raises:
            WrongFieldError: a field holds something that cannot be used.
        """
        extras = self.extras.chosen
        zones = self._more_rows.read(self._zones, checked_zones)
        return msgspec.structs.replace(
            self._options,
            name=self._main.read(self.name, checked_name),
            base=self._starting.base(),
            pull=self._starting.pull,
            builder=Builder(self._builder.currentData()),
            extras=extras,
            zones=zones if Extra.TIME_ZONES in extras else (),
            files=self._more_rows.read(self._files, split_files),
        )

    def limits(self) -> LimitOptions:
        """What makes the build fail.

        Raises:
            WrongFieldError: the size is not one.
        """
        return LimitOptions(max_size=self._more_rows.read(self.size_limit, checked_size))

    def _zones_edited(self) -> None:
        """Whoever names a zone wants it in the image."""
        if self._zones.text().strip():
            self.extras.choose((*self.extras.chosen, Extra.TIME_ZONES))
        self.changed.emit()

    def _ask_for_files(self) -> None:
        def add(paths: list[Path]) -> None:
            lines = [line for line in self._files.toPlainText().splitlines() if line.strip()]
            lines += [f"{path}=/{path.name}" for path in paths]
            self._files.setPlainText("\n".join(lines))

        ask_which(self.window(), say("Files for the image"), home_folder(), "", add)
