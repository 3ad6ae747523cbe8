"""Reads what a Zig program refers to, from the text of its own files.

zig makes one object of a program and of its library, and every function there is compiled
only when something may call it, so that what the library needs for itself could not be told
apart. The names in a person's files can: they begin with ``std``, or with a constant that does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scratchpress.executable.model import CLibrary, References
from scratchpress.system.bounded_files import read_bounded
from scratchpress.system.file_kinds import real_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_MAX_FILES = 1000
_MAX_CHARACTERS = 64 * 1000 * 1000
_MAX_FILE_BYTES = 1000 * 1000
_MAX_STEPS = 16

# Comments, and the lines of texts that are written over several lines.
_COMMENT = re.compile(r"""(?P<kept>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?://|\\\\)[^\n]*""")
_TEXT = re.compile(r'"(?:\\.|[^"\\\n])*"')
_PATH_TEXT = re.compile(r'"(/[^"\\\n]{1,255})"')
_IMPORT_STD = re.compile(r'@import\(\s*"std"\s*\)')
_IMPORT = re.compile(r'@import\(\s*"([^"\n]+\.zig)"\s*\)')
_OTHER_FILE = re.compile(rf"\bconst\s+(\w+)\s*=\s*{_IMPORT.pattern}\s*;")
_CONSTANT = re.compile(r"\bconst\s+(\w+)\s*=\s*(\w+(?:\s*\.\s*\w+)*)\s*;")
_DOTTED = re.compile(r"(?<![\w.@])[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)+")
# A method is called on a value, whose type no text tells; this one is of the network's alone.
_LISTENS = re.compile(r"\.\s*listen\s*\(")
_NETWORK = "std.Io.net"


def read_zig_references(path: Path, content: bytes) -> References:
    """What a program's first file and the files that it imports refer to.

    Args:
        path: of the first file.
        content: its bytes.
    """
    symbols: set[str] = set()
    paths: set[str] = set()
    texts = [_without_comments(text) for text in _own_files(path, content)]
    constants = {name: words for text in texts for name, words in _constants(text)}
    for text in texts:
        paths.update(_PATH_TEXT.findall(text))
        symbols.update(_names(text, constants))
    return References(tuple(sorted(symbols)), tuple(sorted(paths)), CLibrary.NONE)


def _own_files(path: Path, content: bytes) -> Iterator[str]:
    """The texts of a file and of all that it imports by path."""
    waiting = {real_path(path)}
    seen: set[Path] = set()
    rest = _MAX_CHARACTERS
    while waiting and len(seen) < _MAX_FILES and rest > 0:
        here = waiting.pop()
        text = _read(here) if seen else content.decode(errors="replace")
        seen.add(here)
        rest -= len(text)
        yield text
        waiting |= {real_path(here.parent / name) for name in _IMPORT.findall(text)} - seen


def _read(path: Path) -> str:
    try:
        return read_bounded(path, _MAX_FILE_BYTES).decode(errors="replace")
    except (OSError, ValueError):
        return ""


def _without_comments(text: str) -> str:
    plain = _COMMENT.sub(lambda match: match["kept"] or "", text)
    return _IMPORT_STD.sub("std", plain)


def _constants(text: str) -> Iterator[tuple[str, str]]:
    """Constants that are short for a name: ``const net = std.Io.net;``."""
    for name, words in _CONSTANT.findall(text):
        if name != words:
            yield name, "".join(words.split())


def _names(text: str, constants: Mapping[str, str]) -> Iterator[str]:
    """Names of Zig's library, written out."""
    others = {match[1] for match in _OTHER_FILE.finditer(text)}
    plain = _TEXT.sub('""', text)
    found = set()
    for match in _DOTTED.finditer(plain):
        words = "".join(match[0].split())
        first, _, rest = words.partition(".")
        found.add(_written_out(rest if first in others else words, constants))
    yield from (name for name in found if name.startswith("std."))
    if _LISTENS.search(plain) and any(name.startswith(_NETWORK) for name in found):
        yield "listen"


def _written_out(name: str, constants: Mapping[str, str]) -> str:
    for _ in range(_MAX_STEPS):
        first, dot, rest = name.partition(".")
        if first not in constants:
            break
        name = f"{constants[first]}{dot}{rest}"
    return name
