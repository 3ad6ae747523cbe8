"""Reads the messages of C compilers, assemblers and linkers.

Text, not a machine format: there is none that both compilers write (JSON is gcc's alone,
SARIF came to clang with 15), and none at all for linkers. The text is made sure by
options instead: no colours, no wrapping, and source excerpts only where each of their
lines begins with a number and a bar, so that a program's own text is never taken for a
message.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from scratchpress.core.diagnostics import (
    INCLUDED_HERE,
    REQUIRED_HERE,
    Diagnostic,
    Severity,
    is_foreign,
)
from scratchpress.core.text import shown_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# For every compiler, so that each message is one line that begins with its position.
DIAGNOSTIC_FLAGS = ("-fdiagnostics-color=never", "-fmessage-length=0")
# For clang before 16, whose source excerpts cannot be told from messages.
NO_EXCERPT_FLAG = "-fno-caret-diagnostics"

_SEVERITIES = {
    "fatal error": Severity.ERROR,
    "error": Severity.ERROR,
    "internal compiler error": Severity.ERROR,
    "sorry, unimplemented": Severity.ERROR,
    "warning": Severity.WARNING,
    "note": Severity.NOTE,
}
_KIND = rf"(?P<kind>{'|'.join(_SEVERITIES)})"

# Matching ignores case: assemblers write "Error:".
_EXCERPT = re.compile(r"\s*(?:(?P<line>\d+)|\+{3})? \|(?: ?(?P<source>.*))$")
_POSITIONED = re.compile(
    rf"(?P<file>.+?):(?P<line>\d+):(?:(?P<column>\d+):)?\s+{_KIND}: (?P<text>.*)", re.IGNORECASE
)
_REQUIRED = re.compile(
    r"(?P<file>.+?):(?P<line>\d+):(?:(?P<column>\d+):)?\s+(?:recursively )?required (?:from|by) .*"
)
_INCLUDED = re.compile(
    r"(?:In file included| +)\s*from (?P<file>.+?):(?P<line>\d+)(?::(?P<column>\d+))?[:,]$"
)
_LINKER = re.compile(
    r"(?:\S*[/\\])?(?:[\w.+-]+-)?(?:ld(?:\.(?:bfd|gold|lld))?|lld|mold)(?:\.exe)?: (?P<rest>.*)"
)
_LLD_PLACE = re.compile(
    r">>> (?P<what>referenced by|defined at|defined in) (?P<file>\S.*?)(?::(?P<line>\d+))?"
    r"(?: \(.*\))?$"
)
# GNU ld: "x.o:hello.c:(.text+0xa): undefined reference to `f'", with -g "hello.c:3: ...".
_LD_PLACE = re.compile(
    r"(?P<file>[^()]*?):?(?:(?<=:)(?P<line>\d+)|\([^)]*\+0x[0-9a-f]+\)): "
    r"(?P<text>(?:undefined reference to|multiple definition of|warning:|relocation |error:).*)"
)
_LD_FIRST = re.compile(r"(?P<file>[^()]*?):?(?:(?<=:)(?P<line>\d+)|\(.*\)): first defined here")
_LD_CONTEXT = re.compile(r".*: in function `.*':$", re.IGNORECASE)
_LD_ERRORS = re.compile(
    r"error:|cannot |unable to |undefined |multiple definition|final link failed|attempted static|"
    r"file not recognized|failed to |relocation |fatal",
    re.IGNORECASE,
)
_DRIVER = re.compile(rf"(?:[\w.+/\\:-]+?: )?{_KIND}: (?P<text>.*)", re.IGNORECASE)
_LLVM = re.compile(r"LLVM ERROR: (?P<text>.*)")
_ENOUGH = re.compile(r"too many errors emitted")
# What drivers add once something else has been said.
_EPILOGUE = re.compile(r"linker command failed with exit code|ld returned \d+ exit status")

_UTF8_MARK = b"\xef\xbb\xbf"
# Data in one line of megabytes can have a message at each of its words.
_MAX_LINE = 4096


def parse_diagnostics(
    text: str,
    names: Mapping[str, str],
    sources: Mapping[str, bytes],
    *,
    counts_mark: bool = True,
) -> tuple[Diagnostic, ...]:
    """Read the messages of gcc, clang, zig and their assemblers and linkers.

    Args:
        text: all the tools wrote.
        names: path the compiler saw -> the person's name for it, ready to show. A key
            that ends in a slash is a folder: its value replaces that part of a path.
        sources: the person's name -> content, for source lines. Lines of other files
            are taken from the compiler's own excerpt.
        counts_mark: whether a byte order mark shifts columns, as with clang.

    Returns:
        Messages in order, each once. Where an error is in a library's header, a note
        with the person's own line that led there is before or after it.
    """
    reader = _Reader(names)
    for line in text.split("\n"):
        reader.read(line.removesuffix("\r"))
    lines = {name: content.splitlines() for name, content in sources.items()}
    found = dict.fromkeys(
        _with_source_line(item, lines, counts_mark=counts_mark) for item in reader.found
    )
    said = [item for item in found if not _EPILOGUE.search(item.text)]
    explained = any(item.severity is Severity.ERROR for item in said)
    return tuple(said if explained else found)


def readable_text(text: str, names: Mapping[str, str]) -> str:
    """Raw compiler text with the person's names, everything invisible made visible.

    Lines stay lines; see ``parse_diagnostics`` for ``names``.
    """
    shown = _with_names(text.replace("\r\n", "\n"), names)
    return "\n".join(map(shown_line, shown.split("\n")))


class _Reader:
    """Reads line by line; what a line means can depend on the one before it."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.found: list[Diagnostic] = []
        self._names = names
        self._own = frozenset(names.values()) - {""}
        self._places = 0

    def read(self, line: str) -> None:
        """Take one line of text; what is no message changes nothing."""
        if excerpt := _EXCERPT.match(line):
            self._read_excerpt(excerpt)
        elif match := _LLD_PLACE.match(line):
            self._read_lld_place(match)
        elif match := _LINKER.fullmatch(line):
            self._read_linker(match["rest"])
        elif match := _POSITIONED.fullmatch(line):
            self._add(match["kind"], match["text"], match)
        elif match := _INCLUDED.fullmatch(line):
            self._read_context(match, INCLUDED_HERE)
        elif match := _REQUIRED.fullmatch(line):
            self._read_context(match, REQUIRED_HERE)
        elif match := _LD_PLACE.fullmatch(line):
            self._read_ld_place(match)
        elif match := _DRIVER.fullmatch(line):
            self._add(match["kind"], match["text"])
        elif match := _LLVM.fullmatch(line):
            self._add("internal compiler error", match["text"])

    def _add(self, kind: str, text: str, place: re.Match[str] | None = None) -> None:
        kind = kind.lower()
        # It decides what the person should do, and would be lost in "error".
        prefix = f"{kind}: " if kind == "internal compiler error" else ""
        # It is no mistake of its own, and is not to be counted as one.
        severity = Severity.NOTE if _ENOUGH.match(text) else _SEVERITIES[kind]
        item = Diagnostic(severity, shown_line(prefix + _with_names(text.strip(), self._names)))
        self.found.append(self._placed(item, place) if place else item)
        self._places = 0

    def _placed(self, item: Diagnostic, place: re.Match[str]) -> Diagnostic:
        numbers = place.groupdict()
        return replace(
            item,
            file=shown_line(_own_name(place["file"], self._names)),
            line=int(numbers.get("line") or 0),
            column=int(numbers.get("column") or 0),
        )

    def _read_excerpt(self, match: re.Match[str]) -> None:
        if self.found and match["line"] and int(match["line"]) == self.found[-1].line:
            last = self.found[-1]
            if not last.source_line:
                self.found[-1] = replace(last, source_line=match["source"] or "")

    def _read_context(self, match: re.Match[str], text: str) -> None:
        """Keep how the compiler got there, but only the steps the person wrote."""
        item = self._placed(Diagnostic(Severity.NOTE, text), match)
        if item.file and not is_foreign(item.file):
            self.found.append(item)

    def _read_linker(self, rest: str) -> None:
        if _LD_CONTEXT.fullmatch(rest):
            return
        if match := _LD_PLACE.fullmatch(rest):
            self._read_ld_place(match)
        elif match := _DRIVER.fullmatch(rest):
            self._add(match["kind"], match["text"])
        else:
            self._add("error" if _LD_ERRORS.match(rest) else "note", rest)

    def _read_ld_place(self, match: re.Match[str]) -> None:
        text, _, first = match["text"].partition("; ")
        kind, colon, rest = text.partition(": ")
        if colon and kind in {"warning", "error"}:
            self._add(kind, rest)
        else:
            self._add("error", text)
        self._settle(match["file"], match["line"])
        if earlier := _LD_FIRST.fullmatch(first):
            self._add("note", "first defined here")
            self._settle(earlier["file"], earlier["line"])

    def _read_lld_place(self, match: re.Match[str]) -> None:
        if not self.found or match["file"].endswith((".o", ")")):
            return
        self._places += 1
        if self._places == 1:
            self._settle(match["file"], match["line"])
        elif match["what"] != "referenced by":
            places = self._places
            self._add("note", "also defined here")
            self._settle(match["file"], match["line"])
            self._places = places

    def _settle(self, file: str, line: str | None) -> None:
        """Give the newest message a linker's place: ``/tmp/x.o:hello.c`` is ``hello.c``.

        Where the C library was built says nothing to a person, so a file that is not
        theirs is left out.
        """
        own = _own_name(file.rpartition(".o:")[2], self._names)
        if own in self._own:
            self.found[-1] = replace(self.found[-1], file=shown_line(own), line=int(line or 0))


