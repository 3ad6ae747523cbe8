"""The least that a window is; what the app's start is measured against."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QWidget

app = QApplication(sys.argv)
window = QWidget()
window.resize(1240, 800)
window.show()
sys.exit(app.exec())
