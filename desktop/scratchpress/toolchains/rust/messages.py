"""Reads the messages of rustc and cargo."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.errors import CompileFailedError
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_line, shown_name
from scratchpress.toolchains.diagnostics import line_and_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}
_EPILOGUE = re.compile(r"aborting due to |\d+ warnings? emitted")
_NO_MAIN = re.compile(r"`main` function not found in crate")
_UNCACHED = re.compile(
    r"no matching package named `(?P<name>[^`]+)` found|"
    r"failed to (?:download|get) `(?P<got>[^`]+)`|"
    r"you're using offline mode|attempting to make an HTTP request, but --offline"
)


def messages(said: bytes) -> list[dict[str, Any]]:
    """The JSON objects of an output, one a line or all in one list; other lines are no messages."""
    found: list[dict[str, Any]] = []
    for line in said.splitlines():
        try:
            value = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        items = value if isinstance(value, list) else [value]
        found += [item for item in items if isinstance(item, dict)]
    return found


def diagnostics(messages: list[dict[str, Any]], names: dict[str, str]) -> Iterator[Diagnostic]:
    """Messages of rustc as values (https://doc.rust-lang.org/rustc/json.html)."""
    for one in messages:
        severity = _LEVELS.get(str(one.get("level", "")).partition(":")[0])
        text = str(one.get("message", ""))
        if severity is None or _EPILOGUE.match(text):
            continue
        if _NO_MAIN.match(text):
            yield Diagnostic(severity, "undefined symbol: main")
            continue
        spans = sorted(one.get("spans", ()), key=lambda span: not span.get("is_primary"))
        yield _placed(Diagnostic(severity, shown_line(text)), spans, names)
        for span in spans:
            if words := span.get("label"):
                yield _placed(Diagnostic(Severity.NOTE, shown_line(str(words))), [span], names)
        for child in one.get("children", ()):
            words = (
                f"{child['level']}: {child['message']}"
                if child["level"] == "help"
                else (str(child["message"]))
            )
            note = Diagnostic(Severity.NOTE, shown_line(words))
            yield _placed(note, child.get("spans", ()), names)


def _placed(item: Diagnostic, spans: Sequence[dict[str, Any]], names: dict[str, str]) -> Diagnostic:
    """A message at the first of its places."""
    if not spans:
        return item
    span = spans[0]
    lines = span.get("text") or ({"text": ""},)
    line = str(lines[0]["text"])
    # Ours count bytes, rustc counts characters.
    before = line[: span["column_start"] - 1].encode(errors="replace")
    text, column = line_and_column(line.encode(errors="replace"), len(before) + 1)
    file = names.get(span["file_name"], shown_name(span["file_name"]))
    return replace(item, file=file, line=span["line_start"], column=column, source_line=text)


def plain_errors(text: str) -> Iterator[Diagnostic]:
    """Errors of cargo itself, which are text."""
    for line in text.splitlines():
        if line.startswith("error: "):
            yield Diagnostic(Severity.ERROR, shown_line(line.removeprefix("error: ")))


def refuse_uncached(text: str) -> None:
    """Say which dependency is not on this computer.

    Raises:
        CompileFailedError: one is not.
    """
    match = _UNCACHED.search(text)
    if match is None:
        return
    name = match["name"] or match["got"]
    what = Message("the crate {0}", shown_line(name)) if name else Message("a crate")
    raise CompileFailedError(
        Message("The project needs {0}, which is not on this computer.", what),
        explanation="Nothing is fetched from the network while a program is compiled.",
        remedy="Run cargo fetch (or cargo vendor) in the project's folder while connected, then"
        " build again.",
        details=text,
    )
