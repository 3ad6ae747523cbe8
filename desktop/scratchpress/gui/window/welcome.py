"""The welcome of the first start: what the app does, and whether programs run here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.buttons import IconButton, button
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import columns, rows

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.header import EngineWords


class Welcome(QFrame):
    """A card above the drop area; it goes for good when it is closed, or a file is opened."""

    example = Signal()
    engines = Signal()
    read = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(say("Welcome"))
        layout = columns(self, gap=theme.px(12))
        layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(8), theme.px(12))
        words = rows(gap=theme.px(4))
        words.addWidget(label(say("Welcome to Scratchpress"), "strong"))
        words.addWidget(
            label(
                say(
                    "It compiles a source file, packs the program alone into a container image,"
                    " runs it, and shows what it prints and how small it is."
                    " All of it happens on this computer: no account, and nothing is reported."
                ),
                wrap=True,
            )
        )
        state = columns(gap=theme.px(8))
        self._glyph = Glyph(theme, "waiting", "secondary", 14)
        state.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        self._engine = label("", "secondary", wrap=True)
        state.addWidget(self._engine, 1)
        words.addLayout(state)
        line = columns(gap=theme.px(8))
        line.setContentsMargins(0, theme.px(6), 0, 0)
        self.try_example = button(say("Build the example"), "small")
        self.try_example.clicked.connect(self.example)
        self.show_engines = button(say("Show the engines…"), "small")
        self.show_engines.clicked.connect(self.engines)
        line.addWidget(self.try_example)
        line.addWidget(self.show_engines)
        line.addStretch(1)
        words.addLayout(line)
        layout.addLayout(words, 1)
        self.close_button = IconButton(theme, "cross", say("Close the welcome"))
        self.close_button.clicked.connect(self._close)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def engine_sentence(self) -> str:
        """What it says of the engine."""
        return self._engine.text()

    def show_engine(self, words: EngineWords) -> None:
        """Say whether programs run here, and where."""
        glyphs = {"ready": ("check", "success"), "limited": ("info", "accent")}
        glyph, role = glyphs.get(words.state, ("warning", "failure"))
        if words.state == "looking":
            glyph, role = "waiting", "secondary"
        self._glyph.show_glyph(glyph, role)
        sentence = words.tooltip if words.state == "ready" else words.message or words.tooltip
        self._engine.setText(sentence or words.pill)
        # The first next step of a doctor is in the list of engines.
        self.show_engines.setVisible(words.state != "ready")

    def _close(self) -> None:
        self.hide()
        self.read.emit()
