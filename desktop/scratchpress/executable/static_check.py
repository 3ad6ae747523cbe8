"""The static proof: what a program's ELF file says, and whether an empty image can run it.

Only the file is read; the program is never started, nor is ``ldd``, which starts it.
The format is the System V gABI's, chapters 4 and 5 (https://refspecs.linuxfoundation.org/),
its constants are pyelftools'. Of pyelftools only the structures are used: a tenth of
its import time, and every loop here has a bound that a damaged file cannot move.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from scratchpress.core.errors import NotStaticError, StorageError
from scratchpress.core.platforms import Platform
from scratchpress.core.text import shown_name
from scratchpress.executable.model import Executable, Linkage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_HEADER_SIZE = 64
_PROGRAM_HEADER_SIZE = 56
_SECTION_HEADER_SIZE = 64
# Linux refuses a larger table of program headers (load_elf_phdrs in fs/binfmt_elf.c).
_MAX_PROGRAM_HEADERS = 65536 // _PROGRAM_HEADER_SIZE
# Real programs have a few dozen entries, one for each library among them.
_MAX_DYNAMIC_BYTES = 64 * 1024
_MAX_NAME_BYTES = 256
_MAX_NAMES_SHOWN = 8

_DT_NULL, _DT_NEEDED, _DT_STRTAB, _DT_SONAME, _DT_FLAGS_1 = 0, 1, 5, 14, 0x6FFFFFFB
_DF_1_PIE = 0x08000000
_PF_EXECUTE = 1

_PLATFORMS = {"EM_X86_64": Platform.LINUX_AMD64, "EM_AARCH64": Platform.LINUX_ARM64}
_ABIS = {"ELFOSABI_SYSV", "ELFOSABI_LINUX"}
_SYSTEMS = {
    "ELFOSABI_FREEBSD": "FreeBSD",
    "ELFOSABI_NETBSD": "NetBSD",
    "ELFOSABI_OPENBSD": "OpenBSD",
    "ELFOSABI_SOLARIS": "Solaris",
}

_MACH_O = {
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa\xcf",
    b"\xfe\xed\xfa\xce",
    b"\xca\xfe\xba\xbe",
}

_USE_STATIC = (
    "Compile it with -static, or give Scratchpress the source: the built-in compiler always"
    " makes static programs."
)
_USE_SOURCE = "Give Scratchpress the program's source, or a static program made for Linux."
_COPY_AGAIN = "Copy or compile it again, then give the new file."


class _DamagedError(Exception):
    """The file begins as ELF, but its parts do not fit together."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """One program header: a part of the file and where it goes in memory."""

    kind: str | int
    flags: int
    offset: int
    address: int
    file_size: int
    memory_size: int


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the decision needs of an ELF file, 64-bit and little-endian.

    Attributes:
        kind: ``e_type`` as pyelftools names it; a number when it has no name.
        machine: ``e_machine``, likewise.
        abi: ``EI_OSABI``, likewise.
        entry: address of the first instruction.
        segments: the program headers.
        libraries: what the dynamic section asks for, in its order.
        dynamic: whether there is a dynamic section.
        pie: whether it is marked as a program that can be loaded anywhere.
        soname: whether it carries a library's name.
        stripped: whether there is no symbol table.
    """

    kind: str | int
    machine: str | int
    abi: str | int
    entry: int
    segments: tuple[_Segment, ...]
    libraries: tuple[str, ...]
    dynamic: bool
    pie: bool
    soname: bool
    stripped: bool

    @property
    def interpreter(self) -> bool:
        """Whether it asks for a dynamic loader."""
        return any(segment.kind == "PT_INTERP" for segment in self.segments)

    @property
    def shared_library(self) -> bool:
        """Whether it is a library that programs load, and no program itself."""
        if self.kind != "ET_DYN":
            return False
        return self.soname or (self.dynamic and not self.pie and not self.interpreter)

    @property
    def starts_in_code(self) -> bool:
        """Whether the first instruction is in memory that is loaded and executable."""
        return any(
            segment.kind == "PT_LOAD"
            and segment.flags & _PF_EXECUTE
            and segment.address <= self.entry < segment.address + segment.file_size
            for segment in self.segments
        )


