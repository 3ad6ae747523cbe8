"""Writes what Windows shows of the programs under "Details", as PyInstaller reads it.

https://pyinstaller.org/en/stable/usage.html#capturing-windows-version-data
"""

from __future__ import annotations

_TEXTS = {
    "scratchpress.exe": "Scratchpress on the command line",
    "scratchpress-window.exe": "Scratchpress",
}
_ENGLISH = 0x0409
_UTF_16 = 1200


def version_info(program: str, version: str) -> str:
    """The text of PyInstaller's version file for one of the programs.

    Args:
        program: ``scratchpress.exe``.
        version: ``0.1.0``.
    """
    numbers = (*map(int, version.split(".")), 0)
    strings = {
        "CompanyName": "The Scratchpress contributors",
        "FileDescription": _TEXTS[program],
        "FileVersion": version,
        "InternalName": program.removesuffix(".exe"),
        "LegalCopyright": "The Scratchpress contributors. MIT License.",
        "OriginalFilename": program,
        "ProductName": "Scratchpress",
        "ProductVersion": version,
    }
    lines = "".join(f"        StringStruct({key!r}, {text!r}),\n" for key, text in strings.items())
    return f"""\
VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={numbers!r}, prodvers={numbers!r}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1,
    subtype=0x0, date=(0, 0),
  ),
  kids=[
    StringFileInfo([
      StringTable({f"{_ENGLISH:04X}{_UTF_16:04X}"!r}, [
{lines}      ]),
    ]),
    VarFileInfo([VarStruct("Translation", [{_ENGLISH}, {_UTF_16}])]),
  ],
)
"""
