"""Paints the app's icons in the colours of the scheme in use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from scratchpress.system.paths import asset

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QPaintDevice


def smooth_painter(device: QPaintDevice) -> QPainter:
    """A painter whose edges are smooth."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def paint_glyph(
    painter: QPainter, rectangle: QRectF, name: str, colour: QColor, angle: float = 0.0
) -> None:
    """Draw a glyph into a square, turned by ``angle`` degrees about its centre."""
    painter.save()
    painter.translate(rectangle.center())
    painter.rotate(angle)
    size = rectangle.width()
    _renderer(name, colour.name()).render(painter, QRectF(-size / 2, -size / 2, size, size))
    painter.restore()


def app_icon() -> QIcon:
    """The program's icon at the sizes desktops ask for."""
    from PySide6.QtGui import QIcon  # start-up time

    icon = QIcon()
    renderer = _renderer("scratchpress", "#000000")
    for side in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


@lru_cache(maxsize=128)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (asset("icons") / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
