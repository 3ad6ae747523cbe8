"""The line below the results: what to do with the image, Stop, and running again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.basic import IconButton, button, columns

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.widgets.basic import MainButton


class ActionBar(QWidget):
    """Buttons side by side; where there is one column they make room for the strong button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line = columns(self)
        self.set_compact(compact=False)
        self.save = button(say("Save image…"))
        self.save.setToolTip(say("As a file that docker load takes (Ctrl+S)"))
        self.push = button(say("Push…"))
        self.push.setToolTip(say("To a registry, from where others pull it (Ctrl+P)"))
        self.github = button(say("Use in GitHub…"))
        self.github.setToolTip(say("Files with which GitHub builds the same image"))
        self._of_image = (self.save, self.push, self.github)
        self._gap = QWidget()
        self.stop = button(say("Stop"), "stop")
        self.stop.setToolTip(say("Esc"))
        self.again = button(say("Run again"))
        self.more = IconButton(theme, "more", say("Save, push, use in GitHub"))
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        for one in self._of_image:
            self._line.addWidget(one)
        self._line.addWidget(self._gap, 1)
        self._line.addWidget(self.stop)
        self._line.addWidget(self.again)
        self._line.addWidget(self.more)
        for one in (*self._of_image, self.again):
            one.setEnabled(False)

    def set_compact(self, *, compact: bool) -> None:
        """In a narrow window a little less is between them."""
        self._line.setSpacing(self._theme.px(6 if compact else 8))

    def begin_with(self, strong: MainButton) -> None:
        """Take the strong button in; what is done with the image goes into a menu."""
        self._line.insertWidget(0, strong, 1)
        # At once: what is not shown yet cannot be given the keyboard.
        strong.show()
        self._make_room(is_wanted=True)

    def end_beginning(self) -> None:
        """The strong button is elsewhere again."""
        self._make_room(is_wanted=False)

    def _make_room(self, *, is_wanted: bool) -> None:
        for one in (*self._of_image, self._gap, self.again):
            one.setVisible(not is_wanted)
        self.more.setVisible(is_wanted)
        # Where a second press of the strong button falls there must never be Stop.
        policy = self.stop.sizePolicy()
        policy.setRetainSizeWhenHidden(is_wanted)
        self.stop.setSizePolicy(policy)

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self._of_image:
            action = menu.addAction(one.text())
            action.setEnabled(one.isEnabled())
            action.triggered.connect(one.click)
        corner = self.more.rect().topRight()
        size = menu.sizeHint()
        menu.popup(self.more.mapToGlobal(corner) - corner.__class__(size.width(), size.height()))
