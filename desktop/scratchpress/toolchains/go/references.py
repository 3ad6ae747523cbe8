"""Reads what a Go program refers to, from the references that its linker follows.

The linker's ``-dumpdep`` writes a line for each reference that it follows, ``main.main ->
os.Getenv``, and changes nothing in the program (``go tool link -help``). What only the
standard library refers to is left out, because every program with ``fmt`` holds code that
it never runs.
"""

from __future__ import annotations

import re

from scratchpress.executable.model import CLibrary, References
from scratchpress.toolchains.process import KEPT_OUTPUT_BYTES

TELL_REFERENCES = "-dumpdep"

_ARROW = " -> "
# Go's own messages have these, too, but say where first: "main.go:3:4: …".
_REFERENCE = re.compile(r"(?P<owner>\S.*?) -> (?P<wanted>.+)")
_POSITIONED = re.compile(r"\t?\S+\.(?:go|mod|s):\d+:")
# "net/http.(*Client).Get" is of net/http; brackets hold types of other packages.
_PACKAGE = re.compile(r"(?:[^\s/:\"(\[]+/)*[^\s/:.\"(\[]+(?=\.)")
_PATH_TEXT = re.compile(r'go:string\."(/[^"\\]{1,255})"')
# "time.Local <UsedInIface>"
_MARK = re.compile(r" <\w+>$")


def split_references(text: str, module: str = "") -> tuple[str, References | None]:
    """What go said for people, and what the linker said of references.

    Args:
        text: of ``go build`` with ``TELL_REFERENCES`` among its linker's flags.
        module: the path of the module that is built; empty for single files.
    """
    said: list[str] = []
    symbols: set[str] = set()
    paths: set[str] = set()
    linked = False
    for line in text.splitlines():
        if _ARROW not in line or _POSITIONED.match(line):
            said.append(line)
        elif match := _REFERENCE.fullmatch(line):
            linked = True
            if _is_own(match["owner"], module):
                _note(_MARK.sub("", match["wanted"]), module, symbols, paths)
    rest = "".join(f"{line}\n" for line in said)
    # What was cut off may have been the person's own.
    if not linked or len(text) >= KEPT_OUTPUT_BYTES:
        return rest, None
    return rest, References(tuple(sorted(symbols)), tuple(sorted(paths)), CLibrary.NONE)


def _note(wanted: str, module: str, symbols: set[str], paths: set[str]) -> None:
    if path := _PATH_TEXT.fullmatch(wanted):
        paths.add(path[1])
    elif _PACKAGE.match(wanted) and not _is_own(wanted, module):
        symbols.add(wanted)


def _is_own(symbol: str, module: str) -> bool:
    """Whether a symbol is not of Go's library: modules have a host, ``example.com``, first."""
    match = _PACKAGE.match(symbol)
    if match is None:
        return False
    package = match[0]
    first, slash, _ = package.partition("/")
    own = package == "main" or (bool(module) and f"{package}/".startswith(f"{module}/"))
    return own or (bool(slash) and "." in first)
