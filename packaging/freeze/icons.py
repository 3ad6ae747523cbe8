"""Makes the app's icon in every format from its one drawing, assets/icons/scratchpress.svg.

PNG in all sizes for Linux, ICO for Windows, ICNS for macOS.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from setup.checkout import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = CHECKOUT / "assets" / "icons" / "scratchpress.svg"
# Those of the freedesktop icon theme, and the two that macOS has beside them.
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512, 1024)
_ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def make_icons(folder: Path) -> list[Path]:
    """Write all of them into a folder; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    # Qt draws only while there is an application, which needs no display for that.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    drawing = QSvgRenderer(QByteArray(SOURCE.read_bytes()))
    made = []
    for size in SIZES:
        path = folder / f"scratchpress-{size}.png"
        if not _drawn(drawing, size).save(str(path)):
            raise OSError(f"{path} cannot be written.")
        made.append(path)
    del application
    with Image.open(folder / "scratchpress-1024.png") as largest:
        icns = folder / "scratchpress.icns"
        others = [Image.open(folder / f"scratchpress-{size}.png") for size in SIZES[:-1]]
        largest.save(icns, append_images=others)
        ico = folder / "scratchpress.ico"
        own = {image.width: image for image in others}
        own[256].save(
            ico,
            sizes=[(size, size) for size in _ICO_SIZES],
            append_images=[own[size] for size in _ICO_SIZES[:-1]],
        )
        for image in others:
            image.close()
    return [*made, icns, ico]


def _drawn(drawing: QSvgRenderer, size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image
