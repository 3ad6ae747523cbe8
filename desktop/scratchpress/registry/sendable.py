"""What can be sent to a registry: an image in its file, and files that are attached to one.

The file is an OCI image layout in a tar, as ``image/assemble.py`` writes it; ``docker save``
of newer engines, ``podman save --format oci-archive`` and ``skopeo`` write such files, too. It is
read as it is: nothing is unpacked or made again.
https://github.com/opencontainers/image-spec/blob/main/image-layout.md

An attached file, such as a bill of materials, is an artifact with the image as its ``subject``;
registries list it as one of the image's referrers. One that does not know referrers yet is given
the list under a tag of its own.
https://github.com/opencontainers/distribution-spec/blob/main/spec.md, "Listing Referrers" and
"Unavailable Referrers API"; https://github.com/opencontainers/image-spec/blob/main/manifest.md,
"Guidelines for Artifact Usage".
"""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from scratchpress.core.errors import SourceError, StorageError
from scratchpress.core.json_text import read_json
from scratchpress.core.messages import Message, reason
from scratchpress.image import oci, tar
from scratchpress.image.oci import Document
from scratchpress.image.oci_reading import read_listing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.image.oci_reading import Descriptor

_BLOCK = 64 * 1024
# Indexes may list indexes; those of real images are two deep and list a few dozen.
_DEEPEST = 8
_MOST_MANIFESTS = 1000


@dataclass(frozen=True, slots=True)
class Blob:
    """A layer or a config: bytes that a registry keeps by their digest.

    Attributes:
        kind: ``layer`` or ``config``.
        digest: ``sha256:...``.
        size: bytes.
        offset: where they begin in the archive's file.
    """

    kind: str
    digest: str
    size: int
    offset: int


@dataclass(frozen=True, slots=True)
class SavedImage:
    """An image in a file, ready to be sent.

    Attributes:
        path: the file.
        digest: what a registry will know the image by.
        blobs: each once, in the order of the layers.
        manifests: those for each platform first, the image's own last.
    """

    path: Path
    digest: str
    blobs: tuple[Blob, ...]
    manifests: tuple[Document, ...]

    @property
    def size(self) -> int:
        """Bytes of everything that a registry has to hold."""
        return sum(blob.size for blob in self.blobs) + sum(
            len(manifest.content) for manifest in self.manifests
        )

    def read(self, blob: Blob, start: int, end: int) -> Iterator[bytes]:
        """A blob's bytes from ``start`` up to ``end``, in pieces.

        Raises:
            StorageError: the file is gone or was changed.
        """
        try:
            with self.path.open("rb") as file:
                file.seek(blob.offset + start)
                left = end - start
                while left:
                    piece = file.read(min(_BLOCK, left))
                    if not piece:
                        break
                    left -= len(piece)
                    yield piece
        except OSError as error:
            raise _vanished(self.path, str(error)) from error
        if left:
            raise _vanished(self.path, "it is shorter than it was")


def read_image(path: Path, cancellation: Cancellation) -> SavedImage:
    """Find an image's parts in its file.

    Raises:
        SourceError: there is no such file, or it holds no image or more than one.
        CancelledError: the person stopped it.
    """
    try:
        with tar.opened(path) as archive:
            found = {
                member.name: member
                for member in tar.members(archive, cancellation)
                if member.isreg() and not member.issparse()
            }
            return _Reader(path, archive, found, cancellation).read()
    except OSError as error:
        raise SourceError(
            Message("{0} cannot be read: {1}.", path.name, reason(error)),
            remedy="Check its name and that you may read it.",
        ) from error
    except tarfile.TarError as error:
        raise _no_image(path, str(error)) from error
    except (KeyError, ValueError, OverflowError) as error:
        raise _no_image(path, repr(error)) from error


