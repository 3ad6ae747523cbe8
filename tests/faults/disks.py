"""A small disk in memory that can be filled, for whatever shall meet a full one. Needs root."""

from __future__ import annotations

import subprocess
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

_BLOCK = 1 << 20
# Of memory.
_SMALLEST = 4096


class SmallDisk:
    """A disk at a folder of its own."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        self._filler = folder / ".filler"
        self._size = f"{megabytes}m"
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def fill(self) -> None:
        """Leave no room, also when others give some back."""
        self._fill_up()
        self._over.clear()
        self._thread = threading.Thread(target=self._keep_full, name="fill disk")
        self._thread.start()

    def free(self) -> None:
        """Give the room back."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._filler.unlink(missing_ok=True)

    def _keep_full(self) -> None:
        while not self._over.wait(0.002):
            self._fill_up()

    def _fill_up(self) -> None:
        size = _BLOCK
        with self._filler.open("ab", buffering=0) as file:
            while size >= _SMALLEST:
                try:
                    file.write(bytes(size))
                except OSError:
                    size //= 2

    def __enter__(self) -> Self:
        self.folder.mkdir()
        options = f"size={self._size},mode=1777"
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder)]
        subprocess.run(command, check=True)
        return self

    def __exit__(self, *exception: object) -> None:
        self.free()
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)
        self.folder.rmdir()
