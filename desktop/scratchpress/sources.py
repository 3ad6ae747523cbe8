"""What the person gave: files read, checked and their language recognised."""

from __future__ import annotations

import errno
import itertools
import re
import stat
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scratchpress.errors import SourceError
from scratchpress.sizes import format_size

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAX_SOURCE_BYTES = 16 * 1000 * 1000
MAX_EXECUTABLE_BYTES = 1000 * 1000 * 1000


class Language(StrEnum):
    """What a source is written in; an executable is taken as it is."""

    C = "c"
    CPP = "c++"
    ASSEMBLY = "assembly"
    GO = "go"
    RUST = "rust"
    ZIG = "zig"
    EXECUTABLE = "executable"

    @property
    def label(self) -> str:
        """For people: ``C++``."""
        return {"c": "C", "c++": "C++", "executable": "Program"}.get(
            self.value, self.value.capitalize()
        )


_EXTENSIONS = {
    ".c": Language.C,
    ".cc": Language.CPP,
    ".cpp": Language.CPP,
    ".cxx": Language.CPP,
    ".c++": Language.CPP,
    ".cp": Language.CPP,
    ".C": Language.CPP,
    ".s": Language.ASSEMBLY,
    ".S": Language.ASSEMBLY,
    ".go": Language.GO,
    ".rs": Language.RUST,
    ".zig": Language.ZIG,
}
# What one compiler makes one program of; the first that is found is what the program is in.
C_FAMILY = (Language.CPP, Language.C, Language.ASSEMBLY)
# What is compiled as another language when the person says so.
_ALTERNATIVES = frozenset({Language.C, Language.CPP})
# Of an image's name; see named_after.
_ENDINGS = {Language.ASSEMBLY: ".s", Language.GO: ".go", Language.RUST: ".rs", Language.ZIG: ".zig"}
# A file that stands for the whole folder it is in, under its one valid name.
PROJECTS = {"go.mod": Language.GO, "Cargo.toml": Language.RUST}

# What other files start with, for an error that says what the file really is.
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\xce\xfa\xed\xfe", "a macOS program"),
    (b"\0asm", "a WebAssembly module"),
    (b"\xca\xfe\xba\xbe", "a macOS program or a Java class"),
    (b"!<arch>\n", "a static library"),
)
_A_TEXT = "Give a text file with a C, C++, assembly, Go, Rust or Zig program."
_FOR_LINUX = "Give its source, or a static program made for Linux."
# A source could start with these letters; only with zero bytes are they no text.
_LETTER_MAGIC = (
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a media file"),
    (b"BM", "a BMP picture"),
    (b"MZ", "a Windows program"),
)
GO_MODULE = re.compile(r"""^[ \t]*module[ \t]+["`]?([^\s"`]+)""", re.MULTILINE)
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ELF = b"\x7fELF"


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read once.

    Attributes:
        path: where the person has it, absolute.
        content: its bytes.
        language: what it is in when the end of its name does not say that.
    """

    path: Path
    content: bytes
    language: Language | None = None

    @property
    def name(self) -> str:
        """The person's name for it."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Sources:
    """All files of one program.

    Attributes:
        language: what they are written in; C++ when C and C++ are mixed.
        files: in the order given.
        notices: sentences worth telling that stop nothing.
        search: folders to look into for headers that are found nowhere else, in order.
        detected: the language without the person's word; ``None`` when nothing tells it.
    """

    language: Language
    files: tuple[Source, ...]
    notices: tuple[str, ...] = ()
    search: tuple[Path, ...] = ()
    detected: Language | None = None

    @property
    def is_project(self) -> bool:
        """Whether the one file stands for its folder: ``go.mod``, ``Cargo.toml``."""
        return self.files[0].name in PROJECTS

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(len(file.content) for file in self.files)

    @property
    def summary(self) -> str:
        """A few words: ``C++ · 131 bytes``."""
        count = f" · {len(self.files)} files" if len(self.files) > 1 else ""
        return f"{self.language.label}{count} · {format_size(self.size)}"


