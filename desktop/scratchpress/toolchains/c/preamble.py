"""Finds the beginning of a C++ source that can be precompiled: its leading ``#include`` lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scratchpress.recipe.model import Optimize

if TYPE_CHECKING:
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.toolchains.c.flags import Flags

# Whole lines: blank, comment, include of a toolchain header, plain macro. A macro's value
# has no backslash, which could continue it, and no slash, which could open a comment.
_LEADING = re.compile(
    rb"""(?:
        [ \t]* (?://[^\n\\]*)? \r?\n
      | [ \t]* /\*(?:[^*]|\*(?!/))*\*/ [ \t]* \r?\n
      | [ \t]* \#[ \t]*define [ \t]+ \w+ (?:[ \t]+[^\n\\/"']*)? \r?\n
      | (?P<include> [ \t]* \#[ \t]*include [ \t]* <(?!/)[\w+./-]+> [ \t]* (?://[^\n\\]*)? \r?\n)
    )""",
    re.VERBOSE,
)
# Extra flags that cannot lead to other headers than the toolchain's.
_HARMLESS_FLAGS = ("-W", "-w", "-D", "-U", "-O", "-f", "-m", "-std", "-pedantic", "-pthread")


def leading_includes(content: bytes) -> bytes:
    """The beginning of a source up to its last leading ``#include <...>``; may be empty."""
    end = position = 0
    while match := _LEADING.match(content, position):
        position = match.end()
        if match["include"]:
            end = position
    return content[:end]


def allows_header_cache(options: CompileOptions, flags: Flags) -> bool:
    """Whether the object is the same with it: not with debug information, which tells."""
    harmless = all(flag.startswith(_HARMLESS_FLAGS) for flag in flags.compile)
    return harmless and options.optimize is not Optimize.DEBUG
