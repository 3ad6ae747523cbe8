"""The static proof: what a program's ELF file says, and whether an empty image can run it.

Only the file is read; the program is never started, nor is ``ldd``, which starts it.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.errors import NotStaticError, StorageError
from scratchpress.core.messages import Message, listing, phrase, reason
from scratchpress.core.platforms import Platform
from scratchpress.core.text import shown_name
from scratchpress.executable import elf
from scratchpress.executable.model import Executable, Linkage

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

_MAX_NAMES_SHOWN = 8

_PLATFORMS = {elf.EM_X86_64: Platform.LINUX_AMD64, elf.EM_AARCH64: Platform.LINUX_ARM64}
# The other processors with 64-bit little-endian programs for Linux.
_MACHINES = {8: "EM_MIPS", 21: "EM_PPC64", 243: "EM_RISCV", 258: "EM_LOONGARCH"}
# System V's, and what GNU adds to it.
_ABIS_OF_LINUX = {0, 3}
_SYSTEMS = {2: "NetBSD", 6: "Solaris", 9: "FreeBSD", 12: "OpenBSD"}

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


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the decision needs of an ELF file.

    Attributes:
        kind: ``e_type``.
        machine: ``e_machine``.
        osabi: ``EI_OSABI``.
        libraries: what the dynamic section asks for, in its order, safe to show.
        has_interpreter: whether it asks for a dynamic loader.
        is_shared_library: whether it is a library that programs load, and no program itself.
        starts_in_code: whether the first instruction is in memory that is loaded and executable.
        stripped: whether there is no symbol table.
    """

    kind: int
    machine: int
    osabi: int
    libraries: tuple[str, ...]
    has_interpreter: bool
    is_shared_library: bool
    starts_in_code: bool
    stripped: bool


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
            _check_kind_of_file(file.read(elf.HEADER_SIZE), shown)
            facts = _read(file, size, shown)
            _check(facts, platform, shown)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StorageError(
            Message("{0} cannot be read: {1}.", shown, reason(error)),
            remedy="Build or choose it again.",
        ) from error
    linkage = Linkage.STATIC_PIE if facts.kind == elf.ET_DYN else Linkage.STATIC
    return Executable(path, platform, linkage, size, sha256, facts.stripped)


def _check_kind_of_file(head: bytes, name: str) -> None:
    """Refuse what is no 64-bit little-endian ELF file, by its first bytes."""
    if not head.startswith(elf.MAGIC):
        raise NotStaticError(
            Message("{0} is {1}, not a Linux program.", name, phrase(_what_it_is(head))),
            explanation="An image can only start a program in Linux's own format (ELF).",
            remedy=_USE_SOURCE,
        )
    if len(head) < elf.HEADER_SIZE:
        raise _incomplete(name)
    if head[4] != elf.CLASS_64:
        raise NotStaticError(
            Message("{0} is a 32-bit program.", name),
            explanation="Scratchpress makes images for 64-bit processors.",
            remedy=_USE_SOURCE,
        )
    if head[5] != elf.LITTLE_ENDIAN:
        raise NotStaticError(
            Message("{0} is made for a processor of another kind (big-endian).", name),
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
        Message("{0} is incomplete: a part of the file is missing.", name),
        explanation="This happens when copying, downloading or compiling was interrupted.",
        remedy=_COPY_AGAIN,
    )


def _read(file: BinaryIO, size: int, name: str) -> _Facts:
    try:
        return _read_facts(elf.Elf(file, size))
    except elf.IncompleteElfError as error:
        raise _incomplete(name) from error
    except elf.ElfError as error:
        raise NotStaticError(
            Message(
                "{0} is damaged: it begins like a Linux program, but what follows makes no sense.",
                name,
            ),
            remedy=_COPY_AGAIN,
            details=str(error),
        ) from error


