"""Makes the installer for Windows with NSIS, which runs on Linux and macOS, too."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path, PureWindowsPath

from setup.checkout import CHECKOUT
from setup.processes import run_tool
from setup.reporting import SetupError

HERE = Path(__file__).resolve().parent
ICONS = CHECKOUT / "build" / "icons"
# Of the page that NSIS calls welcome and finish; pixels.
_PICTURE_SIZE = (164, 314)
_BLUE = "#0B66C3"
# Where NSIS puts itself on Windows, without being found by its name.
_USUAL_FOLDERS = (r"C:\Program Files (x86)\NSIS", r"C:\Program Files\NSIS")


def make_installer(bundle: Path, target: Path, *, version: str, date: int) -> Path:
    """Write the installer; returns its path.

    Args:
        bundle: the frozen app, with ``scratchpress-window.exe`` at its top.
        target: ``Scratchpress-0.1.0-windows-x86_64.exe``.
        version: ``0.1.0``.
        date: seconds since 1970 that it carries.

    Raises:
        SetupError: NSIS is not here, or warns of anything.
    """
    program = find_makensis()
    if program is None:
        raise SetupError("makensis is not here, so no installer can be made. Install NSIS.")
    with tempfile.TemporaryDirectory(prefix="scratchpress-nsis-") as folder:
        files = Path(folder, "files.nsh")
        files.write_text(file_commands(bundle), "utf-8")
        definitions = {
            "VERSION": version,
            "FILES": str(files),
            "ICON": str(ICONS / "scratchpress.ico"),
            "PICTURE": str(_picture(Path(folder, "side.bmp"))),
            "OUTPUT": str(target.resolve()),
            "KILOBYTES": str(_kilobytes(bundle)),
        }
        run_tool(
            # Warnings are errors: a name that is spelled wrong is only warned of.
            *(program, "-V2", "-WX", "-INPUTCHARSET", "UTF8"),
            *(f"-D{name}={value}" for name, value in definitions.items()),
            str(HERE / "installer.nsi"),
            failure="NSIS could not make the installer.",
            variables={"SOURCE_DATE_EPOCH": str(date)},
        )
    return target


def file_commands(bundle: Path) -> str:
    """NSIS's commands for all files, sorted: by itself it takes them as the disk has them."""
    lines = []
    earlier = None
    for path in sorted(path for path in bundle.rglob("*") if path.is_file()):
        folder = PureWindowsPath("$INSTDIR", path.parent.relative_to(bundle))
        if folder != earlier:
            lines.append(f'SetOutPath "{folder}"')
            earlier = folder
        lines.append(f'File "{path.resolve()}"')
    return "\n".join((*lines, ""))


def find_makensis() -> str | None:
    """NSIS's compiler; ``None`` where there is none."""
    places = os.pathsep.join((os.environ.get("PATH", os.defpath), *_USUAL_FOLDERS))
    return shutil.which("makensis", path=places)


def _picture(path: Path) -> Path:
    """What the last page shows at its side: the icon on the icon's own blue."""
    from PIL import Image  # only here

    side = Image.new("RGB", _PICTURE_SIZE, _BLUE)
    with Image.open(ICONS / "scratchpress-128.png") as icon:
        side.paste(icon, ((side.width - icon.width) // 2, 24), icon)
    side.save(path)
    return path


def _kilobytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024
