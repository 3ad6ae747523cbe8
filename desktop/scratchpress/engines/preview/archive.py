"""Checks an image's archive and unpacks its layers into a folder.

The archive is an OCI image layout, so every part is a blob named after its digest:
https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tarfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scratchpress.core.errors import EngineError, StorageError
from scratchpress.core.messages import Message
from scratchpress.engines.preview.places import inside, is_of_the_sandbox
from scratchpress.image import tar
from scratchpress.image.layer_changes import ChangeKind, change_of
from scratchpress.image.oci import blob_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.image.layer_changes import Change
    from scratchpress.image.model import Image

_CHUNK = 1024 * 1024


def check_archive(image: Image, cancellation: Cancellation) -> None:
    """Make sure that the archive holds every part of the image, byte for byte.

    Raises:
        EngineError: a part is missing or is not what its digest says.
        CancelledError: the person stopped it.
    """
    # Layers that several platforms share are read once.
    digests = {image.digest: None}
    for one in image.parts:
        digests |= dict.fromkeys((*reversed(one.ids), *(layer.digest for layer in one.layers)))
    with _opened(image) as archive:
        for digest in digests:
            computed = hashlib.sha256()
            with _blob(archive, digest) as blob:
                while chunk := blob.read(_CHUNK):
                    cancellation.raise_if_cancelled()
                    computed.update(chunk)
            if f"sha256:{computed.hexdigest()}" != digest:
                raise _damaged(
                    Message("The part {0} holds other bytes than its digest says.", digest)
                )


def unpack(image: Image, root: Path, cancellation: Cancellation) -> None:
    """Apply the image's layers, bottom first, to the empty folder ``root``.

    Nothing is written outside of it, whatever the layers hold. Links are made as they are,
    because inside the sandbox the folder is the root that they start from; but none is ever
    followed out of the folder while unpacking: a path through one that leads out is refused.
    Devices and pipes of a base are left out, the sandbox has those that a program gets.
    tarfile's own filter would do for some of this, but the Python 3.11 of Debian 12 does not
    have it, and it refuses what images are full of, such as links to whole paths.

    Raises:
        EngineError: the archive is damaged, or a layer holds what is refused.
        StorageError: the folder cannot be written.
        CancelledError: the person stopped it.
    """
    root = root.resolve()
    with _opened(image) as archive:
        for layer in image.layers:
            with (
                _blob(archive, layer.digest) as blob,
                tarfile.open(fileobj=blob, mode="r:") as entries,
            ):
                for entry in tar.members(entries, cancellation):
                    _apply(entries, entry, root)


def _apply(layer: tarfile.TarFile, entry: tarfile.TarInfo, root: Path) -> None:
    change = _change(entry.name)
    folder = _inside(root, change.folder)
    target = folder / change.name
    # Where it really is: a link could lead there under another name.
    if is_of_the_sandbox(root, target):
        return
    if change.kind is ChangeKind.EMPTY:
        for child in folder.iterdir() if folder.is_dir() else ():
            if not is_of_the_sandbox(root, child):
                _remove(child)
    elif change.kind is ChangeKind.REMOVE:
        _remove(target)
    elif change.name:
        folder.mkdir(parents=True, exist_ok=True)
        _write(layer, entry, target, root)


def _write(layer: tarfile.TarFile, entry: tarfile.TarInfo, target: Path, root: Path) -> None:
    # A folder over a folder keeps what the layers below put in it.
    if target.is_symlink() or not (entry.isdir() and target.is_dir()):
        _remove(target)
    if entry.isdir():
        target.mkdir(exist_ok=True)
        # With the bit that keeps people from removing each other's files in /tmp.
        target.chmod(entry.mode & 0o1777 | 0o700)
    elif entry.isfile():
        content = layer.extractfile(entry)
        assert content is not None  # noqa: S101 - every file has content
        with content, target.open("xb") as file:
            shutil.copyfileobj(content, file, _CHUNK)
        target.chmod(entry.mode & 0o777 | 0o600)
    elif entry.issym():
        target.symlink_to(entry.linkname)
    elif entry.islnk():
        first = _change(entry.linkname)
        os.link(_inside(root, first.folder) / first.name, target, follow_symlinks=False)


def _change(entry: str) -> Change:
    try:
        return change_of(entry)
    except ValueError as error:
        raise _damaged(Message("The entry {0} leads out of the image.", entry)) from error


def _inside(root: Path, path: str) -> Path:
    place = inside(root, path)
    if place is None:
        raise _damaged(Message("The links of {0} lead in a circle.", path))
    return place


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def _opened(image: Image) -> Iterator[tarfile.TarFile]:
    try:
        with tar.opened(image.archive) as archive:
            yield archive
    except (tarfile.TarError, ValueError, OverflowError, RecursionError) as error:
        raise _damaged(str(error)) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageError(
                "There is no room to unpack the image.",
                remedy="Free some disk space, or set TMPDIR to a folder with more room.",
                details=str(error),
            ) from error
        raise _damaged(str(error)) from error


def _blob(archive: tarfile.TarFile, digest: str) -> IO[bytes]:
    name = blob_path(digest)
    try:
        blob = archive.extractfile(name)
    except KeyError:
        blob = None
    if blob is None:
        raise _damaged(Message("The part {0} is missing.", name))
    return blob


def _damaged(why: str) -> EngineError:
    return EngineError(
        "The image file is damaged or holds something unsafe.",
        explanation=why,
        remedy="Build the image again.",
    )
