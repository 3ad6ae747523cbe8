"""Records a program's standard output and standard error in one file each, up to a size."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO, Self


class OutputStream(StrEnum):
    """Which of its two outputs a program wrote to."""

    STDOUT = "stdout"
    STDERR = "stderr"


@dataclass(frozen=True, slots=True)
class RecordedOutput:
    """The output of one run; the files live as long as the build's workspace.

    Attributes:
        folder: holds one file per stream, named ``stdout`` and ``stderr``.
        stdout_bytes: how much the program wrote to the first.
        stderr_bytes: how much it wrote to the second.
        kept: how much of both together is in the files, the first that came.
    """

    folder: Path
    stdout_bytes: int
    stderr_bytes: int
    kept: int

    @property
    def is_cut(self) -> bool:
        """Whether the program wrote more than was kept."""
        return self.kept < self.stdout_bytes + self.stderr_bytes

    def path(self, stream: OutputStream) -> Path:
        """The file with what the program wrote to this stream."""
        return self.folder / stream.value

    def size(self, stream: OutputStream) -> int:
        """Bytes the program wrote to this stream."""
        return self.stdout_bytes if stream is OutputStream.STDOUT else self.stderr_bytes

    def read(self, stream: OutputStream, limit: int) -> bytes:
        """At most the first ``limit`` bytes of a stream."""
        with self.path(stream).open("rb") as file:
            return file.read(limit)


class OutputRecorder:
    """Writes what a run prints to disk as it comes, before anyone is told of it.

    Args:
        folder: where.
        most: how many bytes of both streams together are kept. A program that never stops
            printing would fill the disk.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most
        self._kept = 0
        self._sizes = dict.fromkeys(OutputStream, 0)
        self._files: dict[OutputStream, BinaryIO] = {}
        try:
            for stream in OutputStream:
                self._files[stream] = (folder / stream.value).open("wb", buffering=0)
        except OSError as error:
            self.close()
            raise _storage_error(folder, error) from error

    def write(self, stream: OutputStream, data: bytes) -> None:
        """Append bytes to a stream's file, as far as they are kept.

        Raises:
            StorageError: the disk is full or the folder is gone.
        """
        rest = memoryview(data)[: self._most - self._kept]
        self._kept += len(rest)
        try:
            # An unbuffered write may take only a part, at the disk's last free block.
            while rest:
                rest = rest[self._files[stream].write(rest) :]
        except OSError as error:
            raise _storage_error(self._folder, error) from error
        self._sizes[stream] += len(data)

    def recorded(self) -> RecordedOutput:
        """What has been written so far."""
        return RecordedOutput(
            self._folder,
            self._sizes[OutputStream.STDOUT],
            self._sizes[OutputStream.STDERR],
            self._kept,
        )

    def close(self) -> None:
        """Close the files; what they hold stays."""
        for file in self._files.values():
            file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _storage_error(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        Message("The program's output cannot be kept in {0}: {1}.", folder, reason(error)),
        remedy="Free some disk space and run again.",
    )
