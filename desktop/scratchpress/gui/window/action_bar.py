"""The buttons below the results: save, push and use the image, Stop, run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.buttons import IconButton, button
from scratchpress.gui.widgets.layouts import columns
from scratchpress.gui.window.actions import keys_of, lead_to

if TYPE_CHECKING:
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.widgets.buttons import MainButton
    from scratchpress.gui.window.actions import SharedActions


class ActionBar(QWidget):
    """Buttons side by side; where there is one column they make room for the strong button."""

    def __init__(self, theme: Theme, actions: SharedActions) -> None:
        super().__init__()
        self._theme = theme
        self._actions_of_image = (
            actions.save_image,
            actions.push_image,
            actions.use_in_github,
        )
        self._line = columns(self)
        self.set_compact(compact=False)
        self._of_image = tuple(button(action.text()) for action in self._actions_of_image)
        self.save, self.push, self.github = self._of_image
        keys = keys_of(actions.save_image)
        self.save.setToolTip(say("As a file that docker load takes ({0})", keys))
        keys = keys_of(actions.push_image)
        self.push.setToolTip(say("To a registry, from where others pull it ({0})", keys))
        self.github.setToolTip(say("Files with which GitHub builds the same image"))
        self._gap = QWidget()
        self.stop = button(actions.stop.text(), "stop")
        self.stop.setToolTip(keys_of(actions.stop))
        self.again = button(actions.run_again.text())
        for action, one in (
            *zip(self._actions_of_image, self._of_image, strict=True),
            (actions.stop, self.stop),
            (actions.run_again, self.again),
        ):
            lead_to(action, one)
        self.more = IconButton(theme, "more", say("Save, push, use in GitHub"))
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        for one in self._of_image:
            self._line.addWidget(one)
        self._line.addWidget(self._gap, 1)
        self._line.addWidget(self.stop)
        self._line.addWidget(self.again)
        self._line.addWidget(self.more)

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
        menu.addActions(self._actions_of_image)
        corner = self.more.rect().topRight()
        size = menu.sizeHint()
        menu.popup(self.more.mapToGlobal(corner) - corner.__class__(size.width(), size.height()))