def prove_static(path: Path, platform: Platform, *, name: str) -> Executable:
    """Read a program and prove that it runs in an image with no other file.

    Args:
        path: the program; read once more for its hash.
        platform: what the image is for.
        name: what messages call the program.

    Raises:
        NotStaticError: it is not an ELF program, is for another platform, needs
            something that an empty image does not have, or is damaged.
        StorageError: it cannot be read.
    """
    shown = shown_name(name)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            _check_kind_of_file(file.read(_HEADER_SIZE), shown)
            facts = _read(file, size, shown)
            _check(facts, platform, shown)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StorageError(
            f"{shown} cannot be read: {error.strerror or error}.",
            remedy="Build or choose it again.",
        ) from error
    linkage = Linkage.STATIC_PIE if facts.kind == "ET_DYN" else Linkage.STATIC
    return Executable(path, platform, linkage, size, sha256, facts.stripped)


def _check_kind_of_file(head: bytes, name: str) -> None:
    """Refuse what is no 64-bit little-endian ELF file, by its first bytes."""
    if not head.startswith(b"\x7fELF"):
        raise NotStaticError(
            f"{name} is {_what_it_is(head)}, not a Linux program.",
            explanation="An image can only start a program in Linux's own format (ELF).",
            remedy=_USE_SOURCE,
        )
    if len(head) < _HEADER_SIZE:
        raise _incomplete(name)
    if head[4] != 2:
        raise NotStaticError(
            f"{name} is a 32-bit program.",
            explanation="Scratchpress makes images for 64-bit processors.",
            remedy=_USE_SOURCE,
        )
    if head[5] != 1:
        raise NotStaticError(
            f"{name} is made for a processor of another kind (big-endian).",
            explanation="Scratchpress makes images for linux/amd64 and linux/arm64.",
            remedy=_USE_SOURCE,
        )


def _what_it_is(head: bytes) -> str:
    if not head:
        return "an empty file"
    if head.startswith(b"#!"):
        return "a script"
    if head.startswith(b"MZ"):
        return "a Windows program"
    if head[:4] in _MACH_O:
        return "a macOS program"
    if head.startswith(b"!<arch>\n"):
        return "a static library"
    if head.startswith(b"\0asm"):
        return "a WebAssembly module"
    if all(byte >= 0x20 or byte in b"\t\n\r\f" for byte in head):
        return "a text"
    return "binary data"


def _incomplete(name: str) -> NotStaticError:
    return NotStaticError(
        f"{name} is incomplete: a part of the file is missing.",
        explanation="This happens when copying, downloading or compiling was interrupted.",
        remedy=_COPY_AGAIN,
    )


def _read(file: BinaryIO, size: int, name: str) -> _Facts:
    from elftools.common.exceptions import ELFError  # 10 ms, and only here

    try:
        return _read_facts(file, size, name)
    except (ELFError, _DamagedError) as error:
        raise NotStaticError(
            f"{name} is damaged: it begins like a Linux program, but what follows makes no sense.",
            remedy=_COPY_AGAIN,
            details=str(error),
        ) from error


