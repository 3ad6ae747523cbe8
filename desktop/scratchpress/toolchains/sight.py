"""Says what a compiler sees of this computer, where it can be confined (``system/confinement``).

It sees the system's own folders, itself, and the folders of the sources, all read-only; it may
write into the request's folder and, where it runs no code of the project, into its own cache.
What is hidden in the home is not there, and neither is anything that is named nowhere.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.system.confinement import Confinement, Place, devices, link, shown
from scratchpress.system.paths import home_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# Where systems keep what is installed, NixOS and Guix among them; and what their loader reads.
_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix", "/gnu"),
    *("/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"),
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a tool sees besides the system's own folders; what is not there is left out.

    Attributes:
        readable: files and folders.
        writable: likewise.
        over: what is shown in their place.
    """

    readable: tuple[Path, ...] = ()
    writable: tuple[Path, ...] = ()
    over: tuple[Place, ...] = ()

    def places(self) -> tuple[Place, ...]:
        """All of it, what holds others first."""
        system = _system_places()
        held = {Path(place.target): False for place in system if place.kind == "read-only"}
        for path in sorted({*self.readable, *self.writable}, key=lambda one: len(one.parts)):
            may_write = path in self.writable
            holders = [held[one] for one in held if path.is_relative_to(one)]
            if path.exists() and not any(is_writable or not may_write for is_writable in holders):
                held[path] = may_write
        own = [path for path in held if str(path) not in _SYSTEM]
        return (*system, *devices(), *(shown(one, writable=held[one]) for one in own), *self.over)


def confinement_of(
    command: Sequence[str],
    cwd: Path,
    environment: Mapping[str, str],
    sight: Sight,
    *,
    limits: Mapping[int, int],
    cgroup_file: Path | None = None,
) -> Confinement:
    """How a tool is run, in its folder with its environment."""
    return Confinement(
        program=tuple(command),
        environment=environment,
        folder=str(cwd),
        places=sight.places(),
        limits=limits,
        cgroup_file=cgroup_file,
    )


@cache
def _system_places() -> tuple[Place, ...]:
    return tuple(
        link(name, os.readlink(name)) if os.path.islink(name) else shown(name)  # noqa: PTH114, PTH115 - a text is wanted
        for name in _SYSTEM
        if os.path.exists(name)  # noqa: PTH110 - as above
    )


def seen_of(folders: Iterable[Path]) -> Iterator[Path]:
    """What is shown of the folders that sources are in.

    Of the home all but what is hidden there, and of a folder that holds it its files alone.
    """
    for folder in folders:
        if not is_home(folder):
            yield folder
            continue
        with suppress(OSError):
            for path in sorted(folder.iterdir()):
                is_plain = not (path.name.startswith(".") or path.is_symlink())
                if is_plain and (path.is_file() or (path.is_dir() and folder == home_folder())):
                    yield path


def is_home(folder: Path) -> bool:
    """Whether a folder is the home, or holds it."""
    return Path(os.path.normpath(home_folder())).is_relative_to(os.path.normpath(folder))


def is_hidden(path: Path) -> bool:
    """Whether a path leads to what is hidden in the home."""
    home, plain = home_folder(), Path(os.path.realpath(path))
    below = plain.relative_to(home).parts if plain.is_relative_to(home) else ()
    return any(part.startswith(".") for part in below)


def prefix_of(program: Path) -> Path:
    """The folder that a program was installed into, or its own where that would be the home."""
    prefix = program.resolve().parent.parent
    return program.resolve().parent if is_home(prefix) else prefix
