"""Keeps base images on this computer: fetched once, used for every build.

``blobs`` holds layers, uncompressed and named by their diff ID, and configs by their digest.
``names`` holds for each name and platform which config it was, and for which image of the
engine. Every file is written under another name and moved into place when it is whole.

Layers come compressed by gzip, Zstandard or not at all. Which it is, the first bytes say; names
and media types are not asked. Whatever the compressed bytes claim, no more than a piece is in
memory at a time.
"""

from __future__ import annotations

import errno
import hashlib
import importlib
import os
import sys
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import msgspec

from scratchpress.core.errors import BaseError, StorageError
from scratchpress.core.json_text import read_json
from scratchpress.core.messages import Message, reason
from scratchpress.image.oci import digest_of
from scratchpress.image.oci_reading import DIGEST_PATTERN
from scratchpress.system.atomic_files import unfinished_file, write_whole
from scratchpress.system.cache import BASES, files_in, remove_oldest
from scratchpress.system.paths import private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import ModuleType

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.platforms import Platform

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_GZIP_WINDOW = 31
_PIECE = 1024 * 1024

LIMIT_BYTES = 2_000_000_000

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def uncompressed(source: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes behind a gzip or Zstandard stream; any other is passed on as it is.

    Args:
        source: pieces of at least four bytes.

    Raises:
        BaseError: the stream is broken or ends too early.
    """
    first = next(source, b"")
    if first.startswith(_GZIP):
        yield from _decompressed(first, source, _Gunzip)
    elif first.startswith(_ZSTD):
        yield from _decompressed(first, source, _zstd().ZstdDecompressor)
    else:
        yield first
        yield from source


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gunzip:
    """Gives zlib's decompressor the interface of Zstandard's."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(_GZIP_WINDOW)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


def _zstd() -> ModuleType:
    # Python's own since 3.14.
    return importlib.import_module(
        "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    )


def _decompressed(
    data: bytes, source: Iterator[bytes], make: Callable[[], _Decompressor]
) -> Iterator[bytes]:
    """All that a stream holds; it may be several, one after the other."""
    one = make()
    try:
        while True:
            piece = one.decompress(data, _PIECE)
            if piece:
                yield piece
            if one.eof:
                data = one.unused_data or next(source, b"")
                if not data:
                    return
                one = make()
            elif piece and not one.needs_input:
                data = b""
            else:
                data = next(source, b"")
                if not data and not piece:
                    raise _broken("it ends too early")
    except (zlib.error, _zstd().ZstdError) as error:
        raise _broken(str(error)) from error


def _broken(details: str) -> BaseError:
    return BaseError(
        "A layer of the image to start from is damaged.",
        explanation="It cannot be decompressed.",
        remedy="Build again, which gets it anew. If it happens again, choose another image.",
        details=details,
    )


class KeptName(msgspec.Struct, frozen=True):
    """What is kept under a name, for one platform.

    Attributes:
        id: of the engine's image that had the name then; empty where none had it.
        config: the digest of its config.
        registry_digest: what its registry knows it by; may be empty.
    """

    id: str
    config: str
    registry_digest: str


@dataclass(frozen=True, slots=True)
class BaseStore:
    """One folder of bases.

    Attributes:
        folder: where everything is.
        cancellation: asked once for each megabyte.
    """

    folder: Path
    cancellation: Cancellation

    @classmethod
    def open(cls, spare: Path, cancellation: Cancellation) -> BaseStore:
        """The one in the cache, or in the folder ``spare`` where the cache cannot be used."""
        store = cls(private_folder(BASES) or spare, cancellation)
        with _worded():
            for name in ("blobs", "names"):
                (store.folder / name).mkdir(exist_ok=True)
        return store

    def find(self, reference: str, platform: Platform) -> KeptName | None:
        """What is kept under a name, if all of it still is."""
        try:
            content = self._name_file(reference, platform).read_bytes()
            kept = read_json(content, KeptName)
            config = self.config(kept.config)
        except (OSError, ValueError, BaseError):
            return None
        return kept if all(map(self.has, diff_ids(config))) else None

    def remember(self, reference: str, platform: Platform, kept: KeptName) -> None:
        """Keep under a name what is there already.

        Raises:
            StorageError: the folder cannot be written.
        """
        with _worded():
            write_whole(self._name_file(reference, platform), msgspec.json.encode(kept))

    def has(self, digest: str) -> bool:
        """Whether a layer or config is there."""
        return self.path(digest).is_file()

    def path(self, digest: str) -> Path:
        """Where a layer or config is."""
        return self.folder / "blobs" / digest.removeprefix("sha256:")

    def keep_config(self, content: bytes) -> str:
        """Keep a config, and return its digest.

        Raises:
            StorageError: the folder cannot be written.
        """
        digest = digest_of(content)
        with _worded():
            write_whole(self.path(digest), content)
        return digest

    def config(self, digest: str) -> dict[str, Any]:
        """A config that is kept.

        Raises:
            OSError: it is not there.
            BaseError: it is not whole.
        """
        content = self.path(digest).read_bytes()
        if digest_of(content) != digest:
            raise damaged(Message("{0} is another document than its name says", digest))
        return read_config(content)

    def keep_layer(self, source: Iterator[bytes]) -> str:
        """Keep a layer, whatever it is compressed with, and return its diff ID.

        Raises:
            BaseError: its compression is broken, or not known.
            StorageError: the folder cannot be written.
            CancelledError: the person stopped it.
        """
        computed = hashlib.sha256()
        with _worded(), unfinished_file(self.folder / "blobs") as temporary:
            with temporary.open("wb") as file:
                for piece in uncompressed(source):
                    self.cancellation.raise_if_cancelled()
                    computed.update(piece)
                    file.write(piece)
            digest = f"sha256:{computed.hexdigest()}"
            temporary.replace(self.path(digest))
        return digest

    def forget(self, digest: str) -> None:
        """Remove a layer that is not what it should be."""
        with suppress(OSError):
            self.path(digest).unlink()

    def prune(self, used: Iterable[str], limit: int = LIMIT_BYTES) -> None:
        """Remove what was not used for longest until the rest fits; what is ``used`` stays."""
        stays = {self.path(digest) for digest in used}
        for path in stays:
            with suppress(OSError):
                os.utime(path)
        remove_oldest(files_in(self.folder / "blobs"), limit, stays)

    def _name_file(self, reference: str, platform: Platform) -> Path:
        key = hashlib.sha256(f"{reference}\n{platform}".encode()).hexdigest()
        return self.folder / "names" / key


def read_config(content: bytes) -> dict[str, Any]:
    """An image config, checked as far as it is used here.

    Raises:
        BaseError: it is none.
    """
    try:
        checked = read_json(content, _Config)
        config: dict[str, Any] = read_json(content, dict[str, Any])
    except ValueError as error:
        raise damaged(str(error)) from error
    if checked.rootfs.type != "layers":
        raise damaged(Message("its layers are of the type {0}", checked.rootfs.type))
    return config


def diff_ids(config: dict[str, Any]) -> tuple[str, ...]:
    """The layers that a config names, bottom first."""
    return tuple(config["rootfs"]["diff_ids"] or ())


def damaged(details: str) -> BaseError:
    """The error for an image that contradicts itself."""
    return BaseError(
        "The image to start from is damaged.",
        explanation="It does not hold what its own description names.",
        remedy="Remove it from the engine with docker image rm and build again, which pulls it"
        " anew; if that does not help, choose another one.",
        details=details,
    )


class _Rootfs(msgspec.Struct):
    diff_ids: tuple[Annotated[str, msgspec.Meta(pattern=DIGEST_PATTERN)], ...] | None
    type: str = "layers"


class _Process(msgspec.Struct, rename="pascal"):
    env: tuple[str, ...] | None = None
    user: str | None = None
    working_dir: str | None = None
    labels: dict[str, str] | None = None
    on_build: tuple[str, ...] | None = None


class _Config(msgspec.Struct):
    """What has to be right in a config; the rest is passed on as it is."""

    architecture: str
    os: str
    rootfs: _Rootfs
    config: _Process | None = None
    history: tuple[dict[str, Any], ...] | None = None


@contextmanager
def _worded() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageError(
                "There is no room left on the disk for the image to start from.",
                explanation="It is kept uncompressed among the results that can be made again.",
                remedy="Free some disk space, for example with scratchpress clean, and try again.",
                details=str(error),
            ) from error
        raise StorageError(
            Message("The image to start from cannot be kept: {0}.", reason(error)),
            remedy="Check that you may write to the cache folder, or set SCRATCHPRESS_CACHE_DIR.",
            details=str(error),
        ) from error
