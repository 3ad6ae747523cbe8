"""The window's actions: text, keys, role and when each is of use; menus and buttons share them."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from scratchpress.gui.language.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QAbstractButton, QWidget

    from scratchpress.gui.session.session import Session

    Keys = QKeySequence.StandardKey | str


class Needs(Enum):
    """What must be there for an action to be of use."""

    NOTHING = auto()
    SOURCE = auto()
    """Something is open."""
    RESULT = auto()
    """It was built."""
    IMAGE = auto()
    """An image was made, and no other one is being made."""
    BUILD = auto()
    """A build goes on."""
    NO_BUILD = auto()
    """None goes on."""


class SharedActions(QObject):
    """One QAction for each thing that a person can do with the window.

    Made with the window, so that keys are heard from the first picture on. Whoever does what an
    action says connects to its ``triggered``; until all of them have, ``hold`` keeps what is
    triggered.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._needs: dict[QAction, Needs] = {}
        self._session: Session | None = None
        self._is_held = False
        standard, role = QKeySequence.StandardKey, QAction.MenuRole
        make, needs = self._make, Needs
        self.choose_file = make(say("Choose a file…"), standard.Open)
        self.choose_folder = make(say("Choose a folder…"), "Ctrl+Shift+O")
        self.new_example = make(say("New example"), standard.New)
        self.new_window = make(say("New window"), "Ctrl+Shift+N")
        self.edit_source = make(say("Open in an editor"), needs=needs.SOURCE)
        self.show_folder = make(say("Show in its folder"), needs=needs.SOURCE)
        self.save_copy = make(say("Save a copy…"), needs=needs.SOURCE)
        self.build = make(say("Build and run"), "Ctrl+Enter", "Ctrl+Return", needs=needs.SOURCE)
        self.run_again = make(say("Run again"), needs=needs.RESULT)
        self.stop = make(say("Stop"), "Esc", needs=needs.BUILD)
        self.close_message = make(say("Close the message"), "Esc", needs=needs.NO_BUILD)
        self.next_message = make(say("Next message"), "F8", needs=needs.SOURCE)
        self.previous_message = make(say("Previous message"), "Shift+F8", needs=needs.SOURCE)
        self.save_image = make(say("Save image…"), standard.Save, needs=needs.IMAGE)
        self.push_image = make(say("Push…"), "Ctrl+P", needs=needs.IMAGE)
        self.use_in_github = make(say("Use in GitHub…"), needs=needs.IMAGE)
        self.settings = make(
            say("Settings…"), "Ctrl+,", standard.Preferences, role=role.PreferencesRole
        )
        self.look_for_update = make(
            say("Look for a newer version…"), role=role.ApplicationSpecificRole
        )
        self.about = make(say("About Scratchpress"), standard.HelpContents, role=role.AboutRole)
        self.close_window = make(say("Close the window"), standard.Close)
        self.quit = make(say("Quit Scratchpress"), standard.Quit, role=role.QuitRole)
        self.pages: Sequence[QAction] = ()

    def add_pages(self, titles: Sequence[str]) -> None:
        """An action for each page of the results, with the key of its number."""
        self.pages = [
            self._make(title, f"Ctrl+{number}", needs=Needs.SOURCE)
            for number, title in enumerate(titles, 1)
        ]

    def follow(self, session: Session) -> None:
        """Offer what is of use with what the session holds."""
        self._session = session
        for signal in (session.opened, session.started, session.ended):
            signal.connect(self._offer)
        self._offer()

    def hold(self, make_rest: Callable[[], None]) -> None:
        """Until ``release``, make the rest of the window before an action does something."""

        def do(action: QAction) -> None:
            if self._is_held:
                make_rest()
                action.trigger()

        self._is_held = True
        for action in self._needs:
            action.triggered.connect(lambda _=False, action=action: do(action))

    def release(self) -> None:
        """Everybody who does something is connected now."""
        self._is_held = False

    def _make(
        self,
        text: str,
        *keys: Keys,
        needs: Needs = Needs.NOTHING,
        role: QAction.MenuRole = QAction.MenuRole.NoRole,
    ) -> QAction:
        action = QAction(text, self)
        action.setShortcuts(_sequences(keys))
        action.setShortcutVisibleInContextMenu(True)
        action.setMenuRole(role)
        action.setEnabled(needs in {Needs.NOTHING, Needs.NO_BUILD})
        self._needs[action] = needs
        self._window.addAction(action)
        return action

    def _offer(self) -> None:
        if self._session is None:
            return
        met = _met(self._session)
        for action, needs in self._needs.items():
            action.setEnabled(needs in met)


def _met(session: Session) -> set[Needs]:
    """What is there."""
    met = {Needs.NOTHING, Needs.BUILD if session.working else Needs.NO_BUILD}
    if session.current is not None:
        met.add(Needs.SOURCE)
    if session.end is not None:
        met.add(Needs.RESULT)
        if session.end.result.image is not None and not session.working:
            met.add(Needs.IMAGE)
    return met


def _sequences(keys: Sequence[Keys]) -> list[QKeySequence]:
    """The keys of this system, the first to be shown; Qt hears none that is there twice."""
    found: list[QKeySequence] = []
    for key in keys:
        given = [QKeySequence(key)] if isinstance(key, str) else QKeySequence.keyBindings(key)
        found += [one for one in given if one not in found]
    return found


def keys_of(action: QAction) -> str:
    """The first keys of an action, as this system writes them."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def lead_to(action: QAction, button: QAbstractButton) -> None:
    """Let a button do what an action does, and only when that is of use."""
    button.setEnabled(action.isEnabled())
    action.enabledChanged.connect(button.setEnabled)
    button.clicked.connect(action.trigger)
