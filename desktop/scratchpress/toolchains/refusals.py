"""Refuses sources, flags and choices that a toolchain does not take.

What gcc, clang and zig refuse of flags for C and C++ is in ``c/refused_flags.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import CompileFailedError, SourceError
from scratchpress.core.languages import C_FAMILY, Language
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.recipe.model import CompileOptions
from scratchpress.toolchains.c.choices import CHOICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.sources.model import Sources

_DEFAULTS = CompileOptions()


def refuse_ready_program(sources: Sources, compiler: str) -> None:
    """Return unless the sources are a program that needs no compiler.

    Raises:
        SourceError: they are.
    """
    if sources.language is Language.EXECUTABLE:
        raise SourceError(
            Message(
                "{0} is a program that is ready; {1} compiles source files.",
                shown_name(sources.files[0].name),
                compiler,
            ),
            remedy="Choose prebuilt as the compiler, or give the program's source.",
        )


def refuse_all_but_c(sources: Sources, compiler: str) -> None:
    """Return when the sources are C, C++ or assembly, for compilers of those.

    Raises:
        SourceError: they are in another language, or a program that is ready.
    """
    refuse_ready_program(sources, compiler)
    if sources.language not in C_FAMILY:
        raise SourceError(
            Message(
                "{0} is {1} source code; {2} compiles C, C++ and assembly.",
                shown_name(sources.files[0].name),
                sources.language.label,
                compiler,
            ),
            remedy=Message("Choose {0} as the compiler.", sources.language.value),
        )


def refuse_other_language(sources: Sources, language: Language, compiler: str) -> None:
    """Return when the sources are in the one language that a compiler takes.

    Raises:
        SourceError: they are in another, or a program that is ready.
    """
    refuse_ready_program(sources, compiler)
    if sources.language is not language:
        raise SourceError(
            Message(
                "{0} is {1} source code; {2} compiles {3}.",
                shown_name(sources.files[0].name),
                sources.language.label,
                compiler,
                language.label,
            ),
            remedy="Leave the compiler out of the recipe, which chooses the right one.",
        )


def refuse_source_code(sources: Sources) -> None:
    """Refuse sources for a toolchain that takes programs only.

    Raises:
        SourceError: the sources are no program.
    """
    if sources.language is not Language.EXECUTABLE:
        raise SourceError(
            Message(
                "{0} is {1} source code, not a program that is ready.",
                shown_name(sources.files[0].name),
                sources.language.label,
            ),
            remedy="Choose a compiler: the built-in one (zig), gcc or clang.",
        )


def refuse_flags(flags: Sequence[str], allowed: Sequence[str], compiler: str) -> None:
    """Return when every flag is one of those that keep what Scratchpress promises.

    These compilers have few flags and many ways to run other programs, so that what is
    allowed is listed.

    Args:
        flags: as the recipe has them.
        allowed: words, or how they begin when they end in = or -.
        compiler: its name in recipes.

    Raises:
        CompileFailedError: one is not; the title names it.
    """
    for flag in flags:
        is_listed = any(flag == begin or (begin[-1] in "=-" and flag.startswith(begin))
                        for begin in allowed)  # fmt: skip
        # Cargo takes flags with a control character between them.
        if not (is_listed and flag.isprintable()):
            raise CompileFailedError(
                Message("The compiler flag {0} cannot be used here.", shown_name(flag)),
                explanation=Message(
                    "With {0} these can be used: {1}.", compiler, ", ".join(allowed)
                ),
                remedy="Remove it from the flags of the recipe.",
            )


def refuse_choices(options: CompileOptions, language: Language) -> None:
    """Return when none of the choices that are for C and C++ alone was made.

    Raises:
        CompileFailedError: one was; the title names it.
    """
    for choice in CHOICES:
        if getattr(options, choice.key) != getattr(_DEFAULTS, choice.key):
            key = choice.key.replace("_", "-")
            raise CompileFailedError(
                Message("{0} is a choice for C and C++, not for {1}.", key, language.label),
                remedy=Message("Remove {0} from the recipe or the command line.", key),
            )
