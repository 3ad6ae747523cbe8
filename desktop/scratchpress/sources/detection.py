"""Recognises what a file is, by its first bytes, its name and its code, and where its main is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scratchpress.core.errors import Choice, SourceError, UnknownLanguageError
from scratchpress.core.languages import Language, language_of
from scratchpress.core.messages import Message, phrase
from scratchpress.core.text import shown_name

if TYPE_CHECKING:
    from scratchpress.sources.model import Source

# Words that are no code: comments, strings, characters. A raw string of C++ first.
_NO_CODE = re.compile(
    r"""R"([^\s()\\]{0,16})\(.*?\)\1" | //[^\n]* | /\*.*?\*/
      | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])'""",
    re.VERBOSE | re.DOTALL,
)

UTF8_MARK = b"\xef\xbb\xbf"
_C_MAIN = re.compile(r"(?:^|[;})])[\w\s*:\[\]]*?\bmain\s*\([^;{}]*\)[^;{}]*\{", re.MULTILINE)
_CONDITION = re.compile(r"^[ \t]*#[ \t]*(if|endif)", re.MULTILINE)
_MAINS = {
    Language.ASSEMBLY: re.compile(r"(?:^|;)\s*(?:_start|main)\s*:", re.MULTILINE),
    Language.GO: re.compile(r"^func\s+main\s*\(", re.MULTILINE),
    Language.ZIG: re.compile(r"^pub\s+fn\s+main\s*\(", re.MULTILINE),
    Language.RUST: re.compile(r"^(?:pub\s+)?(?:async\s+)?fn\s+main\s*\(", re.MULTILINE),
}
_ENTRY = re.compile(r"(?:^|;)\s*_start\s*:", re.MULTILINE)
_NEAR_MAIN = re.compile(r"\b(Main|MAIN|mian|WinMain|wWinMain|wmain|_tmain)\s*\([^;{}]*\)[^;{}]*\{")

# Files that tell a build tool what to do, and whose they are.
BUILD_SCRIPTS = {
    "CMakeLists.txt": "CMake",
    "Makefile": "make",
    "makefile": "make",
    "GNUmakefile": "make",
    "meson.build": "Meson",
    "configure": "configure",
    "configure.ac": "Autoconf",
    "SConstruct": "SCons",
    "BUILD.bazel": "Bazel",
    "xmake.lua": "xmake",
    "build.ninja": "Ninja",
    "build.zig": "zig build",
}
# Languages that need more than the program itself while it runs, by the ends of names.
_INTERPRETED = {
    ".py": "Python", ".pyw": "Python", ".js": "JavaScript", ".mjs": "JavaScript",
    ".ts": "TypeScript", ".rb": "Ruby", ".pl": "Perl", ".php": "PHP", ".lua": "Lua", ".r": "R",
    ".sh": "a shell script", ".bash": "a shell script", ".zsh": "a shell script",
    ".bat": "a batch file", ".cmd": "a batch file", ".ps1": "a PowerShell script",
    ".java": "Java", ".jar": "Java", ".class": "Java", ".kt": "Kotlin", ".scala": "Scala",
    ".cs": "C#",
}  # fmt: skip
# Languages that become programs, by compilers that are not here.
_ELSEWHERE = {
    ".swift": "Swift", ".hs": "Haskell", ".d": "D", ".nim": "Nim", ".pas": "Pascal",
    ".f": "Fortran", ".f90": "Fortran", ".f95": "Fortran", ".ml": "OCaml", ".adb": "Ada",
    ".asm": "assembly for NASM or MASM", ".nasm": "assembly for NASM", ".cr": "Crystal",
    ".v": "V", ".m": "Objective-C", ".mm": "Objective-C++", ".cu": "CUDA",
}  # fmt: skip

_INTERPRETER = re.compile(rb"#![ \t]*(\S+)([^\n\r]*)")
_GIVE = (
    "Give a C, C++, assembly, Go, Rust or Zig source, a project's go.mod or Cargo.toml, or a"
    " program that is ready."
)
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
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
ELF_MAGIC = b"\x7fELF"

# The first that is found says it; what C++ and C share says C.
_SIGNS = (
    (Language.GO, re.compile(r"^package\s+\w+\s*$", re.MULTILINE)),
    (Language.ZIG, re.compile(r"^(?:pub )?const\s+\w+\s*=\s*@import\b", re.MULTILINE)),
    (Language.RUST, re.compile(r"^\s*(?:pub\s+)?fn\s+main\s*\(|^use\s+std::", re.MULTILINE)),
    (
        Language.CPP,
        re.compile(
            r"^[ \t]*\#[ \t]*include[ \t]*<[a-z_]+>|\bstd::|^[ \t]*(?:using\s+namespace|namespace"
            r"\s+\w+|template[ \t]*<|class\s+\w+[^;(]*\{)",
            re.MULTILINE,
        ),
    ),
    (
        Language.C,
        re.compile(r"^[ \t]*\#[ \t]*include\b|\b(?:int|void)\s+main\s*\(", re.MULTILINE),
    ),
    (
        Language.ASSEMBLY,
        re.compile(r"^[ \t]*\.(?:glob[a]?l|text|section|intel_syntax)\b", re.MULTILINE),
    ),
)


def defines_main(content: bytes, language: Language | None) -> bool:
    """Whether a source defines the main function, as far as its text tells.

    What stands between ``#if`` and ``#endif`` may not be compiled and does not count.
    """
    code = code_of(content)
    if language in _MAINS:
        return _MAINS[language].search(code) is not None
    return any(not _is_conditional(code, match.end()) for match in _C_MAIN.finditer(code))