def read_sources(paths: Sequence[Path], chosen: Language | None = None) -> Sources:
    """Read and check the files of one program, and recognise their language.

    ``chosen`` is what the person says they are in. It stands above a name that says C or C++,
    or nothing; of a mix, files in further languages stay what they are.

    Raises:
        SourceError: none, missing, empty, unreadable, a folder, too large, not text.
        UnknownLanguageError: text, but in no language a toolchain here understands.
    """
    if not paths:
        raise SourceError(
            "No source file was given.", remedy="Give a C, C++, assembly, Go, Rust or Zig file."
        )
    files = tuple(_read(path) for path in paths)
    detected = [_recognise(file, chosen) for file in files]
    languages = [_decided(one, chosen) for one in detected]
    files = tuple(map(_with_language, files, languages))
    if Language.EXECUTABLE in languages:
        if len(files) > 1:
            raise SourceError(
                "A program that is ready and other files were given together.",
                remedy="Give either one ready program or source files.",
            )
        _refuse_other_choice(Language.EXECUTABLE, chosen, files[0])
        return Sources(Language.EXECUTABLE, files, detected=Language.EXECUTABLE)
    if any(file.name in PROJECTS for file in files) and len(files) > 1:
        raise SourceError(
            "A whole project and other files were given together.",
            remedy="Give the project's go.mod or Cargo.toml alone.",
        )
    language = _common(languages, files)
    _refuse_other_choice(language, chosen, files[0])
    notices = [*map(_encoding_notice, files), *([] if chosen else map(_language_notice, files))]
    known = [one for one in detected if one]
    return Sources(
        *(language, files, tuple(filter(None, notices))),
        detected=_common(known, files) if len(known) == len(files) else None,
    )


def language_of(path: Path) -> Language | None:
    """What a file's extension promises; ``None`` when it says nothing."""
    if path.name in PROJECTS:
        return PROJECTS[path.name]
    return _EXTENSIONS.get(path.suffix) or _EXTENSIONS.get(path.suffix.lower())


def file_language(file: Source, sources: Sources) -> Language:
    """What one of the sources is in; a program may mix those of ``C_FAMILY``."""
    return file.language or language_of(file.path) or sources.language


def made_name(path: Path) -> str:
    """What commands by hand call the program of a source: never what the source is called."""
    return path.stem if path.suffix else f"{path.name}.out"


def named_after(source: Source) -> str:
    """What a program takes its name from: its first file, or what its project calls itself.

    ``hello.cc`` for itself; ``shop.go`` for a ``go.mod`` of the module
    ``example.com/shop/v2``, ``shop.rs`` for a ``Cargo.toml`` of the package ``shop``. Never
    the folder: that would give the same project another image on another computer.
    """
    match PROJECTS.get(source.path.name):
        case Language.GO:
            return f"{_go_module(source.content) or source.path.stem}.go"
        case Language.RUST:
            return f"{_cargo_package(source.content) or source.path.stem}.rs"
        case _ if source.language and not language_of(source.path):
            # An ending that is no language's says nothing about the program either.
            return f"{source.path.stem}{_ENDINGS.get(source.language, '.c')}"
        case _:
            return source.path.name


def _go_module(content: bytes) -> str:
    """The last word of a module's path that is no version (https://go.dev/ref/mod)."""
    module = GO_MODULE.search(content.decode(errors="replace"))
    words = module[1].split("/") if module else []
    named = [word for word in words if not re.fullmatch(r"v[0-9]+", word)]
    return named[-1] if named else ""


def _cargo_package(content: bytes) -> str:
    """The package's name; empty in a workspace that has none of its own."""
    import tomllib  # start-up time

    try:
        name = tomllib.loads(content.decode())["package"]["name"]
    except (ValueError, LookupError, TypeError):
        return ""
    return name if isinstance(name, str) else ""


def _decided(detected: Language | None, chosen: Language | None) -> Language:
    """The language to compile a file as; one of the two is given."""
    if chosen in {None, Language.EXECUTABLE} or (detected and detected not in _ALTERNATIVES):
        assert detected is not None  # noqa: S101 - _recognise raises otherwise
        return detected
    return chosen


def _with_language(file: Source, language: Language) -> Source:
    return file if language_of(file.path) is language else replace(file, language=language)


def _refuse_other_choice(language: Language, chosen: Language | None, first: Source) -> None:
    if chosen and language is not chosen:
        raise SourceError(
            f"{shown_name(first.name)} is {language.label}, and was to be taken for"
            f" {chosen.label}.",
            remedy="Leave the language out, which recognises the right one.",
        )


def _language_notice(file: Source) -> str:
    if file.language is None or file.language is Language.EXECUTABLE:
        return ""
    return f"{shown_name(file.name)} is taken for {file.language.label} by its text."


