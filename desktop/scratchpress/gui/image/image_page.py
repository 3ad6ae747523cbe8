"""The Image tab: lists the facts about the image, and every file in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.gui.image.text_pages import TextPage
from scratchpress.gui.language.numbers import format_exact
from scratchpress.gui.language.words import said, say
from scratchpress.gui.look.safe_text import visible

if TYPE_CHECKING:
    from scratchpress.engines.model import StoredImage
    from scratchpress.image.model import Image


class ImagePage(TextPage):
    """Facts that can be selected and copied."""

    _shown: tuple[Image, StoredImage | None] | None = None

    def show_text(self, text: str) -> None:
        """Show a text; an empty one says that there is no image."""
        if not text:
            self._shown = None
        super().show_text(text)

    def reword_kept(self) -> None:
        """Word the facts in another language."""
        if self._shown is not None:
            self.show_image(*self._shown)

    def show_image(self, image: Image, stored: StoredImage | None = None) -> None:
        """Show the facts of an image; ``stored`` adds what the engine says of it."""
        self._shown = (image, stored)
        self.show_text(image_facts(image, stored))


def image_facts(image: Image, stored: StoredImage | None) -> str:
    """The facts as text, one heading and its value each."""
    facts = [
        (say("Name"), image.reference),
        (say("Made for"), ", ".join(one.platform.value for one in image.parts)),
        (say("Starts"), " ".join((*image.entrypoint, *image.command))),
    ]
    if image.variants:
        facts.append((say("Digest (its name in a registry)"), image.digest))
    for one in image.parts:
        which = "" if one is image else f"{one.platform} · "
        facts += ((f"{which}{heading}", value) for heading, value in _own_facts(one))
    if stored is not None:
        facts.insert(1, (say("ID (its name in the engine)"), stored.id))
    return "\n\n".join(f"{heading}\n{_indented(value)}" for heading, value in facts)


def _own_facts(image: Image) -> list[tuple[str, str]]:
    """What is different for each platform."""
    return [
        *_base_facts(image),
        (say("Files in it") if image.base is None else say("Files on it"), _files(image)),
        (
            say("Layer (the files as one tar)"),
            "\n".join(f"{layer.digest}\n{format_exact(layer.size)}" for layer in image.own_layers),
        ),
        (say("Digest (its name in a registry)"), image.digest),
        (say("Config (what the engine reads)"), image.config_digest),
    ]


def _base_facts(image: Image) -> list[tuple[str, str]]:
    """What it starts from, if that is something."""
    base = image.base
    if base is None:
        return []
    layers = (f"{layer.digest}\n{format_exact(layer.size)}" for layer in base.layers)
    facts = [
        (
            say("Starts from"),
            visible(f"{base.reference}\n" + said(base.words).replace(" · ", "\n")),
        ),
        (say("Layers of what it starts from"), "\n".join(layers)),
        (say("Config of what it starts from"), base.digest),
    ]
    if base.registry_digest:
        facts.append((say("Digest of what it starts from"), base.registry_digest))
    return facts


def _files(image: Image) -> str:
    # The program is in the last layer, and what people look for first.
    entries = [entry for layer in reversed(image.layers) for entry in layer.entries]
    return "\n".join(
        f"{entry.path}  {format_exact(entry.size)}  {entry.mode:04o}" for entry in entries
    )


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