def starts_itself(content: bytes) -> bool:
    """Whether assembly has the place where the kernel starts a program, without a C library."""
    return _ENTRY.search(code_of(content)) is not None


def near_main(content: bytes) -> str:
    """What a source calls a function that may be meant as main: ``Main``, ``WinMain``."""
    found = _NEAR_MAIN.search(code_of(content))
    return found[1] if found else ""


def code_of(content: bytes) -> str:
    """A source without comments and strings, on the same lines."""
    text = content.removeprefix(UTF8_MARK).decode(errors="replace")
    return _NO_CODE.sub(_blank, text.replace("\r\n", "\n"))


def _blank(match: re.Match[str]) -> str:
    """Nothing in place of a comment or a string, on as many lines."""
    return " " + "\n" * match[0].count("\n")


def _is_conditional(code: str, position: int) -> bool:
    depth = 0
    for match in _CONDITION.finditer(code, 0, position):
        depth += 1 if match[1] == "if" else -1
    return depth > 0


def recognise(file: Source, chosen: Language | None) -> Language | None:
    """What a file is in by its name or its text; ``None`` only when the person chose.

    Raises:
        SourceError: it is no text.
        UnknownLanguageError: nothing tells, and the person did not choose.
    """
    if file.content.startswith(ELF_MAGIC):
        return Language.EXECUTABLE
    name = shown_name(file.name)
    if file.content.startswith(_UTF16_MARKS):
        raise SourceError(
            Message("{0} is text in UTF-16, which compilers do not read.", name),
            remedy="Save it as UTF-8 in your editor.",
        )
    if other := _other_kind(file.content):
        raise SourceError(
            Message("{0} is {1}, not a source file.", name, phrase(other)),
            remedy=_FOR_LINUX if "program" in other or "module" in other else _A_TEXT,
        )
    return _recognise_text(file, language_of(file.path), chosen)


def _recognise_text(
    file: Source, named: Language | None, chosen: Language | None
) -> Language | None:
    """What a text is in, by its name, else by what it says; ``None`` only when the person chose.

    Raises:
        UnknownLanguageError: it is a script, or nothing tells the language.
    """
    name = shown_name(file.name)
    # Rust reads over such a line.
    interpreter = "" if named is Language.RUST else interpreter_of(file.content)
    if interpreter:
        raise UnknownLanguageError(
            Message("{0} is a script for {1}.", name, shown_name(interpreter)),
            explanation="A script needs its interpreter to run, and an image from scratch holds"
            " none.",
            remedy=_GIVE,
        )
    if named and chosen is None and file.name in BUILD_SCRIPTS:
        # It is in a language, too.
        _refuse_known(file, name)
    found = named or language_by_text(file.content)
    if named is None and chosen in {None, Language.EXECUTABLE}:
        _refuse_known(file, name)
        if found is None:
            raise UnknownLanguageError(
                Message("{0} is in no language Scratchpress recognises.", name),
                explanation="Neither the end of its name nor its text says it.",
                remedy=Message(
                    "Say it with --language, rename it, or give another file. {0}", Message(_GIVE)
                ),
                choices=tuple(Choice(one.label, language=one) for one in choosable()),
            )
    return found


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


def choosable() -> tuple[Language, ...]:
    """What a person may say that a source is in."""
    return tuple(one for one in Language if one is not Language.EXECUTABLE)


def _refuse_known(file: Source, name: str) -> None:
    """Say what a file is that is no source here.

    Raises:
        UnknownLanguageError: its name tells.
    """
    if tool := BUILD_SCRIPTS.get(file.name):
        raise UnknownLanguageError(
            Message("{0} tells {1} how to build a program.", name, tool),
            explanation="Scratchpress compiles source files itself and follows no build script.",
            remedy="Give the folder with the sources, or the source files themselves.",
        )
    language, needs_more = other_language(file.path.suffix.lower())
    if language and needs_more:
        raise UnknownLanguageError(
            Message("{0} is {1}, which does not run alone.", name, phrase(language)),
            explanation="It needs an interpreter or a virtual machine, and an image from scratch"
            " holds none.",
            remedy=_GIVE,
        )
    if language:
        raise UnknownLanguageError(
            Message("{0} is {1}, for which there is no compiler here.", name, phrase(language)),
            remedy="Compile it to a static program and give that.",
        )


def language_by_text(content: bytes) -> Language | None:
    """The language that a text is clearly in; ``None`` when it is not clear."""
    code = code_of(content)
    return next((language for language, sign in _SIGNS if sign.search(code)), None)


def interpreter_of(content: bytes) -> str:
    """The program that a script names in its first line; empty when it is no script."""
    found = _INTERPRETER.match(content.removeprefix(UTF8_MARK))
    # An attribute in the first line of a Rust source is no path.
    if found is None or found[1].startswith(b"["):
        return ""
    words = [found[1], *found[2].split()]
    names: list[str] = [word.decode(errors="replace").rpartition("/")[2] for word in words]
    if names[0] != "env":
        return names[0]
    return next((name for name in names[1:] if not name.startswith("-") and "=" not in name), "env")


def other_language(ending: str) -> tuple[str, bool]:
    """A language that is known and not compiled here, by the end of a name.

    Returns:
        What people call it, empty when the ending says nothing; and whether its programs
        need an interpreter or the like while they run.
    """
    if ending in _INTERPRETED:
        return _INTERPRETED[ending], True
    return _ELSEWHERE.get(ending, ""), False
