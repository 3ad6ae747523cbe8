"""A window beside the app's from which a file is dragged with the mouse, as from a file manager."""

from __future__ import annotations

import time
from itertools import cycle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# A program of its own; its argument is the file. Its title says when what is below the dragged
# file would take it, as the shape of the mouse pointer does to a person. Like others of its
# kind it would rather move than copy, and removes what it is told was moved.
FILE_MANAGER = """\
import os
import sys
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

class Source(QLabel):
    def mouseMoveEvent(self, event):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag = QDrag(self)
        drag.setMimeData(data)
        pointer = QTimer(self, interval=20)
        pointer.timeout.connect(self.tell)
        pointer.start()
        copy, move = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
        if drag.exec(copy | move, move) == move:
            os.remove(sys.argv[1])
        pointer.stop()

    def tell(self):
        forbidden = QGuiApplication.overrideCursor().shape() == Qt.CursorShape.ForbiddenCursor
        self.setWindowTitle("file manager" if forbidden else "taken below")

app = QApplication([])
source = Source("a file")
source.setWindowTitle("file manager")
source.setGeometry(1300, 40, 200, 100)
source.show()
app.exec()
"""


def drag_onto_app(hand: Callable[..., str], wait: Callable[[Callable[[], str]], str]) -> None:
    """Drag the file onto the app at the display's left, and let go once the app would take it.

    Args:
        hand: hands words to xdotool and gives what it prints.
        wait: looks again and again until what it is given finds something.
    """

    def window(name: str) -> str:
        return hand("search", "--onlyvisible", "--name", f"^{name}$")

    wait(lambda: window("file manager"))
    hand("mousemove", "1400", "90", "mousedown", "1")
    # A drag begins after some pixels, and the window below is asked at every step.
    for x in (1390, 1340, 1200, 900, 700):
        hand("mousemove", str(x), "300")
        time.sleep(0.1)
    places = cycle(("620", "640"))

    def taken() -> str:
        hand("mousemove", next(places), "300")
        return window("taken below")

    wait(taken)
    hand("mouseup", "1")
