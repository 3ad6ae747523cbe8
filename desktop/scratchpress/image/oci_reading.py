"""What is read of others' OCI indexes and manifests, checked by its types.

Only what is used here has to be right; all of it may be missing, because an index and a manifest
are told apart by what they have.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from scratchpress.core.json_text import read_json
from scratchpress.image.oci import DIGEST

DIGEST_PATTERN = rf"^{DIGEST.pattern}$(?!\n)"


class PlatformField(msgspec.Struct, frozen=True):
    """For which platform an image is."""

    os: str = ""
    architecture: str = ""


class Descriptor(msgspec.Struct, frozen=True, rename="camel"):
    """How a document refers to content."""

    digest: Annotated[str, msgspec.Meta(pattern=DIGEST_PATTERN)]
    size: Annotated[int, msgspec.Meta(ge=0, lt=2**62)]
    media_type: str = ""
    platform: PlatformField | None = None


class Listing(msgspec.Struct, frozen=True):
    """An index, which has ``manifests``, or a manifest, which has the others."""

    manifests: tuple[Descriptor, ...] | None = None
    config: Descriptor | None = None
    layers: tuple[Descriptor, ...] | None = None


def read_listing(content: bytes) -> Listing:
    """Read an index or a manifest.

    Raises:
        ValueError: it is neither.
    """
    return read_json(content, Listing)