def _read_facts(file: BinaryIO, size: int, name: str) -> _Facts:
    from elftools.common.utils import struct_parse  # 10 ms, and only here
    from elftools.elf.structs import ELFStructs

    structs = ELFStructs(little_endian=True, elfclass=64)
    structs.create_basic_structs()
    header = struct_parse(structs.Elf_Ehdr, file, 0)
    structs.create_advanced_structs(header.e_type, header.e_machine, header.e_ident.EI_OSABI)
    offsets = _program_header_offsets(header, size, name)
    segments = tuple(_segment(struct_parse(structs.Elf_Phdr, file, at)) for at in offsets)
    _check_complete(segments, size, name)
    section_offsets = _section_header_offsets(header, size, name)
    sections = (struct_parse(structs.Elf_Shdr, file, at) for at in section_offsets)
    stripped = all(section.sh_type != "SHT_SYMTAB" for section in sections)
    dynamic = next((one for one in segments if one.kind == "PT_DYNAMIC"), None)
    tags = _read_tags(file, dynamic) if dynamic else ()
    flags = next((value for tag, value in tags if tag == _DT_FLAGS_1), 0)
    return _Facts(
        kind=header.e_type,
        machine=header.e_machine,
        abi=header.e_ident.EI_OSABI,
        entry=header.e_entry,
        segments=segments,
        libraries=tuple(_library_names(file, tags, segments)),
        dynamic=dynamic is not None,
        pie=bool(flags & _DF_1_PIE),
        soname=any(tag == _DT_SONAME for tag, _ in tags),
        stripped=stripped,
    )


# pyelftools makes its headers' attributes at run time, hence Any.
def _segment(header: Any) -> _Segment:
    return _Segment(
        kind=header.p_type,
        flags=header.p_flags,
        offset=header.p_offset,
        address=header.p_vaddr,
        file_size=header.p_filesz,
        memory_size=header.p_memsz,
    )


def _program_header_offsets(header: Any, size: int, name: str) -> range:
    count = header.e_phnum
    if count == 0:
        return range(0)
    if count > _MAX_PROGRAM_HEADERS or header.e_phentsize != _PROGRAM_HEADER_SIZE:
        raise _DamagedError(f"{count} program headers of {header.e_phentsize} bytes")
    end = header.e_phoff + count * _PROGRAM_HEADER_SIZE
    if end > size:
        raise _incomplete(name)
    return range(header.e_phoff, end, _PROGRAM_HEADER_SIZE)


def _section_header_offsets(header: Any, size: int, name: str) -> range:
    """Where the section headers are; Linux ignores them, so a program may have none.

    They come last in the file, so they tell best whether its end is missing.
    """
    if header.e_shoff == 0 or header.e_shnum == 0:
        return range(0)
    if header.e_shentsize != _SECTION_HEADER_SIZE:
        raise _DamagedError(f"section headers of {header.e_shentsize} bytes")
    end = header.e_shoff + header.e_shnum * _SECTION_HEADER_SIZE
    if end > size:
        raise _incomplete(name)
    return range(header.e_shoff, end, _SECTION_HEADER_SIZE)


def _check_complete(segments: Iterable[_Segment], size: int, name: str) -> None:
    for segment in segments:
        if segment.kind in {"PT_LOAD", "PT_DYNAMIC", "PT_INTERP"}:
            if segment.offset + segment.file_size > size:
                raise _incomplete(name)
            if segment.file_size > segment.memory_size:
                raise _DamagedError("a segment is larger in the file than in memory")


