"""The Image card: how the image is named and put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit

from scratchpress.gui.cards.base import Card, Rows
from scratchpress.gui.fields import checked_name, checked_size
from scratchpress.gui.widgets import ComboBox, button, label
from scratchpress.recipe import Builder, ImageOptions, LimitOptions

if TYPE_CHECKING:
    from scratchpress.gui.theme import Theme


class ImageCard(Card):
    """Name and base, and behind "more" the builder, the size limit and the recipe file."""

    save_recipe = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, QCoreApplication.translate("ImageCard", "Image"))
        self._options = ImageOptions()
        self._main = Rows(theme)
        self._name = QLineEdit()
        self._main.add_checked(self.tr("Name"), self._name)
        base = label(self.tr("scratch — nothing"), wrap=True)
        base.setMinimumHeight(theme.px(24))
        base.setToolTip(self.tr("An empty image: only your program is in it"))
        self._main.add(self.tr("Start from"), base)
        self.body.addWidget(self._main)

        self._more_rows = Rows(theme)
        self._builder = ComboBox(theme, self.tr("Built by"))
        self._builder.addItem(self.tr("Scratchpress (fastest)"), Builder.ARCHIVE)
        self._builder.addItem(self.tr("Docker, from the Dockerfile"), Builder.DOCKERFILE)
        self._more_rows.add(self.tr("Built by"), self._builder)
        self._limit = QLineEdit()
        self._limit.setPlaceholderText(self.tr("none"))
        self._limit.setToolTip(self.tr("The build fails when the image is larger: 1 MB"))
        self._more_rows.add_checked(self.tr("Largest size"), self._limit)
        save = button(self.tr("Save recipe…"))
        save.setToolTip(self.tr("Keep these choices in a scratchpress.toml beside the source"))
        save.clicked.connect(self.save_recipe)
        self._more_rows.add(self.tr("Recipe"), save)
        self.add_rest(self._more_rows)
        self._name.textEdited.connect(self.changed)
        self._limit.textEdited.connect(self.changed)
        self._builder.activated.connect(self.changed)

    def load(self, options: ImageOptions, limits: LimitOptions) -> None:
        """Show what a recipe says."""
        self._options = options
        self._name.setText(options.name)
        self._limit.setText(limits.max_size or "")
        self._builder.setCurrentIndex(self._builder.findData(options.builder))

    def suggest(self, name: str) -> None:
        """Show the name that holds while the field is empty."""
        self._name.setPlaceholderText(name)

    def options(self) -> ImageOptions:
        """What the person chose.

        Raises:
            WrongFieldError: the name is not valid.
        """
        return msgspec.structs.replace(
            self._options,
            name=self._main.read(self._name, checked_name),
            builder=Builder(self._builder.currentData()),
        )

    def limits(self) -> LimitOptions:
        """What makes the build fail.

        Raises:
            WrongFieldError: the size is not one.
        """
        return LimitOptions(max_size=self._more_rows.read(self._limit, checked_size))
