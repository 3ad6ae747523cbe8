"""Says what to do about the errors that people who begin with C and C++ meet most."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.errors import Choice
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.toolchains.standard_names import (
    CPP_HEADERS,
    MATH_FUNCTIONS,
    STD_NAMES,
    WINDOWS_HEADERS,
)

if TYPE_CHECKING:
    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.toolchains.source_facts import SourceFacts


@dataclass(frozen=True, slots=True)
class Advice:
    """How to word an error.

    Attributes:
        title: a sentence without its period; empty when the compiler's words say it best.
        remedy: what to do next.
        explanation: why; may be empty.
        language: what to compile the source as instead, if that is it.
        choices: the programs that could be meant.
    """

    title: str
    remedy: str
    explanation: str = ""
    language: Language | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """What a rule may look at: one error, where the person meets it, the language."""

    match: re.Match[str]
    place: Diagnostic
    language: Language
    facts: SourceFacts

    @property
    def name(self) -> str:
        """The first thing the pattern caught."""
        return next((group for group in self.match.groups() if group), "")

    @property
    def where(self) -> str:
        """``hello.cc, line 3``, or what stands in for it."""
        if not self.place.file:
            return Message("The program")
        if not self.place.line:
            return self.place.file
        return Message("{0}, line {1}", self.place.file, self.place.line)


# What to say, or how to find it; ``None`` leaves the word to the next rule.
_Rule = Advice | Callable[[_Case], Advice | None]

# Quotes as the tools write them: gcc's curly ones, clang's straight ones, ld's `this'.
_QUOTED = r"[`'\u2018\"]([^'\u2019\"]+)['\u2019\"]"

_MAINS = {
    Language.ASSEMBLY: "main: (with .globl main), or _start:",
    Language.GO: "func main() { … }",
    Language.RUST: "fn main() { … }",
    Language.ZIG: "pub fn main() void { … }",
}

_NARROW = re.compile(
    r"Not 64-bit mode|operand size mismatch|invalid instruction suffix|not supported in 64-bit mode"
)
_ASSEMBLES = {
    "NASM": re.compile(
        r"^\s*(?:section\s+\.|global\s+\w|extern\s+\w|bits\s+\d|%define\b)", re.MULTILINE
    ),
    "linux/arm64": re.compile(
        r"\b(?:svc\s+#?0|adrp|stp\s+x\d|ldr\s+[xw]\d|mov\s+[xw]\d)", re.IGNORECASE
    ),
    "linux/amd64": re.compile(
        r"%[re][a-d]x\b|%[re]?[sd]i\b|\bsyscall\b|\b[re][a-d]x\b", re.IGNORECASE
    ),
}


def _refused_instruction(case: _Case) -> Advice | None:
    """Assembly is of one assembler and one processor, and neither is told by a file's name."""
    if case.language is not Language.ASSEMBLY:
        return None
    if _NARROW.search(case.match.string):
        return Advice(
            "",
            Message(
                "It looks written for 32 bits, and programs here have 64: correct {0}, for example"
                " with %rax in place of %eax.",
                case.where,
            ),
        )
    signs = ((kind, sign) for kind, sign in _ASSEMBLES.items() if kind != case.facts.platform)
    kind = next((kind for kind, sign in signs if sign.search(case.facts.assembly)), "")
    if kind == "NASM":
        return Advice(
            Message("{0} is assembly for NASM", case.place.file or Message("The program")),
            "Write it in GNU syntax (.section, .globl, .intel_syntax noprefix), or assemble and"
            " link it with nasm and give the program.",
            "The compilers here read the GNU assembler's syntax.",
        )
    if not kind:
        return None
    return Advice(
        "",
        Message(
            "It looks written for {0}: choose that platform. Otherwise correct line {1} of {2} and"
            " build again.",
            kind,
            case.place.line,
            case.place.file,
        ),
    )


