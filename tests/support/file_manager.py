"""A window beside the app's from which a file can be dragged, as from a file manager."""

from __future__ import annotations

# A program of its own; its argument is the file.
FILE_MANAGER = """\
import sys
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

class Source(QLabel):
    def mouseMoveEvent(self, event):
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(sys.argv[1])])
        drag.setMimeData(data)
        drag.exec()

app = QApplication([])
source = Source("a file")
source.setWindowTitle("file manager")
source.setGeometry(1300, 40, 200, 100)
source.show()
app.exec()
"""