def _own_name(path: str, names: Mapping[str, str]) -> str:
    """The person's name for a path; linkers know files by their last part alone."""
    if path in names:
        return names[path]
    mapped = _with_names(path, names)
    if mapped != path or "/" in path or "\\" in path:
        return mapped
    return next((own for safe, own in names.items() if PurePath(safe).name == path), path)


def _with_names(text: str, names: Mapping[str, str]) -> str:
    # Longest first: a file before the folder it is in.
    for safe in sorted(names, key=len, reverse=True):
        text = text.replace(safe, names[safe])
    return text


def _with_source_line(
    item: Diagnostic, lines: Mapping[str, Sequence[bytes]], *, counts_mark: bool
) -> Diagnostic:
    own = lines.get(item.file, ())
    # Of other files there is what the compiler showed of them.
    line = own[item.line - 1] if 0 < item.line <= len(own) else item.source_line.encode()
    if not line:
        return item
    if not counts_mark:
        line = line.removeprefix(_UTF8_MARK)
    text, column = line_and_column(line, item.column)
    return replace(item, source_line=text, column=column)


def line_and_column(line: bytes, column: int) -> tuple[str, int]:
    """A line of a file made safe to show and bounded, and where in it a column of the file is.

    Args:
        line: as it is in the file.
        column: in bytes of the file, 1-based; 0 for none.

    Returns:
        The text, and the column in its bytes as UTF-8: the same number, unless something
        before it had to be written out or was no UTF-8; 0 when it is beyond the text.
    """
    if line.startswith(_UTF8_MARK):
        line = line.removeprefix(_UTF8_MARK)
        # clang and Go count it, though nobody sees it.
        column = max(column - len(_UTF8_MARK), min(column, 1))
    line = line[:_MAX_LINE]
    if column > len(line) + 1:
        column = 0
    before = shown_line(line[: max(column - 1, 0)].decode(errors="replace"))
    return shown_line(line.decode(errors="replace")), len(before.encode()) + 1 if column else 0
