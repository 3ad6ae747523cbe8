"""Shows a Cargo project to cargo, which runs code of it: where it lies, but none of it can change.

Cargo itself writes a few files beside the manifest and in its home (``Cargo.lock``, locks). So it
gets a folder of ours in the place of each, with all that is there shown inside, read-only.
"""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scratchpress.core.errors import StorageError
from scratchpress.system.atomic_files import save_bytes
from scratchpress.system.bounded_files import read_bounded
from scratchpress.system.confinement import Place, shown
from scratchpress.toolchains.sight import is_home, seen_of
from scratchpress.toolchains.work_folder import not_writable, private_subfolder

if TYPE_CHECKING:
    from collections.abc import Iterator

_MANIFEST: Final = "Cargo.toml"
_LOCK: Final = "Cargo.lock"
_MAX_BYTES = 16 * 1024 * 1024
_MAX_FOLDERS = 500
# What was fetched. Its settings are shown as well, but neither logins nor programs.
_OF_HOME = ("registry", "git")
_SETTINGS = ("config.toml", "config")
_SECRETS = (b"token", b"secret", b"password")


@dataclass(frozen=True, slots=True)
class CargoProject:
    """A project as cargo sees it.

    Attributes:
        places: what is shown in the place of its folder and of cargo's home.
        root: the folder with the lock file.
        stand_in: what is written to in its place.
    """

    places: tuple[Place, ...]
    root: Path
    stand_in: Path

    def keep_lock(self) -> None:
        """Take over the lock file that cargo made, as it always does; data, whoever wrote it."""
        with suppress(OSError, StorageError):
            content = read_bounded(self.stand_in / _LOCK, _MAX_BYTES)
            if content != _content(self.root / _LOCK):
                save_bytes(self.root / _LOCK, content)


def show_project(folder: Path, home: Path, work: Path) -> CargoProject:
    """Make what stands in for a project's folder and for cargo's home.

    Args:
        folder: with the manifest.
        home: cargo's.
        work: where to make it.

    Raises:
        StorageError: there is no room.
    """
    root = workspace_root(folder)
    project, own_home = private_subfolder(work, "project"), private_subfolder(work, "home")
    settings = [name for name in _SETTINGS if not _has_secrets(home / name)]
    try:
        places = (
            *_stand_in(root, project, without=frozenset({_LOCK})),
            *_stand_in(home, own_home, only=frozenset({*_OF_HOME, *settings})),
        )
        if lock := _content(root / _LOCK):
            (project / _LOCK).write_bytes(lock)
    except OSError as error:
        raise not_writable(work, error) from error
    others = (shown(one) for one in path_dependencies(folder) if not one.is_relative_to(root))
    return CargoProject((*places, *others), root, project)


def _stand_in(
    folder: Path,
    ours: Path,
    *,
    only: frozenset[str] | None = None,
    without: frozenset[str] = frozenset(),
) -> Iterator[Place]:
    """Show our folder in the place of another, with what that holds."""
    yield shown(ours, str(folder), writable=True)
    inside = seen_of([folder]) if is_home(folder) else sorted(folder.glob("*"))
    for path in inside:
        if path.name in without or (only is not None and path.name not in only):
            continue
        target = ours / path.name
        if path.is_symlink():
            target.symlink_to(path.readlink())
        elif path.is_dir():
            target.mkdir()
            yield shown(path)
        elif path.is_file():
            target.touch()
            yield shown(path)


def workspace_root(folder: Path) -> Path:
    """The folder of the workspace that a package belongs to; its own where there is none."""
    for parent in (folder, *folder.parents):
        if is_home(parent):
            break
        if "workspace" in _manifest(parent):
            return parent
    return folder


def path_dependencies(folder: Path) -> Iterator[Path]:
    """The folders of packages that a package names by their paths, and that these name."""
    waiting, seen = [folder], {folder}
    while waiting and len(seen) < _MAX_FOLDERS:
        here = waiting.pop()
        for path in _paths_in(_manifest(here)):
            other = Path(os.path.normpath(here / path))
            if other not in seen and not is_home(other) and (other / _MANIFEST).is_file():
                seen.add(other)
                waiting.append(other)
                yield other


def _paths_in(table: dict[str, Any]) -> Iterator[str]:
    """What is called a path, in any table: of dependencies, of patches, for one platform."""
    for key, value in table.items():
        if key == "path" and isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _paths_in(value)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((_content(folder / _MANIFEST) or b"").decode())
    except (ValueError, RecursionError):
        return {}


def _has_secrets(path: Path) -> bool:
    return any(word in (_content(path) or b"").lower() for word in _SECRETS)


def _content(path: Path) -> bytes | None:
    try:
        return read_bounded(path.resolve(), _MAX_BYTES)
    except OSError:
        return None
