"""The Python part of PySide, compiled when the app is frozen.

PySide carries it as a packed text, which every program that imports PySide unpacks and compiles
when it starts: a third of what an empty window needs to be there. It looks for a folder
``files.dir`` beside ``shiboken6`` first (signature_bootstrap.py, ``find_incarnated_files``).

Its licence, the LGPL, asks that what was changed is told: all of it is here, in ``lightened``.
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
# What PySide imports at each start and uses when it has to say what a function takes, as when it
# was called in a wrong way. They load ``inspect``, and with it Python's parser and tokenizer.
_LATE = (
    "shibokensupport/signature/errorhandler.py",
    "shibokensupport/signature/layout.py",
    "shibokensupport/signature/lib/enum_sig.py",
)
_STAND_IN = b"""\
from importlib import import_module


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(import_module(__name__ + "_when_used"), name)
"""
# The one pattern that is compiled for the same, and a helper for PySide's developers.
_CHANGES = {
    "shibokensupport/signature/parser.py": (
        (b"arglistParser = ArglistParser()\n", b"arglistParser = functools.cache(ArglistParser)\n"),
        (b"return arglistParser.parse(argstr)\n", b"return arglistParser().parse(argstr)\n"),
        (b"import ast\n", b"import ast\nimport functools\n"),
    ),
    "shibokensupport/signature/lib/tool.py": (
        (b"from inspect import currentframe\n", b"from sys import _getframe as currentframe\n"),
    ),
}


def pyside_support(folder: Path) -> list[tuple[str, str, str]]:
    """Compile it into a folder, which is emptied before; returns what COLLECT takes.

    Raises:
        RuntimeError: this PySide does not carry it in the way that is known here.
    """
    shutil.rmtree(folder, ignore_errors=True)
    files = lightened(_carried())
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


def lightened(files: dict[str, bytes]) -> dict[str, bytes]:
    """What does the same and loads less at a start.

    Args:
        files: the texts that PySide carries, by their names.

    Raises:
        RuntimeError: they are not the ones that are known here.
    """
    for name in {_UNUSED, *_LATE, *_CHANGES} - files.keys():
        raise RuntimeError(f"PySide has no {name} any more: look at what it loads at a start.")
    result = {**files, _UNUSED: b""}
    for name in _LATE:
        result[name.replace(".py", "_when_used.py")] = files[name]
        result[name] = _STAND_IN
    for name, changes in _CHANGES.items():
        for old, new in changes:
            if result[name].count(old) != 1:
                raise RuntimeError(f"PySide's {name} is another: look for {old.decode()!r}.")
            result[name] = result[name].replace(old, new)
    return result


def _carried() -> dict[str, bytes]:
    """The texts by their names, from the PySide of this Python."""
    import PySide6.QtCore  # noqa: F401 - it unpacks them
    from shibokensupport.signature import loader  # type: ignore[import-not-found]

    archive: Any = loader.__loader__.zfile
    names = [name for name in archive.namelist() if name.endswith(".py")]
    return {name: archive.read(name) for name in names if "/" in name}