def _missing_main(case: _Case) -> Advice:
    example = _MAINS.get(case.language, "int main() { … }")
    files = case.facts.files
    if case.facts.near is not None:
        file, word = case.facts.near
        return Advice(
            "The program has no main function",
            Message("Call it main and write it as {0}.", Message(example)),
            Message(
                "Every program starts in a function called main, in small letters; {0} calls it"
                " {1}.",
                file,
                word,
            ),
        )
    if len(files) == 1:
        why = Message(
            "Every program starts in a function called main, in small letters; {0} has none.",
            files[0],
        )
        add = Message("Add {0} to it", Message(example))
    elif files:
        why = Message(
            "Every program starts in a function called main, in small letters; none of {0} has"
            " one.",
            ", ".join(files[:5]),
        )
        add = Message("Add {0} to one of them", Message(example))
    else:
        why = Message("Every program starts in a function called main, in small letters.")
        add = Message("Add {0} to one of the files", Message(example))
    return Advice(
        "The program has no main function",
        Message("{0}, or give the file that has it as well, or the whole folder.", add),
        why,
    )


def _second_main(case: _Case) -> Advice | None:
    if case.name not in {"main", "main()"}:
        return Advice(
            Message("The program defines {0} more than once", case.name),
            "Define it in one file and only declare it in the others.",
        )
    mains = case.facts.mains
    if len(mains) < 2:
        return Advice(
            "The program has more than one main function",
            "Give only the files of one program; each program has one main function.",
        )
    *some, last = mains
    return Advice(
        Message("{0} and {1} both have a main function", mains[0], last)
        if len(mains) == 2
        else Message("{0} and {1} each have a main function", ", ".join(some), last),
        Message(
            "Give only the files of one program: {0} or {1}, and the files it needs.",
            mains[0],
            last,
        ),
        "An image starts one program, and a program starts in one place.",
        choices=case.facts.choices,
    )


def _undefined(case: _Case) -> Advice:
    if case.name in MATH_FUNCTIONS and case.language is Language.C:
        return Advice(
            Message("The program uses {0}, which is in the mathematics library", case.name),
            "Add -lm to the flags.",
        )
    if case.language is Language.C and case.name.startswith(("std::", "operator new", "__cxa")):
        return cpp_in_c(case.place.file)
    if case.name.startswith("vtable for "):
        return Advice(
            Message(
                "The class {0} promises a function that nothing defines",
                case.name.removeprefix("vtable for "),
            ),
            "Define its first virtual function that is not = 0, or write = default after it.",
        )
    return Advice(
        Message("The program uses {0}, but nothing defines it", case.name),
        "Check how it is spelled, give the file that defines it as well, or add the library"
        " it is from to the flags (-lNAME).",
    )


def _unknown_library(case: _Case) -> Advice:
    return Advice(
        Message("The library {0} is not here in a form that can be built in", case.name),
        Message(
            "Install its static version (lib{0}.a) and choose gcc or clang, or remove -l{1} from"
            " the flags.",
            case.name,
            case.name,
        ),
        "A program for an empty image carries its libraries inside, so a shared one (.so) does"
        " not do.",
    )


def cpp_in_c(name: str) -> Advice:
    """What to do about C++ in a file that is called C."""
    return Advice(
        Message("{0} is compiled as C, but it is C++", name or Message("The program")),
        "Compile it as C++ (--language c++), or rename it so that it ends in .cc.",
        "What a file is written in is told by the end of its name.",
        Language.CPP,
    )


def _missing_header(case: _Case) -> Advice:
    name = case.name
    title = Message("{0} includes {1}, which is not here", case.where, name)
    if name in CPP_HEADERS and case.language is Language.C:
        return cpp_in_c(case.place.file)
    if name == "bits/stdc++.h":
        return Advice(
            title,
            "Include the standard headers by their names (<iostream>, <vector>, …), or choose gcc.",
            "It is a file of gcc's own, not of the language.",
        )
    if name.lower() in WINDOWS_HEADERS:
        return Advice(
            title,
            "Use the standard functions of C or C++ instead.",
            "It belongs to Windows; a container image holds a Linux program.",
        )
    if name == f"{name.rpartition('.')[0]}.h" and name[:-2] in CPP_HEADERS:
        return Advice(
            title, Message("Write <{0}> instead, as C++ has named it since 1998.", name[:-2])
        )
    if around := case.facts.nearby.get(name):
        folder = shown_name(around.name)
        return Advice(
            title,
            Message("Give the whole folder {0}, in which it is.", folder),
            "A source given alone is compiled with what is beside it.",
            choices=(Choice(folder, (around,)),),
        )
    return Advice(
        title,
        Message(
            "Check the name. A header of your own belongs beside the source and is included with"
            ' quotes: #include "{0}".',
            name,
        ),
    )


def _cpp_words(case: _Case) -> Advice | None:
    return cpp_in_c(case.place.file) if case.language is Language.C else None


