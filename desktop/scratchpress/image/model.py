"""A container image as a value: its layers, files and identifiers, and its limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.errors import SizeLimitError
from scratchpress.core.messages import Message
from scratchpress.core.sizes import format_exact, format_size

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.core.platforms import Platform
    from scratchpress.image.bases.model import Base


@dataclass(frozen=True, slots=True)
class ImageEntry:
    """A file or folder in an image's file system.

    Attributes:
        path: absolute inside the image, as POSIX writes it: ``/hello``.
        size: bytes; 0 for a folder.
        mode: permission bits.
    """

    path: str
    size: int
    mode: int


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of an image, an uncompressed tar.

    Attributes:
        digest: ``sha256:...`` of the tar; the same as its diff ID.
        size: bytes of the tar.
        entries: what is in it, in the tar's order; empty for a layer of the base.
    """

    digest: str
    size: int
    entries: tuple[ImageEntry, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A container image, computed and written as one archive.

    For several platforms there is an image for each; the fields are then those of the one
    to look at first, but for the digest.

    Attributes:
        reference: name and tag, ``hello:latest``.
        platform: what it runs on.
        config_digest: ``sha256:...`` of the image config. The image ID on engines
            with a graph-driver store.
        digest: ``sha256:...`` of the OCI manifest, or of the OCI index of several. What
            registries know it by, and the image ID on engines with a containerd store.
        size: the headline, bytes: the files in it, added up, those of the base too.
        entrypoint: exec form, ``("/hello",)``.
        command: default arguments.
        layers: bottom first.
        archive: a tar that is an OCI layout and a docker-archive at once.
        config: the image config as canonical JSON.
        base: what it starts from; ``None`` for nothing.
        variants: with several platforms the image for each, under a name of its own, all in
            this image's archive; empty with one platform.
    """

    reference: str
    platform: Platform
    config_digest: str
    digest: str
    size: int
    entrypoint: tuple[str, ...]
    command: tuple[str, ...]
    layers: tuple[Layer, ...]
    archive: Path
    config: bytes
    base: Base | None = None
    variants: tuple[Image, ...] = ()

    @property
    def parts(self) -> tuple[Image, ...]:
        """The image for each platform; with one platform itself."""
        return self.variants or (self,)

    def on(self, platform: Platform) -> Image:
        """The image for a platform; the one to look at first where there is none for it."""
        found = {one.platform: one for one in self.parts}
        return found.get(platform, found[self.platform])

    @property
    def ids(self) -> tuple[str, str]:
        """The IDs an engine may know the image by, depending on its image store."""
        return (self.config_digest, self.digest)

    @property
    def has_tmp(self) -> bool:
        """Whether there is a folder for temporary files in it."""
        if self.base is not None and self.base.facts.has_tmp:
            return True
        return any(entry.path == "/tmp" for layer in self.layers for entry in layer.entries)  # noqa: S108 - a path in the image

    @property
    def own_size(self) -> int:
        """Bytes of what is not from the base."""
        return self.size - (self.base.facts.size if self.base is not None else 0)

    @property
    def own_layers(self) -> tuple[Layer, ...]:
        """The layers above those of the base."""
        return self.layers[len(self.base.layers) if self.base is not None else 0 :]


def check_limit(image: Image, max_size: int | None) -> None:
    """Hold an image against its recipe's ``limits.max-size``, in bytes.

    With several platforms it is the limit of each.

    Raises:
        SizeLimitError: it is larger.
    """
    largest = max(image.parts, key=lambda one: one.size)
    if max_size is None or largest.size <= max_size:
        return
    over = largest.size - max_size
    size, limit = format_exact(largest.size), format_exact(max_size)
    raise SizeLimitError(
        Message("The image for {0} is {1}, and its limit is {2}.", largest.platform, size, limit)
        if image.variants
        else Message("The image is {0}, and its limit is {1}.", size, limit),
        explanation=Message("It is {0} too large.", format_size(over)),
        remedy="Optimise for small size, remove symbols (strip), include fewer libraries, or"
        " raise max-size in the recipe.",
    )
