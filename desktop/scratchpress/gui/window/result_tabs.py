"""The result tabs: two panels side by side, or one when the window is narrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget

from scratchpress.gui.language.words import say
from scratchpress.gui.widgets.layouts import columns, frame, rows
from scratchpress.gui.widgets.scroll_areas import Scrolled
from scratchpress.gui.window.tab_bar import TabBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.gui.look.theme import Theme


@dataclass(frozen=True, slots=True)
class Page:
    """One tab: its words, its content, and which panel holds it when there are two."""

    title: str
    content: QWidget
    right: bool = False

    def __post_init__(self) -> None:
        # A widget's own title changes with the language.
        self.content.setWindowTitle(self.title)


class TabbedPanel(QFrame):
    """A card with tabs."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._theme = theme
        layout = self._inside = rows(self)
        self.set_tight(tight=False)
        self.tabs = TabBar(theme, name)
        self._stack = QStackedWidget()
        layout.addWidget(self.tabs)
        layout.addWidget(frame("rule"))
        layout.addSpacing(theme.px(12))
        layout.addWidget(Scrolled(theme, self._stack, name), 1)
        self.pages: list[Page] = []
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)

    def set_tight(self, *, tight: bool) -> None:
        """Leave less room around the pages in a small window."""
        side, top, bottom = (12, 6, 10) if tight else (16, 10, 16)
        px = self._theme.px
        self._inside.setContentsMargins(px(side), px(top), px(side), px(bottom))

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Hold exactly these pages; the one in front stays there if it is among them."""
        front = self.current()
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's signature
        while self.tabs.count():
            self.tabs.removeTab(0)
        for page in self.pages:
            self._stack.removeWidget(page.content)
        self.pages = list(pages)
        for page in self.pages:
            self._stack.addWidget(page.content)
            self.tabs.addTab(page.content.windowTitle())
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's signature
        index = self.pages.index(front) if front in self.pages else 0
        self.tabs.setCurrentIndex(index)
        self._stack.setCurrentIndex(index)

    def current(self) -> Page | None:
        """The page in front."""
        index = self.tabs.currentIndex()
        return self.pages[index] if 0 <= index < len(self.pages) else None


class ResultTabs(QWidget):
    """All pages; output and size are side by side when there is room."""

    arranged = Signal()

    def __init__(self, theme: Theme, pages: Sequence[Page]) -> None:
        super().__init__()
        self._pages = list(pages)
        self._narrow: bool | None = None
        self._first: Page | None = None
        self._covered: QWidget | None = None
        layout = columns(self, gap=theme.px(12))
        self.left = TabbedPanel(theme, say("Results"))
        self.right = TabbedPanel(theme, say("Size, source and image"))
        # Words need more room than the size: an outcome is whole in wide fonts, too.
        layout.addWidget(self.left, 7)
        layout.addWidget(self.right, 6)
        self.arrange(narrow=False)

    def arrange(self, *, narrow: bool, first: Page | None = None) -> None:
        """Put the pages into two panels, or all into one; there with one more before them."""
        if narrow == self._narrow and first is self._first:
            return
        self._narrow, self._first = narrow, first
        self.left.set_tight(tight=first is not None)
        keyboard = QApplication.focusWidget()
        if keyboard is not None and not self.isAncestorOf(keyboard):
            keyboard = None
        if narrow:
            self.right.show_pages(())
            self.left.show_pages([first, *self._pages] if first is not None else self._pages)
        else:
            front = self.left.current()
            self.left.show_pages([page for page in self._pages if not page.right])
            self.right.show_pages([page for page in self._pages if page.right])
            if front is not None and front.right:
                self.bring_to_front(front.content)
        self.right.setVisible(not narrow)
        if keyboard is not None:
            # Moving a page takes it away.
            keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        self.arranged.emit()

    def bring_to_front(self, content: QWidget, *, focus: bool = False) -> None:
        """Show a page, and move the keyboard to its tabs if asked."""
        for panel in (self.left, self.right):
            for index, page in enumerate(panel.pages):
                if page.content is content:
                    panel.tabs.setCurrentIndex(index)
                    if focus:
                        panel.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_beside(self, content: QWidget) -> None:
        """Show a page of the right panel where there are two; ``show_again`` undoes it."""
        front = self.right.current()
        if not self._narrow and front is not None and front.content is not content:
            self._covered = front.content
            self.bring_to_front(content)

    def show_again(self) -> None:
        """Bring back what ``show_beside`` covered, unless the person has gone on."""
        covered, self._covered = self._covered, None
        front = self.right.current()
        if covered is not None and front is not None and front.content is not covered:
            self.bring_to_front(covered)

    def go_to(self, number: int) -> None:
        """Show the page with this number, counted from 0 as in a narrow window."""
        if number < len(self._pages):
            self.bring_to_front(self._pages[number].content, focus=True)

    @property
    def pages(self) -> Sequence[Page]:
        """All pages in their order."""
        return self._pages