def _standard_name(case: _Case) -> Advice | None:
    if case.language is not Language.CPP or case.name not in STD_NAMES:
        return None
    return Advice(
        "",
        Message(
            "Write std::{0}, or add using namespace std; after the includes. Check that its header"
            " is included, too.",
            case.name,
        ),
    )


def _semicolon(case: _Case) -> Advice:
    return Advice("", Message("Put a semicolon where the message points: {0}.", case.where))


def _refused_flag(case: _Case) -> Advice:
    return Advice(
        Message("The compiler does not know the option {0}", case.name),
        "Remove it from the flags, or choose another compiler.",
    )


def _refused_standard(case: _Case) -> Advice:
    return Advice(
        Message("The compiler does not know the language standard {0} here", case.name),
        "Choose another standard (c17 for C, c++20 for C++), or leave it empty.",
    )


def _compiler_crash(case: _Case) -> Advice:
    return Advice(
        Message("The compiler itself crashed: {0}", case.match.string),
        "Choose another compiler or another way to optimise; it is no mistake of yours.",
    )


_NEEDS_SHARED = Advice(
    "A shared library cannot be built into a program for an empty image",
    "Remove it from the flags, or give its static version (.a).",
)

# clang's words, then those of the GNU assembler.
_REFUSED_ASSEMBLY = (
    r"invalid instruction|invalid operand|unknown token|unrecognized instruction|unexpected token"
    r"|expected newline|expecting operand|unknown directive|no such instruction|bad expression"
    r"|junk at end|unknown mnemonic|unknown pseudo-op|too many memory references|bad register name"
    r"|Not 64-bit mode|operand size mismatch|not supported in 64-bit mode"
)
# The first rule that matches and has something to say wins.
_RULES: tuple[tuple[re.Pattern[str], _Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"undefined (?:reference to|symbol:?) [`'\u2018]?(?:main|WinMain)\b(?!\()", _missing_main),
        (r"(?:multiple definition of|duplicate symbol:) [`'\u2018]?([^'\u2019]+)", _second_main),
        (_REFUSED_ASSEMBLY, _refused_instruction),
        (r"^(main) redeclared in this block", _second_main),
        (r"redefinition of [`'\u2018](main(?:\(\))?)['\u2019]", _second_main),
        (r"undefined (?:reference to|symbol:?) [`'\u2018]?([^'\u2019]+)", _undefined),
        (r"(?:cannot find|unable to find library) -l([^:\s]+)", _unknown_library),
        (r"attempted static link of dynamic object", _NEEDS_SHARED),
        (r"'([^']+)' file not found|^([^\s:]+): No such file or directory", _missing_header),
        (r"unknown type name [`'\u2018](using|class|namespace|template)['\u2019]", _cpp_words),
        (r"^(?:use of undeclared identifier )?[`'\u2018](std|cout|cin)['\u2019]", _cpp_words),
        (r"(?:use of undeclared identifier|unknown type name) " + _QUOTED, _standard_name),
        (_QUOTED + r" (?:was not declared in this scope|does not name a type)", _standard_name),
        (r"expected [`'\u2018];['\u2019]", _semicolon),
        (r"-std=([\w+:]+)", _refused_standard),
        (r"(?:unrecognized command[- ]line option|unknown argument:?) " + _QUOTED, _refused_flag),
        (r"unknown clang option: " + _QUOTED, _refused_flag),
        (r"internal compiler error|frontend command failed|unable to execute", _compiler_crash),
        (r"[Kk]illed signal terminated program", _compiler_crash),
    )
)  # fmt: skip


def advise(error: Diagnostic, place: Diagnostic, language: Language, facts: SourceFacts) -> Advice:
    """Word the first error, the one the others most often follow from.

    Args:
        error: the first one.
        place: where the person meets it.
        language: what the sources were compiled as.
        facts: what their texts say.
    """
    if place.file in facts.cpp_as_c:
        return cpp_in_c(place.file)
    for pattern, rule in _RULES:
        if match := pattern.search(error.text):
            advice = (
                rule if isinstance(rule, Advice) else rule(_Case(match, place, language, facts))
            )
            if advice is not None:
                return advice
    if not place.line:
        return Advice("", "Correct what the message names and build again.")
    return Advice("", Message("Correct line {0} of {1} and build again.", place.line, place.file))
