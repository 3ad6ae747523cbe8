"""The Source tab: the sources, with the compiler's messages marked in them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.diagnostics import Severity, is_foreign
from scratchpress.gui.language.numbers import format_size
from scratchpress.gui.language.words import again, joined, say
from scratchpress.gui.look.safe_text import shortened, visible
from scratchpress.gui.messages.message_rows import MAX_MESSAGES, place_words, severity_word
from scratchpress.gui.session.background_tasks import BackgroundTasks
from scratchpress.gui.source.highlighting import MAX_COLOURED, find_spans, lexer_name
from scratchpress.gui.source.source_files import SourceFile, SourceFiles
from scratchpress.gui.source.source_text import MAX_BYTES
from scratchpress.gui.source.source_view import GLYPHS, SourceBox
from scratchpress.gui.widgets.accessibility import announce
from scratchpress.gui.widgets.buttons import IconButton
from scratchpress.gui.widgets.inputs import ComboBox
from scratchpress.gui.widgets.labels import Glyph, label
from scratchpress.gui.widgets.layouts import TOP, columns, fill, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.core.diagnostics import Diagnostic, DiagnosticGroup
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.source.highlighting import Spans
    from scratchpress.sources.model import Sources

# What is made ready in so short a time that a thread would only make the page blink.
_AT_ONCE_BYTES = 100_000
_MAX_WORDS = 400
_READ_AHEAD = 20
_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class _MessageBar(QFrame):
    """The message whose place is shown, and ways to the one before and after it."""

    step = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "diagnostic")
        self._glyph = Glyph(theme, "info", "secondary", 14)
        self._head = label("", "small", wrap=True)
        self._text = label("", "", wrap=True, selectable=True)
        self._buttons = [
            IconButton(theme, glyph, title, partial(self.step.emit, by))
            for glyph, title, by in (
                ("chevron-up", say("Previous message (Shift+F8)"), -1),
                ("chevron-down", say("Next message (F8)"), 1),
            )
        ]
        words = fill(rows(gap=theme.px(2)), self._head, self._text)
        layout = columns(self, margin=theme.margins(12, 6, 6, 6), gap=theme.px(8))
        fill(layout, (self._glyph, TOP), (words, 1), *((one, TOP) for one in self._buttons))
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._head.text()}: {self._text.text()}"

    def show_message(self, item: Diagnostic, number: int, count: int, hint: str) -> None:
        """Say a message; ``number`` counts from 0, and is negative for a note."""
        glyph, role = GLYPHS[item.severity]
        self._glyph.show_glyph(glyph, role)
        kind = severity_word(item.severity)
        if number >= 0 and count > 1:
            kind = say("{0} · {1} of {2}", kind, number + 1, count)
        self._head.setText(joined(" · ", (kind, place_words(item))))
        text = shortened(visible(item.text), _MAX_WORDS)
        self._text.setText(joined("\n", (text, hint)))
        for made in self._buttons:
            made.setVisible(count > 1)
        self.show()


class SourcePage(QWidget):
    """The files of the program; other files of the person's when a message is in them."""

    copy_text = Signal(str)
    went_to = Signal(object)
    compared = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._background = BackgroundTasks(lambda _error: None)
        self._cancellation = Cancellation()
        self._files = SourceFiles()
        self._changed: frozenset[str] = frozenset()
        self._messages: tuple[DiagnosticGroup, ...] = ()
        self._numbers: dict[Diagnostic, int] = {}
        self._marks: dict[str, dict[int, Diagnostic]] = {}
        self._number = -1
        self._severity = Severity.NOTE
        self._file = SourceFile("", None)
        self._wanted: Diagnostic | None = None
        self._asked = 0
        self._usual = say("The program, as it is compiled.")
        self._sentence = ""
        self._title = label(self._usual, "secondary", wrap=True)
        self.files = ComboBox(theme, say("File"))
        self.files.setPlaceholderText(say("Choose a file"))
        self.files.activated.connect(self._choose)
        copy_words = say("Copy: {0}", say("Source"))
        copy = IconButton(theme, "copy", copy_words, lambda: self.copy_text.emit(self.text()))
        self._about = label("", "secondary", wrap=True)
        self.bar = _MessageBar(theme)
        self.bar.step.connect(self.step)
        self.box = SourceBox(theme, say("Source"))
        self.box.shown.connect(self._colour)
        self.box.line_chosen.connect(self._choose_line)
        head = fill(columns(gap=theme.px(8)), (self._title, 1), (self.files, 1), (copy, TOP))
        fill(rows(self, gap=theme.px(8)), head, self._about, self.bar, (self.box, 1))
        # Announced once its text is shown, and not for each of several quick steps.
        self._telling = QTimer(self, interval=150, singleShot=True)
        self._telling.timeout.connect(lambda: announce(self, self.bar.words))
        self.show_sources(None)

    def text(self) -> str:
        """The file that is shown, all of it, as it is."""
        return self._files.content(self._file.name).decode(errors="replace")

    def show_sources(self, sources: Sources | None, *, compiled_at: float = 0.0) -> None:
        """Show other files, or what a build has read of the same; see ``SourceFiles``."""
        before, shown = self._files.given, self._file.name
        self._files = SourceFiles(sources, compiled_at)
        self._changed = frozenset()
        self.show_messages(())
        names = list(self._files.given)
        if shown in names and self._files.given == before:
            self._say_about()
        else:
            self._show_file(names[0] if names else "")

    def compare(self, now: Sources) -> None:
        """Take note of how the files are now; the person may have edited them."""
        files = self._files

        def show(changed: frozenset[str]) -> None:
            if self._files is not files:
                return
            if files.were_compiled:
                self._changed = changed
                self._say_about()
                self.compared.emit(changed)
            elif changed:
                self.show_sources(now)

        self._background.run(lambda: files.changed_since(now), show)

    def show_messages(self, messages: Sequence[DiagnosticGroup]) -> None:
        """Mark where these messages are."""
        self._messages = tuple(messages[:MAX_MESSAGES])
        self._numbers = {}
        self._marks = {}
        for number, message in enumerate(self._messages):
            for item in (message.main, *message.notes):
                self._numbers.setdefault(item, number)
                marks = self._marks.setdefault(item.file, {})
                known = marks.setdefault(item.line, item)
                if _RANKS[item.severity] < _RANKS[known.severity]:
                    marks[item.line] = item
        self._number = -1
        self._wanted = None
        self.bar.hide()
        self._offer_files()
        if self._file.text is not None:
            self._mark()
        self._read_ahead()

    def go_to(self, item: Diagnostic, *, tell: bool = True) -> None:
        """Show the place of a message or a note; ``tell`` says it to those who listen."""
        self._go(item, self._numbers.get(item, -1), tell=tell)

    def _go(self, item: Diagnostic, number: int, *, tell: bool) -> None:
        self._number = number
        is_main = number >= 0 and item == self._messages[number].main
        place = self._messages[number].place if is_main else item
        self._wanted = place
        self._severity = item.severity
        self.bar.show_message(
            item,
            number if is_main else -1,
            len(self._messages),
            say("Shown is the line of yours that led there.") if place != item else "",
        )
        if not place.file:
            self.box.show_place(0, None, item.severity)
        elif place.file == self._file.name and self._file.text is not None:
            self._mark()
        else:
            self._show_file(place.file)
        if tell:
            self._telling.start()
        self.went_to.emit(item)

    @property
    def about(self) -> str:
        """What is said of the file shown, if anything."""
        return self._sentence

    @property
    def file_name(self) -> str:
        """The file shown, as messages call it."""
        return self._file.name

    @property
    def has_messages(self) -> bool:
        """Whether there is something to step through."""
        return bool(self._messages)

    def step(self, by: int) -> None:
        """Go to the next message, or the one before; behind the last comes the first."""
        if self._messages:
            start = -1 if self._number < 0 and by > 0 else max(self._number, 0)
            number = (start + by) % len(self._messages)
            self._go(self._messages[number].main, number, tell=True)

    def reword_kept(self) -> None:
        """Put what is shown later into another language."""
        self._usual, self._sentence = again(self._usual), again(self._sentence)

    def close_page(self, seconds: float) -> None:
        """Stop what goes on beside the window, and wait for it."""
        self._cancellation.cancel()
        self._background.close(seconds)

    def _offer_files(self) -> None:
        """The chooser: all files there are, or nothing when there is one."""
        names = [*self._files.given, *self._named()]
        if self._file.name and not is_foreign(self._file.name) and self._messages:
            names.append(self._file.name)
        names = list(dict.fromkeys(names))
        self.files.clear()
        for name in names:
            self.files.addItem(visible(name), name)
        self._show_choice()
        self._say_about()

    def _show_choice(self) -> None:
        """The chooser stands at the file shown; without it one could not leave a system file."""
        index = self.files.findData(self._file.name)
        offered = self.files.count() > (0 if index < 0 else 1)
        self.files.setCurrentIndex(index)
        self.files.setVisible(offered)
        self._title.setVisible(not offered)

    def _named(self) -> list[str]:
        """Files of the person's own that messages are in."""
        return [name for name in self._marks if name and not is_foreign(name)]

    def _read_ahead(self) -> None:
        """Keep headers as the compiler read them, before somebody edits them."""
        files = self._files
        names = [name for name in self._named() if name not in files.given][:_READ_AHEAD]
        if names:
            self._background.run(lambda: [files.read(name) for name in names], lambda _files: None)

    def _choose(self, index: int) -> None:
        self._wanted = None
        self.bar.hide()
        self._show_file(str(self.files.itemData(index)))

    def _choose_line(self, line: int) -> None:
        item = self._marks.get(self._file.name, {}).get(line)
        if item is not None:
            self.go_to(item)

    def _show_file(self, name: str) -> None:
        """Read a file, beside the window when that takes a moment."""
        self._asked += 1
        asked = self._asked
        if not name or is_foreign(name):
            self._take(SourceFile(name, None))
            return
        files = self._files
        if 0 < len(files.content(name)) <= _AT_ONCE_BYTES:
            self._take(files.read(name))
            return

        def take(file: SourceFile) -> None:
            if asked == self._asked:
                self._take(file)

        self._background.run(lambda: files.read(name), take)

    def _take(self, file: SourceFile) -> None:
        self._cancellation.cancel()
        self._cancellation = Cancellation()
        self._file = file
        self._show_choice()
        shown = visible(file.name) or say("Source")
        self.box.setAccessibleName(say("Source of {0}", shown) if file.text else shown)
        self.box.setPlaceholderText(self._why_empty())
        self.box.show_source(file.text)
        self._say_about()
        if file.text is not None:
            self._mark()

    def _colour(self) -> None:
        """Tell words apart once all are there: both at a time would make the window wait."""
        file, cancellation = self._file, self._cancellation
        lexer = lexer_name(file.name, self._files.language)
        if file.text is None or not lexer:
            return
        lines = file.text.shown

        def colour(spans: Spans) -> None:
            if self._file is file:
                self.box.take_spans(spans)

        self._background.run(lambda: find_spans(lines, lexer, cancellation), colour)

    def _mark(self) -> None:
        """Mark the messages of the file shown, and the place that is wanted in it."""
        self.box.show_marks(self._marks.get(self._file.name, {}))
        wanted = self._wanted
        if wanted is None or self._file.text is None or wanted.file != self._file.name:
            self.box.show_place(0, None, Severity.NOTE)
            return
        place = self._file.text.place(wanted.line, wanted.column)
        self.box.show_place(wanted.line, place, self._severity)

    def _why_empty(self) -> str:
        name = self._file.name
        if not name:
            return say("A program that is ready has no source to show.")
        if is_foreign(name):
            return say(
                "This message is in {0}, which came with the compiler or a library and is no"
                " file of yours.",
                visible(name),
            )
        return say("{0} cannot be read now.", visible(name))

    def _say_about(self) -> None:
        """What is not as one would expect of the file shown, if anything."""
        file, name = self._file, visible(self._file.name)
        words = []
        if file.is_newer:
            words.append(say("{0} was written after it was compiled. Lines may have moved.", name))
        elif file.name in self._changed:
            words.append(
                say("{0} has changed since it was compiled. This is what was compiled.", name)
            )
        if file.text is not None and file.text.partial:
            words.append(
                say(
                    "Of a large file the first {0} are shown, of a long line the beginning.",
                    format_size(MAX_BYTES),
                )
            )
        lexer = lexer_name(file.name, self._files.language)
        if file.text is not None and lexer and file.text.size > MAX_COLOURED:
            words.append(
                say(
                    "Only the first {0} have colours, so that the window never waits.",
                    format_size(MAX_COLOURED),
                )
            )
        sentence = joined(" ", words)
        self._sentence = sentence
        # Beside the button that copies there is either the choice of a file or a sentence.
        alone = self.files.isHidden()
        self._title.setText(sentence if alone and sentence else self._usual)
        self._about.setText(sentence)
        self._about.setVisible(bool(sentence) and not alone)
