"""Fills in what a recipe leaves open: the image's name and the toolchain, by the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import RecipeError, SourceError
from scratchpress.core.languages import Language
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.image.reference import normalise, parse_reference, suggest
from scratchpress.recipe.model import Builder, ToolchainName
from scratchpress.sources.naming import named_after

if TYPE_CHECKING:
    from scratchpress.recipe.model import Recipe
    from scratchpress.sources.model import Sources


def reference_for(recipe: Recipe, sources: Sources) -> str:
    """The image's full name: the recipe's, or one made from the first source's name.

    Raises:
        ImageNameError: the recipe's name is not valid.
    """
    if recipe.image.name:
        return normalise(recipe.image.name)
    return suggest(named_after(sources.files[0]))


def check_platforms(recipe: Recipe, sources: Sources) -> None:
    """Refuse what cannot be had for several platforms, before anything is compiled.

    Raises:
        ImageNameError: the name has no room for the platforms' own.
        RecipeError: the image is built where only one platform is.
        SourceError: the program is ready, for one platform.
    """
    if recipe.image.builder is Builder.DOCKERFILE:
        raise RecipeError(
            "An engine builds a Dockerfile for one platform at a time.",
            explanation="The recipe asks for several platforms and for the dockerfile builder.",
            remedy="Choose the archive builder, which makes one image of all, or one platform.",
        )
    if sources.language is Language.EXECUTABLE:
        raise SourceError(
            Message(
                "{0} is a program that is ready, for one platform.",
                shown_name(sources.files[0].name),
            ),
            explanation="The recipe asks for several platforms.",
            remedy="Choose the program's own platform, or give its source.",
        )
    name = parse_reference(reference_for(recipe, sources))
    for platform in recipe.compile.all_platforms:
        name.on(platform)


def toolchain_for(sources: Sources, recipe: Recipe) -> ToolchainName:
    """The recipe's toolchain, or the one for the language where the recipe names none.

    A program that is ready needs none.
    """
    chosen = recipe.compile.toolchain
    if sources.language is Language.EXECUTABLE and chosen is ToolchainName.ZIG:
        return ToolchainName.PREBUILT
    # The default stands for C and C++; Go and Rust have one compiler each.
    if chosen is ToolchainName.ZIG:
        return {Language.GO: ToolchainName.GO, Language.RUST: ToolchainName.RUST}.get(
            sources.language, chosen
        )
    return chosen