def _read_tags(file: BinaryIO, segment: _Segment) -> tuple[tuple[int, int], ...]:
    """The dynamic section as pairs of tag and value, up to its end mark."""
    file.seek(segment.offset)
    content = file.read(min(segment.file_size, _MAX_DYNAMIC_BYTES))
    pairs = struct.iter_unpack("<qQ", content[: len(content) // 16 * 16])
    tags = tuple(itertools.takewhile(lambda pair: pair[0] != _DT_NULL, pairs))
    if len(tags) * 16 == _MAX_DYNAMIC_BYTES:
        raise _DamagedError("the dynamic section does not end")
    return tags


def _library_names(
    file: BinaryIO, tags: Sequence[tuple[int, int]], segments: Sequence[_Segment]
) -> Iterable[str]:
    strings = next((value for tag, value in tags if tag == _DT_STRTAB), 0)
    for tag, value in tags:
        if tag == _DT_NEEDED:
            offset = _file_offset(strings + value, segments)
            yield _read_name(file, offset) or "a library without a name"


def _file_offset(address: int, segments: Iterable[_Segment]) -> int | None:
    for segment in segments:
        inside = address - segment.address
        if segment.kind == "PT_LOAD" and 0 <= inside < segment.file_size:
            return segment.offset + inside
    return None


def _read_name(file: BinaryIO, offset: int | None) -> str:
    if offset is None:
        return ""
    file.seek(offset)
    name = file.read(_MAX_NAME_BYTES).partition(b"\0")[0]
    return shown_name(name.decode("utf-8", "replace"))


def _check(facts: _Facts, platform: Platform, name: str) -> None:
    """Decide; the order is that of the most helpful sentence.

    Raises:
        NotStaticError: the program would not start.
    """
    _check_is_program(facts, name)
    _check_platform(facts, platform, name)
    if facts.libraries:
        raise NotStaticError(
            f"{name} is not static: it needs libraries.",
            explanation=f"{name} needs {_listed(facts.libraries)} at run time, and an empty image"
            " has no libraries.",
            remedy=_USE_STATIC,
        )
    if facts.interpreter:
        raise NotStaticError(
            f"{name} is not static: it needs a loader.",
            explanation=f"{name} asks the system for a dynamic loader before it starts, and an"
            " empty image has none.",
            remedy=_USE_STATIC,
        )
    if not facts.starts_in_code:
        raise NotStaticError(
            f"{name} cannot start: the file does not hold its first instruction.",
            explanation="It is damaged, or it holds only another program's debug information.",
            remedy=_COPY_AGAIN,
        )


def _check_is_program(facts: _Facts, name: str) -> None:
    if facts.kind == "ET_REL":
        raise NotStaticError(
            f"{name} is an object file, one part of a program that is not linked yet.",
            remedy="Link it with -static into a program, or give Scratchpress the source.",
        )
    if facts.kind == "ET_CORE":
        raise NotStaticError(
            f"{name} is the memory dump of a crashed program, not a program.",
            remedy="Give the program itself, or its source.",
        )
    if facts.shared_library:
        raise NotStaticError(
            f"{name} is a shared library, not a program.",
            explanation="Other programs load it; it cannot start by itself.",
            remedy="Give the program itself, or its source.",
        )
    if facts.kind not in {"ET_EXEC", "ET_DYN"}:
        raise NotStaticError(
            f"{name} is not a program: its header names no kind that Linux can start.",
            remedy=_USE_SOURCE,
        )


def _check_platform(facts: _Facts, platform: Platform, name: str) -> None:
    actual = _PLATFORMS.get(str(facts.machine))
    if actual is None:
        raise NotStaticError(
            f"{name} is made for a processor that Scratchpress makes no images for.",
            explanation=f"Images are made for {_listed([str(one) for one in Platform])}.",
            remedy=_USE_SOURCE,
            details=f"e_machine: {facts.machine}",
        )
    if actual is not platform:
        raise NotStaticError(
            f"{name} is made for {actual}, but the image is for {platform}.",
            explanation="A program runs only on the kind of processor it was compiled for.",
            remedy=f"Choose the platform {actual}, or compile the program for {platform}.",
        )
    if facts.abi not in _ABIS:
        system = _SYSTEMS.get(str(facts.abi), "another system than Linux")
        raise NotStaticError(
            f"{name} is made for {system}.",
            explanation="An image for Linux can only start programs made for Linux.",
            remedy=_USE_SOURCE,
            details=f"EI_OSABI: {facts.abi}",
        )


def _listed(names: Sequence[str]) -> str:
    """Names as a sentence has them: ``a``, ``a and b``, ``a, b and c``; a long list is cut."""
    shown = list(names[:_MAX_NAMES_SHOWN])
    if rest := len(names) - len(shown):
        shown.append(f"{rest} more")
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
