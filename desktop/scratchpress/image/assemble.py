"""From a proven program to an image: one archive, the same bytes every time.

The archive is an OCI image layout (``oci-layout``, ``index.json``, ``blobs``) and a
docker-archive (``manifest.json``) at once: engines since Docker 1.10, Podman, containerd
and skopeo all take it.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from scratchpress.cancellation import Cancellation
from scratchpress.errors import StorageError
from scratchpress.image import documents, tar
from scratchpress.image.dockerfile import Contents
from scratchpress.image.layer import PROGRAM_MODE, LayerFile, write_layer
from scratchpress.image.reference import parse_reference
from scratchpress.image.source_date import source_date
from scratchpress.values import Image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from scratchpress.image.reference import Reference
    from scratchpress.platforms import Platform
    from scratchpress.values import Executable, Layer

ARCHIVE = "image.tar"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def assemble(
    executable: Executable,
    *,
    reference: str,
    program: str,
    command: tuple[str, ...],
    folder: Path,
    date: int | None = None,
    cancellation: Cancellation | None = None,
) -> Image:
    """Make the image of one program and write it to ``folder``.

    The result depends on nothing but the program's bytes and the arguments here.

    Args:
        executable: proven static.
        reference: the image's name, in any valid form.
        program: the program's name in the image, as ``program_name`` gives it.
        command: default arguments.
        folder: where ``image.tar`` goes; one that is there is replaced.
        date: seconds since 1970 that everything carries; ``SOURCE_DATE_EPOCH`` or 0
            when ``None``.
        cancellation: asked once for each megabyte.

    Raises:
        ImageNameError: the name is not valid.
        UsageError: an argument is not text, or ``SOURCE_DATE_EPOCH`` is not a date.
        StorageError: the folder cannot be written, its disk is full, or the program
            is no longer what was proven.
        CancelledError: the person stopped it.
    """
    name = parse_reference(reference)
    contents = Contents(program, command)
    date = source_date() if date is None else date
    file = LayerFile(
        contents.path, executable.path, executable.size, executable.sha256, PROGRAM_MODE
    )
    path = folder / ARCHIVE
    try:
        with path.open("wb") as out:
            layer = _write_layer_blob(file, out, date, cancellation or Cancellation())
            config = documents.config(contents, layer, platform=executable.platform, date=date)
            manifest = documents.manifest(config, layer)
            out.writelines(_other_members(name, executable.platform, layer, config, manifest))
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _translated(error, path) from error
        raise
    return Image(
        reference=str(name),
        platform=executable.platform,
        config_digest=config.digest,
        digest=manifest.digest,
        size=sum(entry.size for entry in layer.entries),
        entrypoint=contents.entrypoint,
        command=contents.command,
        layers=(layer,),
        archive=path,
        config=config.content,
    )


def _write_layer_blob(
    file: LayerFile, out: BinaryIO, date: int, cancellation: Cancellation
) -> Layer:
    """Write the layer as the archive's first member, in one pass over the program.

    The member's name is the layer's digest, so its header is written last.
    """
    out.write(bytes(tar.BLOCK))
    layer = write_layer([file], out, date=date, cancellation=cancellation)
    out.write(tar.padding(layer.size))
    out.seek(0)
    out.write(_member_header(documents.blob_path(layer.digest), layer.size))
    out.seek(0, 2)
    return layer


def _other_members(
    name: Reference,
    platform: Platform,
    layer: Layer,
    config: documents.Document,
    manifest: documents.Document,
) -> Iterator[bytes]:
    members = {
        documents.blob_path(config.digest): config.content,
        documents.blob_path(manifest.digest): manifest.content,
        "index.json": documents.index(manifest, reference=name, platform=platform),
        "manifest.json": documents.docker_manifest(config, layer, reference=name),
        "oci-layout": documents.OCI_LAYOUT,
    }
    for path, content in sorted(members.items()):
        yield _member_header(path, len(content)) + content + tar.padding(len(content))
    yield tar.END


def _member_header(path: str, size: int) -> bytes:
    # The archive's own members are only a wrapping, so they carry no date.
    return tar.header(path, size=size, mode=0o644, date=0)


def _translated(error: OSError, path: Path) -> StorageError:
    if error.errno in _FULL:
        return StorageError(
            "There is no room left on the disk for the image.",
            explanation=f"It was being written to {path.parent}.",
            remedy="Free some disk space and try again.",
            details=str(error),
        )
    return StorageError(
        f"The image cannot be written to {path.parent}: {error.strerror or error}.",
        remedy="Check that the folder exists and that you may write to it.",
        details=str(error),
    )
