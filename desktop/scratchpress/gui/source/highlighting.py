"""Highlights the syntax of sources: pygments finds the tokens, the theme their colours."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat

from scratchpress.gui.look.safe_text import utf16_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextBlock, QTextDocument

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.gui.look.theme import Theme

# Lexing goes at about a megabyte a second and holds the interpreter, so that it is bounded.
MAX_COLOURED = 512 * 1024
_LOOK_EVERY = 500

# Where in a line a word is, in UTF-16 units, how long it is, and its role.
Span = tuple[int, int, str]
Spans = list[tuple[Span, ...]]

# The kind of token, the most special one that begins a token's name -> a token of the theme.
_ROLES = (
    ("Comment.Preproc", "code_directive"),
    ("Comment", "code_comment"),
    ("Keyword.Type", "code_type"),
    ("Keyword", "code_keyword"),
    ("Literal.String.Doc", "code_comment"),
    ("Literal.String", "code_string"),
    ("Literal.Number", "code_number"),
    ("Name.Function", "code_function"),
    ("Name.Class", "code_type"),
    ("Name.Builtin", "code_function"),
    ("Name.Attribute", "code_directive"),
    ("Name.Decorator", "code_directive"),
    ("Name.Label", "code_directive"),
    ("Operator.Word", "code_keyword"),
)
CODE_ROLES = tuple(dict.fromkeys(role for _, role in _ROLES))

_LEXERS_BY_ENDING = {
    ".c": "c", ".cc": "cpp", ".cpp": "cpp", ".cxx": "cpp", ".c++": "cpp", ".hh": "cpp",
    ".hpp": "cpp", ".hxx": "cpp", ".go": "go", ".rs": "rust", ".zig": "zig", ".s": "gas",
    ".toml": "toml",
}  # fmt: skip
# By the language of the program, for headers and names that say nothing.
_LEXERS_BY_LANGUAGE = {
    "c": "c", "c++": "cpp", "go": "go", "rust": "rust", "zig": "zig", "assembly": "gas",
}  # fmt: skip


def lexer_name(file: str, language: str) -> str:
    """What pygments calls the language of a file; empty when it is not coloured.

    Args:
        file: its name.
        language: the program's, as recipes write it.
    """
    if PurePath(file).name == "go.mod":
        return ""
    ending = PurePath(file).suffix
    by_ending = "cpp" if ending == ".C" else _LEXERS_BY_ENDING.get(ending.lower())
    return by_ending or _LEXERS_BY_LANGUAGE.get(language, "")


def find_spans(lines: Sequence[str], lexer: str, cancellation: Cancellation) -> Spans:
    """Tell the words of a text apart, for a thread beside the window.

    Args:
        lines: as they are shown.
        lexer: as ``lexer_name`` calls it.
        cancellation: ends it early.

    Returns:
        The spans of each line, of as many lines as are coloured.

    Raises:
        CancelledError: it was ended.
    """
    from pygments.lexers import get_lexer_by_name  # start-up time

    roles: dict[object, str] = {}
    spans: Spans = []
    line: list[Span] = []
    column = 0
    text = _bounded(lines)
    tokens = get_lexer_by_name(lexer).get_tokens_unprocessed(text)
    for count, (_, kind, value) in enumerate(tokens):
        if count % _LOOK_EVERY == 0:
            cancellation.raise_if_cancelled()
        role = roles.get(kind)
        if role is None:
            role = roles[kind] = _role(str(kind).removeprefix("Token."))
        for number, part in enumerate(value.split("\n")):
            if number:
                spans.append(tuple(line))
                line, column = [], 0
            length = utf16_length(part)
            if role and length:
                line.append((column, length, role))
            column += length
    spans.append(tuple(line))
    return spans


def _bounded(lines: Sequence[str]) -> str:
    size = 0
    for count, line in enumerate(lines):
        size += len(line) + 1
        if size > MAX_COLOURED:
            return "\n".join((*lines[:count], ""))
    return "\n".join((*lines, ""))


def _role(kind: str) -> str:
    return next((role for begin, role in _ROLES if kind.startswith(begin)), "")


class SourceHighlighter(QSyntaxHighlighter):
    """Colours the lines it is asked for, once each: a whole large file would take too long."""

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = theme
        self._spans: Spans = []
        self._done: set[int] = set()
        self._formats: dict[str, QTextCharFormat] = {}

    def forget(self) -> None:
        """Another text comes."""
        self.take([])

    def take(self, spans: Spans) -> None:
        """Colour by these from now on."""
        self._spans = spans
        self._done = set()
        self._formats = {role: self._format(role) for role in CODE_ROLES}

    def colour(self, first: QTextBlock, count: int) -> None:
        """Colour some lines that have no colours yet."""
        block = first
        for _ in range(count):
            if not block.isValid():
                return
            number = block.blockNumber()
            if number < len(self._spans) and number not in self._done:
                self._done.add(number)
                self.rehighlightBlock(block)
            block = block.next()

    def recolour(self) -> None:
        """The theme's colours have changed."""
        self.take(self._spans)

    def highlightBlock(self, _text: str) -> None:
        """Colour one line."""
        number = self.currentBlock().blockNumber()
        if number in self._done:
            for start, length, role in self._spans[number]:
                self.setFormat(start, length, self._formats[role])

    def _format(self, role: str) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(self._theme.colour(role))
        if role == "code_keyword":
            made.setFontWeight(QFont.Weight.DemiBold)
        return made
