"""Makes an AppDir of the app: one folder that starts by its ``AppRun`` and says what it is.

``appimagetool Scratchpress.AppDir`` makes an AppImage of it
(https://docs.appimage.org/reference/appdir.html).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from freeze.linux.deb import ID, place_desktop_files

_PLACE = Path("usr", "lib", "scratchpress")
_ICON = Path("usr", "share", "icons", "hicolor", "256x256", "apps", f"{ID}.png")
_ENTRY = Path("usr", "share", "applications", f"{ID}.desktop")


def make_appdir(bundle: Path, target: Path, *, version: str, date: int) -> Path:
    """Make the folder anew, of links to the app's own files; returns its path.

    Args:
        bundle: the frozen app, on the same disk.
        target: the folder, whose name ends in ``.AppDir``.
        version: ``0.1.0``.
        date: seconds since 1970 that is told as the release's.
    """
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(bundle, target / _PLACE, symlinks=True, copy_function=os.link)
    place_desktop_files(target / "usr", version=version, date=date)
    programs = target / "usr" / "bin"
    programs.mkdir()
    for name in ("scratchpress", "scratchpress-window"):
        (programs / name).symlink_to(Path("..", "lib", "scratchpress", name))
    links = {
        "AppRun": _PLACE / "scratchpress-window",
        f"{ID}.desktop": _ENTRY,
        f"{ID}.png": _ICON,
        ".DirIcon": Path(f"{ID}.png"),
    }
    for name, place in links.items():
        (target / name).symlink_to(place)
    return target
