"""Reads what a linked program refers to, as far as its symbols and texts tell.

Its own code and its libraries are one by then. So what the C and C++ libraries and Go's bring
into programs that never use it is left out; the rest is in a program because something in it
may use it, since a linker takes of a library only what is asked for. Tried with hello and its
like, linked with musl and libc++, with glibc and libstdc++, by Go and by Rust.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scratchpress.executable import elf
from scratchpress.executable.model import CLibrary, References, ToldBy
from scratchpress.toolchains.c.references import constant_paths, read_elf

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYMBOL_KINDS = frozenset({elf.STT_OBJECT, elf.STT_FUNC, elf.STT_GNU_IFUNC})
# A name of glibc's own settings, in every program that is linked with it since 2.26.
_GLIBC_SIGN = b"GLIBC_TUNABLES"
_BROUGHT: Final = frozenset({
    "tzname", "stdin", "newlocale", "_ZSt3cin", "_ZSt4wcin", "_ZNSt3__13cinE", "_ZNSt3__14wcinE",
    "os.Stdin", "time.Local", "time.localLoc",
})  # fmt: skip
# libstdc++ formats times, every static program may load what translates names and letters, and
# whatever looks up users can ask the network for them.
_BROUGHT_BY_GLIBC: Final = frozenset({
    "localtime", "localtime_r", "mktime", "timelocal", "tzset", "ctime", "ctime_r", "dlopen",
    "dlmopen", "res_query", "res_search", "__res_query", "__res_search", "res_init", "__res_init",
    "gethostbyname2_r",
})  # fmt: skip
_BROUGHT_PATHS: Final = (
    *("/proc", "/sys", "/dev", "/var/tmp", "/usr/lib/locale", "/usr/share/locale"),  # noqa: S108 - looked for, not used
    *("/etc/localtime", "/usr/share/zoneinfo", "/etc/passwd", "/etc/group"),
    *("/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf"),
)


def read_linked_references(program: bytes) -> References | None:
    """What a 64-bit little-endian ELF program refers to; ``None`` when it is something else."""
    library = CLibrary.GLIBC if _GLIBC_SIGN in program else CLibrary.NONE
    brought = _BROUGHT | (_BROUGHT_BY_GLIBC if library is CLibrary.GLIBC else frozenset())
    try:
        file = read_elf(program)
        symbols = set(_defined(file)) - brought
    except elf.ElfError:
        return None
    paths = {path for path in constant_paths(file) if not path.startswith(_BROUGHT_PATHS)}
    has_names = any(section.kind == elf.SHT_SYMTAB for section in file.sections)
    told_by = ToldBy.PROGRAM if has_names else ToldBy.STRIPPED_PROGRAM
    return References(tuple(sorted(symbols)), tuple(sorted(paths)), library, told_by)


def _defined(file: elf.Elf) -> Iterator[str]:
    """The names of functions and variables that are in the program."""
    for section in file.sections:
        if section.kind == elf.SHT_SYMTAB:
            for symbol in file.symbols(section):
                is_here = symbol.section != elf.SHN_UNDEF and symbol.kind in _SYMBOL_KINDS
                if symbol.name and is_here:
                    yield symbol.name
