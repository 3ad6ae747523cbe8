"""Refuses sources that a toolchain does not compile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import SourceError
from scratchpress.core.languages import C_FAMILY, Language
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name

if TYPE_CHECKING:
    from scratchpress.sources.model import Sources


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
