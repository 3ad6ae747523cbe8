"""Records a program's standard output and standard error, whole, in one file each."""

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
    """The whole output of one run; the files live as long as the build's workspace.

    Attributes:
        folder: holds one file per stream, named ``stdout`` and ``stderr``.
        stdout_bytes: how much is in the first.
        stderr_bytes: how much is in the second.
    """

    folder: Path
    stdout_bytes: int
    stderr_bytes: int

    def path(self, stream: OutputStream) -> Path:
        """The file with everything the program wrote to this stream."""
        return self.folder / stream.value

    def size(self, stream: OutputStream) -> int:
        """Bytes the program wrote to this stream."""
        return self.stdout_bytes if stream is OutputStream.STDOUT else self.stderr_bytes

    def read(self, stream: OutputStream, limit: int) -> bytes:
        """At most the first ``limit`` bytes of a stream."""
        with self.path(stream).open("rb") as file:
            return file.read(limit)


class OutputRecorder:
    """Writes every byte of a run to disk as it comes, before anyone is told of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sizes = dict.fromkeys(OutputStream, 0)
        self._files: dict[OutputStream, BinaryIO] = {}
        try:
            for stream in OutputStream:
                self._files[stream] = (folder / stream.value).open("wb", buffering=0)
        except OSError as error:
            self.close()
            raise _storage_error(folder, error) from error

    def write(self, stream: OutputStream, data: bytes) -> None:
        """Append bytes to a stream's file.

        Raises:
            StorageError: the disk is full or the folder is gone.
        """
        rest = memoryview(data)
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
            self._folder, self._sizes[OutputStream.STDOUT], self._sizes[OutputStream.STDERR]
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
