"""Takes a program that is already built, copies it as it is, and reads what it refers to.

Its own code and its libraries are one by then. So what the C and C++ libraries and Go's bring
into programs that never use it is left out; the rest is in a program because something in it
may use it, since a linker takes of a library only what is asked for. Tried with hello and its
like, linked with musl and libc++, with glibc and libstdc++, by Go and by Rust.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scratchpress.core.errors import StorageError
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message, reason
from scratchpress.executable import elf
from scratchpress.executable.model import CLibrary, References, ToldBy
from scratchpress.recipe.model import ToolchainName
from scratchpress.toolchains.c.references import constant_paths, read_elf
from scratchpress.toolchains.origins import Origins
from scratchpress.toolchains.protocol import CompiledProgram
from scratchpress.toolchains.refusals import refuse_source_code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.events import EmitStageEvent
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.model import Sources
    from scratchpress.toolchains.protocol import Command, CompileRequest

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


class PrebuiltToolchain:
    """Takes an executable as it is; a ``Toolchain`` that compiles nothing."""

    name: Final = ToolchainName.PREBUILT
    title: Final = "None (a program that is ready)"
    languages: Final = frozenset({Language.EXECUTABLE})

    def commands(self, sources: Sources, options: CompileOptions) -> tuple[Command, ...]:  # noqa: ARG002 - the protocol's parameters
        """Nothing is to be done by hand.

        Raises:
            SourceError: the file is source code.
        """
        refuse_source_code(sources)
        return ()

    def compile(
        self,
        request: CompileRequest,
        emit: EmitStageEvent,  # noqa: ARG002 - the protocol's parameters
        cancellation: Cancellation,
    ) -> CompiledProgram:
        """Copy the program into the request's folder.

        Raises:
            SourceError: the file is source code.
            StorageError: there is no room for the copy.
            CancelledError: the person stopped it.
        """
        refuse_source_code(request.sources)
        cancellation.raise_if_cancelled()
        target = request.folder / "program"
        content = request.sources.files[0].content
        try:
            target.write_bytes(content)
            target.chmod(0o755)
        except OSError as error:
            raise StorageError(
                Message("The program cannot be copied: {0}.", reason(error)),
                remedy="Free some disk space and try again.",
            ) from error
        references = read_linked_references(content)
        return CompiledProgram(target, (), cached=False, references=references)

    def origins(self, sources: Sources, program: Path) -> Origins:  # noqa: ARG002 - the protocol's
        """Who made what is in a program; see the protocol."""
        return Origins(None)


def read_linked_references(program: bytes) -> References | None:
    """What a 64-bit little-endian ELF program refers to; ``None`` when it is something else."""
    library = CLibrary.GLIBC if _GLIBC_SIGN in program else CLibrary.NONE
    brought = _BROUGHT | (_BROUGHT_BY_GLIBC if library is CLibrary.GLIBC else frozenset())
    try:
        file = read_elf(program)
        symbols = set(_defined(file)) - brought
        paths = {path for path in constant_paths(file) if not path.startswith(_BROUGHT_PATHS)}
    except elf.ElfError:
        return None
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
