"""Attaches files to an image in a registry, such as its bill of materials (OCI referrers).

It is an artifact with the image as its ``subject``; registries list it as one of the image's
referrers. One that does not know referrers yet is given the list under a tag of its own.
https://github.com/opencontainers/distribution-spec/blob/main/spec.md, "Listing Referrers" and
"Unavailable Referrers API"; https://github.com/opencontainers/image-spec/blob/main/manifest.md,
"Guidelines for Artifact Usage".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scratchpress.image import oci
from scratchpress.image.oci import Document
from scratchpress.registry.archive import Blob

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file to attach to an image.

    Attributes:
        media_type: of its content, which also is what kind of artifact it is:
            ``application/vnd.cyclonedx+json``.
        name: when somebody saves it.
        content: its bytes.
    """

    media_type: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file on its way to a registry; a ``Sendable``.

    Attributes:
        subject: digest of the image it belongs to.
        entry: how an index lists it.
    """

    blobs: tuple[Blob, ...]
    manifests: tuple[Document, ...]
    subject: str
    entry: dict[str, Any]
    _contents: dict[str, bytes]

    @property
    def digest(self) -> str:
        """What a registry knows it by."""
        return self.manifests[-1].digest

    @property
    def size(self) -> int:
        """Bytes of everything that a registry has to hold."""
        return sum(map(len, (*self._contents.values(), self.manifests[-1].content)))

    def read(self, blob: Blob, start: int, end: int) -> Iterator[bytes]:
        """A blob's bytes from ``start`` up to ``end``."""
        yield self._contents[blob.digest][start:end]


def attach(file: AttachedFile, image: Document) -> Attachment:
    """The artifact that makes a file one of an image's referrers.

    Args:
        file: what to attach.
        image: the image's manifest, or its index of several platforms.
    """
    layer = Document.of(file.media_type, file.content)
    config = Document.of(oci.EMPTY_TYPE, oci.EMPTY)
    manifest = Document.write(
        oci.MANIFEST_TYPE,
        {
            "schemaVersion": 2,
            "mediaType": oci.MANIFEST_TYPE,
            "artifactType": file.media_type,
            "config": config.descriptor,
            "layers": [layer.descriptor | {"annotations": {oci.TITLE: file.name}}],
            "subject": image.descriptor,
        },
    )
    return Attachment(
        tuple(
            Blob(kind, one.digest, len(one.content), 0)
            for kind, one in (("layer", layer), ("config", config))
        ),
        (manifest,),
        image.digest,
        manifest.descriptor | {"artifactType": file.media_type},
        {one.digest: one.content for one in (layer, config)},
    )


def referrers_tag(digest: str) -> str:
    """The tag under which a registry without referrers keeps an image's list of them."""
    return digest.replace(":", "-")


def listed(index: bytes | None, entry: dict[str, Any]) -> Document:
    """An image's list of referrers with one more.

    Args:
        index: the list that is there; ``None`` when there is none.
        entry: from ``Attachment``; already in the list, it stays there once.

    Raises:
        ValueError: what is there is no such list.
    """
    entries: list[Any] = []
    if index is not None:
        there = json.loads(index)
        if not isinstance(there, dict) or not isinstance(there.get("manifests"), list):
            raise ValueError("it is no index")
        entries = there["manifests"]
    if entry not in entries:
        entries.append(entry)
    return Document.write(oci.INDEX_TYPE, oci.index(entries))
