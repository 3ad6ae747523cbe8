"""Reads the archive of an image that an engine exports, in any version's form.

Docker's archives have changed: a folder for each layer before 25, an OCI layout beside
``manifest.json`` since, compressed layers from a containerd store. What does not change is
the config, which names its layers by the digest of the plain tar. So every layer is kept by
that digest, and names, manifests and media types are not needed. The archive is read once,
as it comes.
"""

from __future__ import annotations

import tarfile
from typing import IO, TYPE_CHECKING, Any

import msgspec

from scratchpress.core.json_text import read_json
from scratchpress.core.messages import Message
from scratchpress.image.bases.model import other_platform
from scratchpress.image.bases.store import damaged, diff_ids, read_config
from scratchpress.image.oci import MAX_DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.core.platforms import Platform
    from scratchpress.image.bases.store import BaseStore

_CHUNK = 1024 * 1024
# Where a tar's own first header has its mark (POSIX.1-2017, pax, "ustar Interchange Format").
_MARK_AT, _MARK = 257, b"ustar"
_HEADER = 512


def keep_export(source: IO[bytes], platform: Platform, name: str, store: BaseStore) -> str:
    """Keep an exported image, and return the digest of its config.

    Args:
        source: the archive; it is read to its end and never moved back.
        platform: which image of several to take.
        name: what the person calls it.
        store: where its layers and config go.

    Raises:
        BaseError: it is no image, is not whole, or is for other platforms.
        StorageError: there is no room for it.
        CancelledError: the person stopped it.
    """
    documents: list[bytes] = []
    kept: set[str] = set()
    try:
        with tarfile.open(fileobj=source, mode="r|") as archive:
            for member in archive:
                store.cancellation.raise_if_cancelled()
                content = archive.extractfile(member) if member.isreg() else None
                if content is None:
                    continue
                head = content.read(_HEADER)
                if _is_layer(member.name, head):
                    kept.add(store.keep_layer(_pieces(head, content)))
                elif head.startswith(b"{") and member.size <= MAX_DOCUMENT:
                    documents.append(head + content.read())
    except tarfile.TarError as error:
        raise damaged(str(error)) from error
    config = _choose(documents, platform, name)
    missing = [digest for digest in diff_ids(read_config(config)) if digest not in kept]
    if missing:
        raise damaged(Message("there is no layer {0}", missing[0]))
    return store.keep_config(config)


def _is_layer(name: str, head: bytes) -> bool:
    if name.endswith("/layer.tar") or head[_MARK_AT:].startswith(_MARK):
        return True
    # A tar from before the mark, a compressed one, an empty one: documents are text.
    return name.startswith("blobs/") and not head.startswith((b"{", b"["))


def _pieces(head: bytes, rest: IO[bytes]) -> Iterator[bytes]:
    yield head
    while piece := rest.read(_CHUNK):
        yield piece


class _Kind(msgspec.Struct):
    """What tells a config from other documents, and for which platform it is."""

    architecture: str = ""
    os: str = ""
    rootfs: Any = None


def _choose(documents: list[bytes], platform: Platform, name: str) -> bytes:
    """The config for a platform; notes on how an image was built are for ``unknown/unknown``."""
    configs: dict[str, bytes] = {}
    for document in documents:
        try:
            kind = read_json(document, _Kind)
        except ValueError:
            continue
        if kind.rootfs is not None and kind.os != "unknown":
            configs.setdefault(f"{kind.os}/{kind.architecture}", document)
    if not configs:
        raise damaged("there is no image config in it")
    if platform.value not in configs:
        raise other_platform(name, platform, sorted(configs))
    return configs[platform.value]
