"""Reads the messages of go."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.errors import CompileFailedError
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_line, shown_name
from scratchpress.system.bounded_files import read_bounded
from scratchpress.system.file_kinds import real_path
from scratchpress.toolchains.diagnostics import line_and_column

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.sources.model import Source

_POSITIONED = re.compile(
    r"(?P<indent>\t?)(?:\./)?(?P<file>[^\s:][^:]*\.(?:go|mod)):(?P<line>\d+):(?:(?P<column>\d+):)?"
    r" (?P<text>.*)"
)
# Of larger files no line is shown.
_MAX_SHOWN_BYTES = 16 * 1024 * 1024
_NO_MAIN = "function main is undeclared in the main package"
# Packages and modules that go does not have, in its words.
_MISSING_MODULE = (
    re.compile(r"go: downloading (\S+)"),
    re.compile(r"no required module provides package ([^\s;]+)"),
    re.compile(r"missing go\.sum entry for (?:module providing package|go\.mod file;?) ?(\S*)"),
    re.compile(r"(\S+@\S+): (?:module lookup disabled|missing go\.sum entry)"),
    re.compile(r"cannot find module providing package ([^\s:]+)"),
    re.compile(r"package (\S+\.\S+) is not in std"),
)


def read_messages(
    text: str, folder: Path, names: dict[str, Source]
) -> tuple[tuple[Diagnostic, ...], str]:
    """What go said as values, and as text with the person's names."""
    found: list[Diagnostic] = []
    lines: list[str] = []
    contents: dict[str, list[bytes]] = {}
    for line in text.splitlines():
        match = _POSITIONED.fullmatch(line)
        if match is None:
            lines.append(line)
            _read_plain(line, found)
            continue
        file = match["file"]
        own = names.get(file)
        shown = shown_name(own.name if own else file)
        indent = match["indent"]
        lines.append(f"{indent}{shown}{line.removeprefix(indent).removeprefix('./')[len(file) :]}")
        if file not in contents:
            contents[file] = (own.content if own else _content(folder / file)).splitlines()
        # What is indented says more of the error before it; the last words of a flood are none.
        is_note = indent or match["text"] == "too many errors"
        severity = Severity.NOTE if is_note else Severity.ERROR
        number = int(match["line"])
        column = int(match["column"] or 0)
        place = ""
        if 0 < number <= len(contents[file]):
            place, column = line_and_column(contents[file][number - 1], column)
        found.append(Diagnostic(severity, shown_line(match["text"]), shown, number, column, place))
    return tuple(found), "".join(f"{line}\n" for line in lines)


def _content(path: Path) -> bytes:
    with suppress(OSError):
        return read_bounded(real_path(path), _MAX_SHOWN_BYTES)
    return b""


def _read_plain(line: str, found: list[Diagnostic]) -> None:
    if line.startswith("\t") and found:
        # What it has and what it wants, a line each.
        last = found[-1]
        found[-1] = replace(last, text=f"{last.text}\n{shown_line(line.strip())}")
    elif _NO_MAIN in line:
        found.append(Diagnostic(Severity.ERROR, "undefined symbol: main"))
    elif line.startswith(("go: ", "package ")) and not line.startswith("go: downloading "):
        found.append(Diagnostic(Severity.ERROR, line.removeprefix("go: ")))


def refuse_missing_module(text: str, found: tuple[Diagnostic, ...], *, project: bool) -> None:
    """Say which module is missing.

    Raises:
        CompileFailedError: one is.
    """
    module = next((match[1] for rule in _MISSING_MODULE if (match := rule.search(text))), "")
    module = module.rstrip(":;,")
    if not module:
        return
    remedy = (
        "Run go mod tidy and go mod vendor (or go mod download) in the project's folder while"
        " connected, then build again."
        if project
        else "In the file's folder run go mod init program, go mod tidy and go mod vendor while"
        " connected, then give go.mod as the source."
    )
    raise CompileFailedError(
        Message("The program needs {0}, which is not on this computer.", module),
        explanation="Nothing is fetched from the network while a program is compiled.",
        remedy=remedy,
        details=text,
        diagnostics=found,
    )
