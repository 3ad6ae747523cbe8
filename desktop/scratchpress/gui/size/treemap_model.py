"""The tiles of a treemap: a program's libraries, and the functions in each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from scratchpress.executable.elf_sections import UNNAMED
from scratchpress.executable.size_breakdown import REST, demangled
from scratchpress.gui.language.numbers import format_count
from scratchpress.gui.language.words import joined, said, say
from scratchpress.gui.look.safe_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.executable.size_breakdown import Breakdown

# What most names are cut to before they are demangled: some have thousands of characters.
_MAX_LABEL = 400
_MAX_NESTED = 40
# Types between angle brackets, with none inside of them.
_INNERMOST = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Tile:
    """Some bytes with a name; the words for it are those of the language it is shown in.

    Attributes:
        name: of a symbol as the symbol table has it, a section's, a library's; empty for
            what was put together because it is small.
        size: in bytes, above zero.
        own: whether they are the person's.
        is_symbol: whether the name is a symbol's.
        inside: what it consists of, adding up to its size, the largest first.
    """

    name: str
    size: int
    own: bool = False
    is_symbol: bool = False
    inside: tuple[Tile, ...] = ()

    @property
    def label(self) -> str:
        """The name for people; made only when it is shown."""
        if self.is_symbol:
            return _label(self.name)
        if not self.name:
            return say("{0} smaller", format_count(len(self.inside)))
        return visible(_worded(self.name))

    @property
    def short(self) -> str:
        """What tells it from its neighbours in little room."""
        return short_name(self.label) if self.is_symbol else self.label


def tiles_of(found: Breakdown, name: str) -> Tile:
    """The whole program as one tile.

    Args:
        found: what it consists of.
        name: what to call it.
    """
    sizes: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for part in found.parts:
        if not part.symbols:
            sizes[REST][part.name, False] += part.size
        for one in part.symbols:
            key = (part.name, False) if one.name == UNNAMED else (one.name, True)
            sizes[one.library or REST][key] += one.size
    groups = []
    for library in found.libraries:
        ranked = sorted(sizes[library.name].items(), key=lambda one: (-one[1], one[0]))
        inside = tuple(Tile(key, size, library.own, is_symbol) for (key, is_symbol), size in ranked)
        groups.append(Tile(library.name, library.size, library.own, inside=inside))
    return Tile(name, found.size, inside=tuple(sorted(groups, key=lambda one: -one.size)))


def merged(tiles: Sequence[Tile], room: float, smallest: float) -> tuple[Tile, ...]:
    """The tiles with those that would be too small to see or hit put into one.

    Args:
        tiles: the largest first.
        room: the area they are drawn in.
        smallest: the area that can be seen and hit.
    """
    total = sum(tile.size for tile in tiles)
    seen = sum(1 for tile in tiles if tile.size * room >= smallest * total)
    small = tuple(tiles[seen:])
    if len(small) < 2:
        return tuple(tiles)
    size = sum(tile.size for tile in small)
    own = all(tile.own for tile in small)
    together = Tile("", size, own, inside=small)
    return tuple(sorted((*tiles[:seen], together), key=lambda one: -one.size))


def short_name(name: str) -> str:
    """A function without where it is from and what it takes.

    ``std::__1::money_get<wchar_t>::do_get(int) const`` is ``money_get::do_get``, and
    ``net/http.(*conn).serve`` is ``(*conn).serve``.
    """
    plain = name.replace("(anonymous namespace)::", "")
    # Whatever looks like a list of types there is the operator's own name; Go has tables of
    # its own among the functions.
    if "operator" in plain or plain.startswith(("go:", "type:")):
        return plain
    if "::" not in plain and "." in plain.rpartition("/")[2]:
        return plain.rpartition("/")[2].partition(".")[2] or plain
    for _ in range(_MAX_NESTED):
        shorter = _INNERMOST.sub("", plain)
        if shorter == plain:
            break
        plain = shorter
    words = plain.partition("(")[0].split()
    parts = [part for part in (words[-1] if words else "").split("::") if part]
    return "::".join(parts[-2:]) or name


def _worded(name: str) -> str:
    """A library or a section; what is in a section comes before its name."""
    kinds = {
        ".text": say("code"),
        ".rodata": say("constants"),
        ".data": say("variables"),
        ".data.rel.ro": say("addresses"),
        ".eh_frame": say("tables for exceptions"),
        ".eh_frame_hdr": say("tables for exceptions"),
        ".gcc_except_table": say("tables for exceptions"),
        ".symtab": say("symbols"),
        ".strtab": say("names of symbols"),
    }
    if name == REST:
        return say("rest (nothing tells whose)")
    return joined(" ", (kinds[name], f"({name})")) if name in kinds else said(name)


@lru_cache(maxsize=4096)
def _label(name: str) -> str:
    return visible(demangled(name)[:_MAX_LABEL])