def _common(languages: Sequence[Language], files: Sequence[Source] = ()) -> Language:
    """The one language of a program: C++ where it is mixed with C, C with assembly.

    Raises:
        SourceError: no compiler takes them together.
    """
    found = set(languages)
    if found <= {*C_FAMILY}:
        return next(language for language in C_FAMILY if language in found)
    if len(found) > 1:
        titles = " and ".join(sorted(language.label for language in found))
        raise SourceError(
            f"{titles} files were given together.",
            explanation=_told(languages, files),
            remedy="Give the files of one program in one language; C, C++ and assembly may be"
            " mixed.",
        )
    return languages[0]


def shown_name(name: str) -> str:
    """A file's name made safe to show: on one line, no control or direction characters."""
    return "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}" for character in name
    )


def _read(path: Path) -> Source:
    # "." has no name of its own.
    name = shown_name(path.name or path.absolute().name or str(path))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SourceError(
                f"{name} is a folder.", remedy="Give the source file inside it instead."
            )
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(f"{name} is not a regular file.", remedy="Give a source file.")
        with path.open("rb") as file:
            head = file.read(4)
            limit = MAX_EXECUTABLE_BYTES if head == _ELF else MAX_SOURCE_BYTES
            # A file can grow while it is read; one byte more than allowed is enough to tell.
            content = head + file.read(limit + 1 - len(head))
    except FileNotFoundError as error:
        raise SourceError(
            f"{name} does not exist.", remedy="Check the name, or choose the file again."
        ) from error
    except PermissionError as error:
        raise SourceError(
            f"{name} may not be read by you.",
            remedy="Change its permissions, or copy it to a folder of your own.",
        ) from error
    except (OSError, ValueError) as error:
        if getattr(error, "errno", None) == errno.ELOOP:
            raise SourceError(
                f"{name} is a link that leads back to itself.",
                explanation="Links that go in a circle lead to no file.",
                remedy="Give the source file itself, or make the link anew.",
            ) from error
        raise SourceError(
            f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.",
            remedy="Copy it to a folder of your own and try again.",
        ) from error
    if len(content) > limit:
        raise SourceError(
            f"{name} is too large: {format_size(max(status.st_size, len(content)))}.",
            explanation=f"A source file has at most {format_size(limit)}.",
            remedy="Give the source file itself, without embedded data.",
        )
    if not content.removeprefix(_UTF8_MARK).strip():
        raise SourceError(
            f"{name} is empty.", remedy="Write a program into it, or start from the example."
        )
    return Source(path.absolute(), content)


def _told(languages: Sequence[Language], files: Sequence[Source]) -> str:
    """Which file is in which language, in one sentence."""
    words = (
        f"{shown_name(file.name)} is {language.label}"
        for file, language in itertools.islice(zip(files, languages, strict=False), 6)
    )
    return f"{', '.join(words)}." if files else ""


def _recognise(file: Source, chosen: Language | None) -> Language | None:
    """What a file is in by its name or its text; ``None`` only when the person chose.

    Raises:
        SourceError: it is no text.
        UnknownLanguageError: nothing tells, and the person did not choose.
    """
    if file.content.startswith(_ELF):
        return Language.EXECUTABLE
    name = shown_name(file.name)
    if file.content.startswith(_UTF16_MARKS):
        raise SourceError(
            f"{name} is text in UTF-16, which compilers do not read.",
            remedy="Save it as UTF-8 in your editor.",
        )
    if other := _other_kind(file.content):
        raise SourceError(
            f"{name} is {other}, not a source file.",
            remedy=_FOR_LINUX if "program" in other or "module" in other else _A_TEXT,
        )
    from scratchpress.recognition import recognise  # which knows this module

    return recognise(file, language_of(file.path), chosen)


def _other_kind(content: bytes) -> str:
    """What a file is that is no text; empty when it may be a source."""
    for magic, title in _MAGIC:
        if content.startswith(magic):
            return title
    if b"\0" not in content[: 64 * 1024]:
        return ""
    return next(
        (title for magic, title in _LETTER_MAGIC if content.startswith(magic)), "binary data"
    )


def _encoding_notice(file: Source) -> str:
    try:
        file.content.decode()
    except UnicodeDecodeError as error:
        line = file.content.count(b"\n", 0, error.start) + 1
        return (
            f"{shown_name(file.name)} is not UTF-8 (line {line}): letters with accents may print"
            " wrong. Save it as UTF-8 to be sure."
        )
    return ""