def _read_facts(file: elf.Elf) -> _Facts:
    header, segments = file.header, file.segments
    file.check_segments()
    # The section headers come last in the file, so they tell best whether its end is missing.
    stripped = all(section.kind != elf.SHT_SYMTAB for section in file.sections)
    has_interpreter = any(segment.kind == elf.PT_INTERP for segment in segments)
    is_program = has_interpreter or not file.is_dynamic or bool(file.dynamic_flags & elf.DF_1_PIE)
    return _Facts(
        kind=header.kind,
        machine=header.machine,
        osabi=header.osabi,
        libraries=tuple(shown_name(one) or "a library without a name" for one in file.libraries),
        has_interpreter=has_interpreter,
        is_shared_library=header.kind == elf.ET_DYN and (file.has_soname or not is_program),
        starts_in_code=any(
            segment.kind == elf.PT_LOAD and segment.flags & elf.PF_X and segment.holds(header.entry)
            for segment in segments
        ),
        stripped=stripped,
    )


def _check(facts: _Facts, platform: Platform, name: str) -> None:
    """Decide; the order is that of the most helpful sentence.

    Raises:
        NotStaticError: the program would not start.
    """
    _check_is_program(facts, name)
    _check_platform(facts, platform, name)
    if facts.libraries:
        raise NotStaticError(
            Message("{0} is not static: it needs libraries.", name),
            explanation=Message(
                "{0} needs {1} at run time, and an empty image has no libraries.",
                name,
                listing(facts.libraries, _MAX_NAMES_SHOWN),
            ),
            remedy=_USE_STATIC,
        )
    if facts.has_interpreter:
        raise NotStaticError(
            Message("{0} is not static: it needs a loader.", name),
            explanation=Message(
                "{0} asks the system for a dynamic loader before it starts, and an empty image has"
                " none.",
                name,
            ),
            remedy=_USE_STATIC,
        )
    if not facts.starts_in_code:
        raise NotStaticError(
            Message("{0} cannot start: the file does not hold its first instruction.", name),
            explanation="It is damaged, or it holds only another program's debug information.",
            remedy=_COPY_AGAIN,
        )


def _check_is_program(facts: _Facts, name: str) -> None:
    if facts.kind == elf.ET_REL:
        raise NotStaticError(
            Message("{0} is an object file, one part of a program that is not linked yet.", name),
            remedy="Link it with -static into a program, or give Scratchpress the source.",
        )
    if facts.kind == elf.ET_CORE:
        raise NotStaticError(
            Message("{0} is the memory dump of a crashed program, not a program.", name),
            remedy="Give the program itself, or its source.",
        )
    if facts.is_shared_library:
        raise NotStaticError(
            Message("{0} is a shared library, not a program.", name),
            explanation="Other programs load it; it cannot start by itself.",
            remedy="Give the program itself, or its source.",
        )
    if facts.kind not in {elf.ET_EXEC, elf.ET_DYN}:
        raise NotStaticError(
            Message("{0} is not a program: its header names no kind that Linux can start.", name),
            remedy=_USE_SOURCE,
        )


def _check_platform(facts: _Facts, platform: Platform, name: str) -> None:
    actual = _PLATFORMS.get(facts.machine)
    if actual is None:
        raise NotStaticError(
            Message("{0} is made for a processor that Scratchpress makes no images for.", name),
            explanation=Message(
                "Images are made for {0}.", listing([str(one) for one in Platform])
            ),
            remedy=_USE_SOURCE,
            details=f"e_machine: {_MACHINES.get(facts.machine, facts.machine)}",
        )
    if actual is not platform:
        raise NotStaticError(
            Message("{0} is made for {1}, but the image is for {2}.", name, actual, platform),
            explanation="A program runs only on the kind of processor it was compiled for.",
            remedy=Message(
                "Choose the platform {0}, or compile the program for {1}.", actual, platform
            ),
        )
    if facts.osabi not in _ABIS_OF_LINUX:
        system = _SYSTEMS.get(facts.osabi, "another system than Linux")
        raise NotStaticError(
            Message("{0} is made for {1}.", name, phrase(system)),
            explanation="An image for Linux can only start programs made for Linux.",
            remedy=_USE_SOURCE,
            details=f"EI_OSABI: {facts.osabi}",
        )