@dataclass(slots=True)
class _Reader:
    """One look into one archive."""

    path: Path
    archive: tarfile.TarFile
    members: dict[str, tarfile.TarInfo]
    cancellation: Cancellation

    def read(self) -> SavedImage:
        entries = read_listing(self._content(oci.INDEX_FILE)).manifests or ()
        if len(entries) != 1:
            raise SourceError(
                Message("{0} holds {1} images, and one is needed.", self.path.name, len(entries)),
                remedy="Save the one to push in a file of its own.",
            )
        blobs: dict[str, Blob] = {}
        manifests: dict[str, Document] = {}
        self._collect(entries[0], blobs, manifests, _DEEPEST)
        root = entries[0].digest
        return SavedImage(self.path, root, tuple(blobs.values()), tuple(manifests.values()))

    def _collect(
        self, entry: Descriptor, blobs: dict[str, Blob], manifests: dict[str, Document], depth: int
    ) -> None:
        """Add a manifest after all that it refers to, because registries check that."""
        self.cancellation.raise_if_cancelled()
        if entry.digest in manifests:
            return
        if not depth or len(manifests) >= _MOST_MANIFESTS:
            raise ValueError("it has too many manifests")
        content = self._document(entry.digest)
        document = read_listing(content)
        if entry.media_type in oci.INDEX_TYPES and document.manifests is not None:
            for one in document.manifests:
                self._collect(one, blobs, manifests, depth - 1)
        elif entry.media_type in oci.MANIFEST_TYPES and document.config is not None:
            for layer in document.layers or ():
                self._add(blobs, "layer", layer)
            self._add(blobs, "config", document.config)
        else:
            raise ValueError(Message("{0} is no image", entry.media_type))
        manifests[entry.digest] = Document(entry.media_type, content, entry.digest)

    def _add(self, blobs: dict[str, Blob], kind: str, descriptor: Descriptor) -> None:
        digest = descriptor.digest
        member = self.members[oci.blob_path(digest)]
        if member.size != descriptor.size:
            raise ValueError(
                Message("{0} has {1} bytes and not {2}", digest, member.size, descriptor.size)
            )
        blobs.setdefault(digest, Blob(kind, digest, member.size, member.offset_data))

    def _document(self, digest: str) -> bytes:
        content = self._content(oci.blob_path(digest))
        if oci.digest_of(content) != digest:
            raise ValueError(Message("{0} is another document than its name says", digest))
        return content

    def _content(self, name: str) -> bytes:
        member = self.members[name]
        file = self.archive.extractfile(member)
        if file is None or member.size > oci.MAX_DOCUMENT:
            raise ValueError(Message("{0} is no document", name))
        with file:
            return file.read()


def _vanished(path: Path, details: str) -> StorageError:
    return StorageError(
        Message("The image's file {0} cannot be read any more.", path.name),
        explanation="It was changed or removed while it was being sent.",
        remedy="Build it again, then push it.",
        details=details,
    )


def _no_image(path: Path, details: str) -> SourceError:
    return SourceError(
        Message("{0} is no image file.", path.name),
        explanation="An image file is an OCI image layout in an uncompressed tar.",
        remedy="Make one with scratchpress build --output IMAGE.tar.",
        details=details,
    )


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
    """An attached file on its way to a registry.

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


# What can be sent to a registry. Of both, each blob stands once, in the order in which they are
# sent, and of the manifests what others refer to stands first, its own last.
Sendable = SavedImage | Attachment


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


class _Referrers(msgspec.Struct):
    """A list whose entries stay as they are."""

    manifests: list[dict[str, Any]]


def listed(index: bytes | None, entry: dict[str, Any]) -> Document:
    """An image's list of referrers with one more.

    Args:
        index: the list that is there; ``None`` when there is none.
        entry: from ``Attachment``; already in the list, it stays there once.

    Raises:
        ValueError: what is there is no such list.
    """
    entries: list[dict[str, Any]] = []
    if index is not None:
        entries = read_json(index, _Referrers).manifests
    if entry not in entries:
        entries.append(entry)
    return Document.write(oci.INDEX_TYPE, oci.index(entries))
