"""The OCI image specification 1.1 in Python: media types, annotations, digests, descriptors.

https://github.com/opencontainers/image-spec (``descriptor.md``, ``manifest.md``,
``image-index.md``, ``image-layout.md``, ``annotations.md``), and Docker's older names for the
same documents (https://distribution.github.io/distribution/spec/manifest-v2-2/).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any, Final

CONFIG_TYPE: Final = "application/vnd.oci.image.config.v1+json"
LAYER_TYPE: Final = "application/vnd.oci.image.layer.v1.tar"
MANIFEST_TYPE: Final = "application/vnd.oci.image.manifest.v1+json"
INDEX_TYPE: Final = "application/vnd.oci.image.index.v1+json"
EMPTY_TYPE: Final = "application/vnd.oci.empty.v1+json"
# What an image for one platform, and what a list of them, may be called.
MANIFEST_TYPES = (MANIFEST_TYPE, "application/vnd.docker.distribution.manifest.v2+json")
INDEX_TYPES = (INDEX_TYPE, "application/vnd.docker.distribution.manifest.list.v2+json")

# The content of an ``EMPTY_TYPE``.
EMPTY: Final = b"{}"

TITLE: Final = "org.opencontainers.image.title"
REF_NAME: Final = "org.opencontainers.image.ref.name"
# containerd, and with it Docker, names an image by this one.
CONTAINERD_NAME: Final = "io.containerd.image.name"

# The files of an image layout beside its blobs, and what the first of them says.
LAYOUT_FILE: Final = "oci-layout"
INDEX_FILE: Final = "index.json"
LAYOUT: Final = b'{"imageLayoutVersion":"1.0.0"}'

# The largest document that is read: registries take no larger manifest
# (https://github.com/opencontainers/distribution-spec, "Pushing Manifests").
MAX_DOCUMENT = 4 * 1024 * 1024

DIGEST = re.compile(r"sha256:[a-f0-9]{64}")


@dataclass(frozen=True, slots=True)
class Document:
    """A config, manifest or index with its exact bytes.

    Attributes:
        media_type: as descriptors name it.
        content: what is stored and sent, to the byte.
        digest: ``sha256:...`` of the content.
    """

    media_type: str
    content: bytes
    digest: str

    @classmethod
    def of(cls, media_type: str, content: bytes) -> Document:
        """A document with these bytes."""
        return cls(media_type, content, digest_of(content))

    @classmethod
    def write(cls, media_type: str, value: object) -> Document:
        """A document that says this."""
        return cls.of(media_type, canonical_json(value))

    @property
    def descriptor(self) -> dict[str, Any]:
        """How another document refers to it."""
        return descriptor(self.media_type, self.digest, len(self.content))


def canonical_json(value: object) -> bytes:
    """JSON of which there is one form: keys sorted, no spaces, UTF-8.

    A digest is of these bytes, so any change here gives every image a new ID.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(content: bytes) -> str:
    """What content is known by: ``sha256:...``."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def descriptor(media_type: str, digest: str, size: int) -> dict[str, Any]:
    """How a document refers to content."""
    return {"digest": digest, "mediaType": media_type, "size": size}


def index(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """An index of these descriptors."""
    return {"manifests": entries, "mediaType": INDEX_TYPE, "schemaVersion": 2}


def blob_path(digest: str) -> str:
    """Where an image layout keeps a blob."""
    return f"blobs/{digest.replace(':', '/')}"
