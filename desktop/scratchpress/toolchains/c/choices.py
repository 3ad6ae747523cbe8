"""Describes the choices for C and C++ (``lto``, ``rtti``, …): their words and their flags.

All three compilers spell them alike. A choice at its default adds nothing, so commands
and programs stay what they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scratchpress.core.languages import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.recipe.model import CompileOptions


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice as people read it.

    Attributes:
        key: the field of ``CompileOptions``, a yes or a no.
        title: a few words, for a tick.
        sentence: what it does and what it costs.
    """

    key: str
    title: str
    sentence: str


CHOICES: Final = (
    Choice(
        "lto",
        "Optimise across files",
        "Link-time optimisation: the compiler looks at all your sources at once, which makes the"
        " program smaller or faster and the build slower.",
    ),
    Choice(
        "drop_unused",
        "Drop unused code",
        "Leaves out every function and variable that nothing refers to, one by one.",
    ),
    Choice(
        "exceptions",
        "C++ exceptions",
        "Without them throw and catch do not compile, and an error in the standard library ends"
        " the program.",
    ),
    Choice(
        "rtti",
        "C++ type information",
        "Without it (no RTTI) dynamic_cast and typeid do not compile, and classes with virtual"
        " functions take less room.",
    ),
    Choice(
        "static_pie",
        "Random address",
        "A static-PIE program is loaded at another address each time, which makes attacks harder"
        " and the program a little larger.",
    ),
)


def is_optimised_when_linking(options: CompileOptions) -> bool:
    """Whether objects may hold the compiler's own notes, as chosen or by a free flag."""
    return options.lto or any(flag.startswith("-flto") for flag in options.flags)


def compile_choices(options: CompileOptions, language: Language) -> Iterator[str]:
    """The flags that turn one source into an object as chosen."""
    if options.lto:
        yield "-flto"
    if options.drop_unused:
        yield from ("-ffunction-sections", "-fdata-sections")
    if language is Language.CPP and not options.exceptions:
        yield "-fno-exceptions"
    if language is Language.CPP and not options.rtti:
        yield "-fno-rtti"
    if options.static_pie:
        yield "-fPIE"


def link_choices(options: CompileOptions) -> Iterator[str]:
    """The words with which a compiler driver links as chosen; how it is static among them."""
    yield "-static-pie" if options.static_pie else "-static"
    if options.lto:
        yield "-flto"
    if options.drop_unused:
        yield "-Wl,--gc-sections"
