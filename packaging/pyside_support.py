"""The Python part of PySide, compiled when the app is frozen.

PySide carries it as a packed text, which every program that imports PySide unpacks and compiles
when it starts: a third of what an empty window needs to be there. It looks for a folder
``files.dir`` beside ``shiboken6`` first (signature_bootstrap.py, ``find_incarnated_files``).
"""

from __future__ import annotations

import py_compile
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

# Where PySide looks, below the app's contents.
_FOLDER = PurePosixPath("shiboken6", "files.dir")
# Writes stubs for editors, and loads a parser of command lines for it; at a start it is only
# imported.
_UNUSED = "shibokensupport/signature/lib/pyi_generator.py"


def pyside_support(folder: Path) -> list[tuple[str, str, str]]:
    """Compile it into a folder, which is emptied before; returns what COLLECT takes.

    Raises:
        RuntimeError: this PySide does not carry it in the way that is known here.
    """
    shutil.rmtree(folder, ignore_errors=True)
    files = _carried()
    if _UNUSED not in files:
        raise RuntimeError(f"PySide has no {_UNUSED} any more: look at what it loads at a start.")
    files[_UNUSED] = b""
    entries = []
    for name, content in sorted(files.items()):
        source = folder / name
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(content)
        compiled = source.with_suffix(".pyc")
        # Without dates and this folder's name, so that it is the same every time.
        py_compile.compile(
            str(source),
            cfile=str(compiled),
            dfile=name,
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        place = _FOLDER / PurePosixPath(name).with_suffix(".pyc")
        entries.append((str(place), str(compiled), "DATA"))
    return entries


def _carried() -> dict[str, bytes]:
    """The texts by their names, from the PySide of this Python."""
    import PySide6.QtCore  # noqa: F401 - it unpacks them
    from shibokensupport.signature import loader  # type: ignore[import-not-found]

    archive: Any = loader.__loader__.zfile
    names = [name for name in archive.namelist() if name.endswith(".py")]
    return {name: archive.read(name) for name in names if "/" in name}
