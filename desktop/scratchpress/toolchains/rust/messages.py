"""Reads the messages of rustc and cargo."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import msgspec

from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.errors import CompileFailedError
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_line, shown_name
from scratchpress.toolchains.diagnostics import line_and_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}
_EPILOGUE = re.compile(r"aborting due to |\d+ warnings? emitted")
_NO_MAIN = re.compile(r"`main` function not found in crate")
_UNCACHED = re.compile(
    r"no matching package named `(?P<name>[^`]+)` found|"
    r"failed to (?:download|get) `(?P<got>[^`]+)`|"
    r"you're using offline mode|attempting to make an HTTP request, but --offline"
)


class Line(msgspec.Struct, frozen=True):
    """A line of code that a message shows."""

    text: str = ""


class Span(msgspec.Struct, frozen=True):
    """A place that a message speaks of."""

    file_name: str
    line_start: int
    column_start: int
    is_primary: bool = False
    label: str | None = None
    text: tuple[Line, ...] = ()


class Child(msgspec.Struct, frozen=True):
    """A message that belongs to another."""

    level: str
    message: str
    spans: tuple[Span, ...] = ()


class RustMessage(msgspec.Struct, frozen=True):
    """A message of rustc (https://doc.rust-lang.org/rustc/json.html)."""

    message: str
    level: str
    spans: tuple[Span, ...] = ()
    children: tuple[Child, ...] = ()
    rendered: str | None = None


class CargoTarget(msgspec.Struct, frozen=True):
    """What cargo made an artifact of."""

    name: str = ""


class CargoMessage(msgspec.Struct, frozen=True):
    """A message of cargo (https://doc.rust-lang.org/cargo/reference/external-tools.html)."""

    reason: str
    message: RustMessage | None = None
    manifest_path: str = ""
    executable: str | None = None
    target: CargoTarget = CargoTarget()


_Message = TypeVar("_Message", RustMessage, CargoMessage)


def messages(said: bytes, kind: type[_Message]) -> list[_Message]:
    """The messages among the lines of an output; code that runs while compiling writes others."""
    found: list[_Message] = []
    decoder = msgspec.json.Decoder(kind)
    for line in said.splitlines():
        with suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            found.append(decoder.decode(line))
    return found


def diagnostics(messages: Iterable[RustMessage], names: dict[str, str]) -> Iterator[Diagnostic]:
    """Messages of rustc as values."""
    for one in messages:
        severity = _LEVELS.get(one.level.partition(":")[0])
        text = one.message
        if severity is None or _EPILOGUE.match(text):
            continue
        if _NO_MAIN.match(text):
            yield Diagnostic(severity, "undefined symbol: main")
            continue
        spans = sorted(one.spans, key=lambda span: not span.is_primary)
        yield _placed(Diagnostic(severity, shown_line(text)), spans, names)
        for span in spans:
            if span.label:
                yield _placed(Diagnostic(Severity.NOTE, shown_line(span.label)), [span], names)
        for child in one.children:
            is_help = child.level == "help"
            words = f"{child.level}: {child.message}" if is_help else child.message
            yield _placed(Diagnostic(Severity.NOTE, shown_line(words)), child.spans, names)


def _placed(item: Diagnostic, spans: Sequence[Span], names: dict[str, str]) -> Diagnostic:
    """A message at the first of its places."""
    if not spans:
        return item
    span = spans[0]
    line = span.text[0].text if span.text else ""
    # Ours count bytes, rustc counts characters.
    before = line[: max(0, span.column_start - 1)].encode(errors="replace")
    text, column = line_and_column(line.encode(errors="replace"), len(before) + 1)
    file = names.get(span.file_name, shown_name(span.file_name))
    return replace(item, file=file, line=span.line_start, column=column, source_line=text)


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
