"""What belongs to an image in a registry without being in it: a bill of materials.

It is an artifact with the image as its ``subject``; registries list it as one of the image's
referrers. One that does not know referrers yet is given the list under a tag of its own.
https://github.com/opencontainers/distribution-spec/blob/main/spec.md, "Listing Referrers" and
"Unavailable Referrers API"; https://github.com/opencontainers/image-spec/blob/main/manifest.md,
"Guidelines for Artifact Usage".
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scratchpress.registry.archive import Blob, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST_TYPE: Final = "application/vnd.oci.image.manifest.v1+json"
INDEX_TYPE: Final = "application/vnd.oci.image.index.v1+json"
_EMPTY_TYPE = "application/vnd.oci.empty.v1+json"
_EMPTY = b"{}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document to attach to an image.

    Attributes:
        media_type: of its content, which also is what kind of artifact it is:
            ``application/vnd.cyclonedx+json``.
        name: of the file, when somebody saves it.
        content: its bytes.
    """

    media_type: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document on its way to a registry; a ``Sendable``.

    Attributes:
        subject: digest of the image it belongs to.
        entry: how an index lists it.
    """

    blobs: tuple[Blob, ...]
    manifests: tuple[Manifest, ...]
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


def attach(document: Document, image: Manifest) -> Attachment:
    """The artifact that makes a document one of an image's referrers.

    Args:
        document: what to attach.
        image: the image's manifest, or its index of several platforms.
    """
    layer = _descriptor(document.media_type, document.content)
    config = _descriptor(_EMPTY_TYPE, _EMPTY)
    annotations = {"org.opencontainers.image.title": document.name}
    content = _canonical(
        {
            "schemaVersion": 2,
            "mediaType": MANIFEST_TYPE,
            "artifactType": document.media_type,
            "config": config,
            "layers": [layer | {"annotations": annotations}],
            "subject": _descriptor(image.media_type, image.content),
        }
    )
    own = _descriptor(MANIFEST_TYPE, content)
    contents = {layer["digest"]: document.content, config["digest"]: _EMPTY}
    return Attachment(
        tuple(
            Blob(kind, one["digest"], one["size"], 0)
            for kind, one in (("layer", layer), ("config", config))
        ),
        (Manifest(MANIFEST_TYPE, own["digest"], content),),
        image.digest,
        own | {"artifactType": document.media_type},
        contents,
    )


def referrers_tag(digest: str) -> str:
    """The tag under which a registry without referrers keeps an image's list of them."""
    return digest.replace(":", "-")


def listed(index: bytes | None, entry: dict[str, Any]) -> bytes:
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
    return _canonical({"schemaVersion": 2, "mediaType": INDEX_TYPE, "manifests": entries})


def _descriptor(media_type: str, content: bytes) -> dict[str, Any]:
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return {"mediaType": media_type, "digest": digest, "size": len(content)}


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
