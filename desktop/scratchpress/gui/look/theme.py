"""Colours, sizes and motion of the window, following the desktop it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette

from scratchpress.gui.look.stylesheet import stylesheet
from scratchpress.gui.look.tokens import DARK, LIGHT, Tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

# The pixel sizes in this package are drawn for body text of this height.
_DRAWN_FOR = 13


class Theme(QObject):
    """The scheme in use; it changes while the window is open when the desktop's does.

    Pixel sizes are given for a body text of 13 px and grow with the system's font.

    Args:
        app: what is to look so.
        dressed: whether everything gets the style sheet at once. A window is built in a quarter
            of the time when ``dress`` puts it on that window alone: Qt dresses a widget anew
            with every parent it gets, and what has none yet is not dressed at all then.
    """

    changed = Signal()

    def __init__(self, app: QApplication, *, dressed: bool = True) -> None:
        super().__init__(app)
        self._dressed: QApplication | QWidget | None = app if dressed else None
        self._app = app
        self._system_font = QFont(app.font())
        self._body = _body(self._system_font)
        self._system_is_dark = _is_dark(app.palette())
        self._chosen = Qt.ColorScheme.Unknown
        self.tokens = LIGHT
        self.follow_scheme(app.styleHints().colorScheme())
        app.styleHints().colorSchemeChanged.connect(self.follow_scheme)

    @property
    def body(self) -> int:
        """Height of body text in pixels: the system's, and never below 13."""
        return self._body

    def px(self, drawn: float) -> int:
        """A length that was drawn for 13 px text, at the system's text size."""
        return round(drawn * self._body / _DRAWN_FOR)

    def margins(self, left: float, top: float, right: float, bottom: float) -> QMargins:
        """Margins that were drawn for 13 px text, at the system's text size."""
        return QMargins(self.px(left), self.px(top), self.px(right), self.px(bottom))

    def colour(self, role: str) -> QColor:
        """A token as a colour."""
        return QColor(getattr(self.tokens, role))

    def font(self, drawn: float = _DRAWN_FOR, *, bold: bool = False, mono: bool = False) -> QFont:
        """The interface font, or the fixed-width one, at a drawn size."""
        font = (
            QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            if mono
            else QFont(self._system_font)
        )
        font.setPixelSize(self.px(drawn))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def motion_allowed(self) -> bool:
        """Whether the desktop wants things to move."""
        from PySide6.QtWidgets import QStyle  # start-up time

        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return self._app.style().styleHint(hint) > 0

    def follow_font(self) -> None:
        """Take over the system's font after the person has changed it."""
        if self._app.font() != self._system_font:
            self._system_font = QFont(self._app.font())
            self._body = _body(self._system_font)
            self._apply()

    def choose(self, name: str) -> None:
        """``light`` or ``dark`` whatever the system has; ``system`` follows it."""
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        self._chosen = schemes.get(name, Qt.ColorScheme.Unknown)
        # What the system draws follows, too: title bars and its own dialogs.
        self._app.styleHints().setColorScheme(self._chosen)
        self.follow_scheme(self._app.styleHints().colorScheme())

    def follow_scheme(self, scheme: Qt.ColorScheme) -> None:
        """Take over the system's scheme, unless one was chosen; the window changes at once."""
        if self._chosen != Qt.ColorScheme.Unknown:
            scheme = self._chosen
        # A desktop that names no scheme still has a palette, and that tells.
        unknown = scheme == Qt.ColorScheme.Unknown
        dark = self._system_is_dark if unknown else scheme == Qt.ColorScheme.Dark
        self.tokens = DARK if dark else LIGHT
        self._apply()

    def _apply(self) -> None:
        self._app.setPalette(_palette(self.tokens))
        self._dress()
        self.changed.emit()

    def dress(self, window: QWidget) -> None:
        """Put the style sheet on a window, and again whenever something changes.

        Its dialogs and menus take it over as the window's children.
        """
        self._dressed = window
        self._dress()

    def _dress(self) -> None:
        if self._dressed is None:
            return
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self._dressed.setStyleSheet(stylesheet(self.tokens, self.px, mono))


def _body(font: QFont) -> int:
    return max(_DRAWN_FOR, QFontInfo(font).pixelSize())


def _is_dark(palette: QPalette) -> bool:
    role = QPalette.ColorRole
    return palette.color(role.WindowText).lightness() > palette.color(role.Window).lightness()


def _palette(tokens: Tokens) -> QPalette:
    """The same colours for what the style sheet does not reach: menus, dialogs, selections."""
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, tokens.background),
        (role.WindowText, tokens.text),
        (role.Base, tokens.field),
        (role.AlternateBase, tokens.sunken),
        (role.Text, tokens.text),
        (role.Button, tokens.card),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.failure),
        (role.PlaceholderText, tokens.secondary),
        (role.ToolTipBase, tokens.card),
        (role.ToolTipText, tokens.text),
        (role.Highlight, tokens.strong),
        (role.HighlightedText, "#FFFFFF"),
        (role.Link, tokens.accent),
        (role.Accent, tokens.accent),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(tokens.secondary))
    return palette
