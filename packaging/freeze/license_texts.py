"""Gathers the licences of what is in the standalone app: texts, and a notice of what is whose."""

from __future__ import annotations

import platform
import shutil
import sysconfig
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from freeze.app_bill import license_of, packages
from release.release_files import version
from setup.checkout import CHECKOUT
from setup.reporting import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import Distribution

_OURS = Path(__file__).with_name("licenses")
# Qt's own licence is kept here: its packages bring no text.
_QT = ("PySide6_Essentials", "shiboken6")
_NAMES = ("licen", "copying", "notice", "authors")


def gather_licenses(folder: Path) -> Path:
    """Write the texts into a folder, which is emptied before; returns it.

    Raises:
        SetupError: a package that goes into the app does not tell its licence.
    """
    shutil.rmtree(folder, ignore_errors=True)
    found = {one.metadata["Name"]: one for one in packages()}
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt"):
        _copy(_OURS / name, folder / "Qt" / name)
    _copy(CHECKOUT / "LICENSE", folder / "LICENSE.txt")
    _copy(Path(sysconfig.get_path("stdlib"), "LICENSE.txt"), folder / "Python" / "LICENSE.txt")
    others = [name for name in found if name not in _QT]
    for name in others:
        texts = list(_texts(found[name]))
        for path, inside in texts:
            _copy(path, folder / name / inside)
        if not texts:
            _write_name(found[name], folder / name / "LICENSE.txt")
    words = {
        "@VERSION@": version(),
        "@QT@": found["PySide6_Essentials"].version,
        "@ZIG@": found["ziglang"].version,
        "@PYTHON@": platform.python_version(),
        "@PACKAGES@": ", ".join(f"{name} {found[name].version}" for name in others),
    }
    notice = (_OURS / "NOTICE.txt").read_text("utf-8")
    for word, value in words.items():
        notice = notice.replace(word, value)
    (folder / "NOTICE.txt").write_text(notice, "utf-8", newline="\n")
    return folder


def _texts(package: Distribution) -> Iterator[tuple[Path, PurePosixPath]]:
    """A package's licence files, and what each is called in the package's folder."""
    for file in package.files or ():
        place = PurePosixPath(file.as_posix())
        parent = place.parts[0]
        if not parent.endswith(".dist-info"):
            continue
        inside = place.relative_to(parent)
        if any(part.lower().startswith(_NAMES) for part in inside.parts):
            yield Path(str(package.locate_file(file))), inside


def _write_name(package: Distribution, target: Path) -> None:
    """Say what the licence of a package is that brings no text."""
    name = license_of(package)
    if not name:
        raise SetupError(f"The package {package.metadata['Name']} does not tell its licence.")
    target.parent.mkdir(parents=True)
    target.write_text(
        f"{package.metadata['Name']} {package.version} is under the licence {name},\n"
        f"https://spdx.org/licenses/{name}.html. Its package brings no other text.\n",
        "utf-8",
        newline="\n",
    )


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
