"""The menu bar of macOS, where each app has one; elsewhere the window's menus are enough."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenuBar

from scratchpress.gui.app.app_menu import RecentMenu
from scratchpress.gui.language.words import say

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from scratchpress.gui.app.recent_controller import RecentController
    from scratchpress.gui.session.session import Session
    from scratchpress.gui.window.actions import SharedActions


class AppMenuBar(QMenuBar):
    """All actions in the menus that people look for them in.

    By their roles macOS moves About, Settings, the look for a newer version and Quit into the
    menu that has the app's name.
    """

    def __init__(self, actions: SharedActions, recent: RecentController, session: Session) -> None:
        super().__init__()
        file = self.addMenu(say("File"))
        file.addActions([actions.choose_file, actions.choose_folder])
        file.addMenu(RecentMenu(file, recent, session))
        file.addActions([actions.new_example, actions.new_window, actions.settings])
        file.addSeparator()
        file.addActions([actions.edit_source, actions.show_folder, actions.save_copy])
        file.addSeparator()
        file.addActions([actions.save_image, actions.push_image, actions.use_in_github])
        file.addSeparator()
        file.addActions([actions.close_window, actions.quit])
        build = self.addMenu(say("Build"))
        build.addActions([actions.build, actions.run_again, actions.stop])
        build.addSeparator()
        build.addActions([actions.next_message, actions.previous_message])
        self.addMenu(say("View")).addActions(actions.pages)
        self.addMenu(say("Help")).addActions([actions.look_for_update, actions.about])


def add_menu_bar(
    window: QMainWindow,
    actions: SharedActions,
    recent: RecentController,
    session: Session,
    *,
    system: str = sys.platform,
) -> None:
    """Give the window its menu bar where the system's apps have one."""
    if system == "darwin":
        window.setMenuBar(AppMenuBar(actions, recent, session))
