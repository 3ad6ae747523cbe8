"""The page with a source: choices at the left, results at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from scratchpress.gui.choices.card import WrongFieldError
from scratchpress.gui.choices.choices_column import ChoicesColumn
from scratchpress.gui.choices.compile_card import CompileCard
from scratchpress.gui.choices.image_card import ImageCard
from scratchpress.gui.choices.run_card import RunCard
from scratchpress.gui.choices.source_card import SourceCard
from scratchpress.gui.image.image_page import ImagePage
from scratchpress.gui.image.text_pages import ExplainedPage, LogPage, TextPage
from scratchpress.gui.language.words import say
from scratchpress.gui.messages.result_page import ResultPage
from scratchpress.gui.session.watch_row import WatchRow
from scratchpress.gui.size.size_pages import SizePages
from scratchpress.gui.size.size_view import SizeView
from scratchpress.gui.source.source_page import SourcePage
from scratchpress.gui.widgets.buttons import MainButton
from scratchpress.gui.widgets.layouts import columns, rows
from scratchpress.gui.window.action_bar import ActionBar
from scratchpress.gui.window.actions import keys_of, lead_to
from scratchpress.gui.window.result_tabs import Page, ResultTabs
from scratchpress.gui.window.stage_bar import StageBar
from scratchpress.recipe.model import Recipe
from scratchpress.recipe.run import RunOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from scratchpress.core.diagnostics import Diagnostic, DiagnosticGroup
    from scratchpress.core.languages import Language
    from scratchpress.gui.choices.card import Card
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.source.opening import Opened
    from scratchpress.gui.window.actions import SharedActions

# Below this width, at 13 px text, output and size share one panel.
_TWO_PANELS_FROM = 1100
# Below this one the choices are in it, too: a narrow window, or large text in any.
_TWO_COLUMNS_FROM = 840
_LEFT_WIDTH = 344
_LEFT_WIDTH_NARROW = 320
_LEFT_SHARE = 0.37


class WorkPage(QWidget):
    """Composition only: what happens on it is decided elsewhere."""

    copy_text = Signal(str)

    def __init__(self, theme: Theme, actions: SharedActions) -> None:
        super().__init__()
        self.setObjectName("page")
        self._theme = theme
        self._actions = actions
        self.source = SourceCard(theme, self._make_source_menu())
        self.compile = CompileCard(theme)
        self.image = ImageCard(theme)
        self.run = RunCard(theme)
        self.usual_run = RunOptions()
        self.cards: tuple[Card, ...] = (self.source, self.compile, self.image, self.run)
        self.choices = ChoicesColumn(theme, self.cards)
        # The left column's scroll bar lives in the gap.
        self._columns = columns(self, gap=theme.px(16) - self.choices.bar_room)
        self._has_one_column = False
        self._left = self._make_left()
        self._columns.addWidget(self._left)
        self._columns.addWidget(self._make_right(), 1)
        self._leave_room(tight=False)
        self._connect_actions()

    def _make_source_menu(self) -> QMenu:
        """What can be done with the source."""
        menu, actions = QMenu(self), self._actions
        menu.addActions([actions.choose_file, actions.choose_folder, actions.new_example])
        menu.addSeparator()
        menu.addActions([actions.edit_source, actions.show_folder, actions.save_copy])
        return menu

    def _connect_actions(self) -> None:
        actions = self._actions
        actions.add_pages([page.title for page in self.panels.pages])
        for number, action in enumerate(actions.pages):
            action.triggered.connect(lambda _=False, number=number: self.panels.go_to(number))
        actions.next_message.triggered.connect(lambda: self._step(1))
        actions.previous_message.triggered.connect(lambda: self._step(-1))
        stop_server = self.results.server.stop_button
        stop_server.setToolTip(keys_of(actions.stop))
        lead_to(actions.stop, stop_server)

    def _make_left(self) -> QWidget:
        left = QWidget()
        self._column = rows(left, gap=self._theme.px(12))
        self._column.addWidget(self.choices, 1)
        build = self._actions.build
        self.build_button = MainButton(self._theme, build.text(), keys_of(build))
        lead_to(build, self.build_button)
        self._foot = rows(gap=self._theme.px(8))
        self._foot.setContentsMargins(0, 0, self.choices.bar_room, 0)
        self.watch = WatchRow(self._theme)
        self._foot.addWidget(self.watch)
        self._foot.addWidget(self.build_button)
        self._column.addLayout(self._foot)
        return left

    def _make_right(self) -> QWidget:
        theme = self._theme
        right = QWidget()
        layout = self._results_column = rows(right)
        self.strip = StageBar(theme)
        layout.addWidget(self.strip)
        self.results = ResultPage(theme)
        self.size_view = SizeView(theme)
        self.size_pages = SizePages(theme, self.size_view)
        self.source_page = SourcePage(theme)
        self.dockerfile_page = ExplainedPage(
            theme,
            say("Dockerfile"),
            say("The recipe for the same image in Docker's words."),
            say("Build the image to see its Dockerfile."),
        )
        self.image_page = ImagePage(
            theme,
            say("Image"),
            say("What is in the image, and its names."),
            say("Build the image to see what is in it."),
        )
        self.by_hand_page = TextPage(
            theme,
            say("By hand"),
            say("The same build in a terminal. Paste it to try it."),
            say("Choose a source to see its commands."),
        )
        self.log_page = LogPage(
            theme,
            say("Log"),
            say("What each stage did and said."),
            say("Nothing has happened yet."),
        )
        for page in (
            self.source_page,
            self.dockerfile_page,
            self.image_page,
            self.by_hand_page,
            self.log_page,
        ):
            page.copy_text.connect(self.copy_text)
        for page in (self.dockerfile_page, self.image_page, self.by_hand_page):
            page.box.wrap_lines()
        self.results.error.copy_text.connect(self.copy_text)
        self.results.forecast.add_extra.connect(self.image.add_extra)
        self.compile.copy_command.connect(self.copy_text)
        self.panels = ResultTabs(
            theme,
            (
                Page(say("Output"), self.results),
                Page(say("Size"), self.size_pages, right=True),
                Page(say("Source"), self.source_page, right=True),
                Page(say("Dockerfile"), self.dockerfile_page),
                Page(say("Image"), self.image_page, right=True),
                Page(say("By hand"), self.by_hand_page),
                Page(say("Log"), self.log_page),
            ),
        )
        self._choices_page = Page(say("Choices"), self.choices)
        self.results.log_wanted.connect(
            lambda: self.panels.bring_to_front(self.log_page, focus=True)
        )
        self._connect_messages()
        layout.addWidget(self.panels, 1)
        layout.addWidget(self._make_actions())
        return right

    def _make_actions(self) -> QWidget:
        self.action_line = ActionBar(self._theme, self._actions)
        self.save_button = self.action_line.save
        self.push_button = self.action_line.push
        self.github_button = self.action_line.github
        self.stop_button = self.action_line.stop
        self.again_button = self.action_line.again
        return self.action_line

    def _connect_messages(self) -> None:
        """A message in a list leads to its place in the source, and the other way round."""
        for shown in (self.results.error.list, self.results.warnings):
            shown.looked_at.connect(lambda item: self.source_page.go_to(item, tell=False))
            shown.chosen.connect(self._show_place)
            shown.entered_by_key.connect(lambda item: self._show_place(item, focus=True))
            self.source_page.went_to.connect(shown.select)

    def show_messages(self, messages: Sequence[DiagnosticGroup], *, failed: bool) -> None:
        """Mark the compiler's messages in the source; after an error, show where the first is."""
        self.source_page.show_messages(messages)
        self.results.offer_warnings(() if failed else messages)
        if failed and messages:
            self.source_page.go_to(messages[0].main, tell=False)
            self.panels.show_beside(self.source_page)
        else:
            self.panels.show_again()

    def _show_place(self, item: Diagnostic, *, focus: bool = False) -> None:
        self.source_page.go_to(item, tell=focus)
        self._show_source(focus=focus)

    def _step(self, by: int) -> None:
        if self.source_page.has_messages:
            self.source_page.step(by)
            self._show_source(focus=False)

    def _show_source(self, *, focus: bool) -> None:
        """Bring the source to the front; the keyboard comes along when asked, or when lost."""
        messages = (self.results.error.list, self.results.warnings)
        was_in_list = any(one.hasFocus() for one in messages)
        self.panels.bring_to_front(self.source_page)
        if focus or (was_in_list and not self.results.isVisible()):
            self.source_page.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def recipe(self, names: tuple[str, ...], language: Language | None = None) -> Recipe:
        """The recipe that the choices make; ``language`` is what the person says it is in.

        Raises:
            WrongFieldError: a field holds something that cannot be used.
        """
        return Recipe(
            sources=names,
            compile=msgspec.structs.replace(self.compile.options(), language=language),
            image=self.image.options(),
            run=self.run.options(),
            sandbox=self.run.sandbox(),
            limits=self.image.limits(),
        )

    def chosen(self, opened: Opened) -> Recipe | None:
        """The recipe for what is open; ``None`` when a field is wrong, which has the keyboard."""
        try:
            return self.recipe(opened.names, opened.said)
        except WrongFieldError as wrong:
            self.reveal(wrong.field)
            return None

    def load(self, recipe: Recipe) -> None:
        """Show what a recipe says."""
        self.compile.load(recipe.compile)
        self.image.load(recipe.image, recipe.limits)
        self.run.load(recipe.run, recipe.sandbox)

    def load_usual(self) -> None:
        """Show what holds where no recipe says anything."""
        self.load(Recipe(sources=("",), run=self.usual_run))

    def reveal(self, field: QWidget) -> None:
        """Bring a field into view and put the keyboard there."""
        self.show_choices()
        for card in self.cards:
            if card.isAncestorOf(field):
                card.reveal(field)
        self.choices.ensureWidgetVisible(field)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_choices(self) -> None:
        """Bring the choices to the front where they are a page among others."""
        self.panels.bring_to_front(self.choices)

    def go_on_to_output(self) -> None:
        """The person wants to build; where the choices are a page, they leave it."""
        if self._has_one_column and self._is_in_choices:
            self.build_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_choices(self) -> None:
        """A build begins: bring its output to the front, unless somebody is at the choices."""
        if self._has_one_column and self.choices.isVisible() and not self._is_in_choices:
            self.panels.bring_to_front(self.results)

    @property
    def _is_in_choices(self) -> bool:
        keyboard = QApplication.focusWidget()
        return keyboard is not None and self.choices.isAncestorOf(keyboard)

    def _arrange(self, *, narrow: bool, one_column: bool) -> None:
        """Two columns and two panels, two columns and one panel, or one of both."""
        if one_column == self._has_one_column:
            self.panels.arrange(narrow=narrow, first=self._first)
            return
        self._has_one_column = one_column
        keyboard = QApplication.focusWidget()
        if keyboard is not None and not self.isAncestorOf(keyboard):
            keyboard = None
        self._leave_room(tight=one_column)
        self._left.setVisible(not one_column)
        if one_column:
            self.choices.end_with(self.watch)
            self.action_line.begin_with(self.build_button)
        else:
            for one in (self.watch, self.build_button):
                self._foot.addWidget(one)
                one.show()
            self.action_line.end_beginning()
        self.panels.arrange(narrow=narrow, first=self._first)
        if not one_column:
            self._column.insertWidget(0, self.choices, 1)
            self.choices.show()
        if keyboard is not None:
            # Moving a widget takes the keyboard away from it.
            if self.choices.isAncestorOf(keyboard):
                self.show_choices()
            keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        self.panels.arranged.emit()

    def _leave_room(self, *, tight: bool) -> None:
        """Around the page and between its parts; words come first where there is little."""
        px = self._theme.px
        top, bottom, gap = (10, 12, 8) if tight else (16, 20, 12)
        self._columns.setContentsMargins(px(20), px(top), px(20), px(bottom))
        self._results_column.setSpacing(px(gap))

    @property
    def _first(self) -> Page | None:
        """The page before all others, when there is one."""
        return self._choices_page if self._has_one_column else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two panels when there is room for them, and two columns."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_TWO_PANELS_FROM)
        # With a large system font the choices leave most of the window to the results.
        most = round(self.width() * _LEFT_SHARE)
        width = min(self._theme.px(_LEFT_WIDTH_NARROW if narrow else _LEFT_WIDTH), most)
        self._left.setFixedWidth(width + self.choices.bar_room)
        one_column = self.width() < self._theme.px(_TWO_COLUMNS_FROM)
        self._arrange(narrow=narrow, one_column=one_column)
        self.strip.set_compact(compact=narrow, low=one_column)
        self.action_line.set_compact(compact=narrow)
