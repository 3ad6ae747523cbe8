"""Says what goes into the standalone app and what stays out, and checks what was put in."""

from __future__ import annotations

import os
import platform
import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from scratchpress.executable import elf
from scratchpress.toolchains.zig.library import ARCHIVE
from setup.checkout import CHECKOUT, PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Entry = tuple[str, str, str]
# What PyInstaller calls the folder beside the programs.
CONTENTS = "_internal"

_QT_IMPORT = re.compile(r"^ *from PySide6\.(Qt\w+) import", re.MULTILINE)
# Qt's modules that the window imports.
QT_MODULES = frozenset(
    name
    for path in PACKAGE.rglob("*.py")
    for name in _QT_IMPORT.findall(path.read_text(encoding="utf-8"))
)
# Their libraries, and what these link in turn.
QT_LIBRARIES = frozenset(
    {name.removeprefix("Qt") for name in QT_MODULES} | {"DBus", "WaylandClient", "XcbQpa"}
)
# Kinds of plugins, and of some kinds the ones that are for desktops.
QT_PLUGINS = {
    "platforms": {"qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"},
    "wayland-shell-integration": {"xdg"},
    # GNOME's windows draw their own frames.
    "wayland-decoration-client": {"adwaita", "bradient"},
    "platforminputcontexts": {
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    },
    "imageformats": {"qsvg", "qico"},
    "iconengines": {"qsvgicon"},
    "platformthemes": {"qxdgdesktopportal"},
    "styles": {"qmodernwindowsstyle", "qmacstyle"},
}
# What Qt's own dialogs and menus say in the languages of ours.
QT_TRANSLATIONS = frozenset(
    f"qtbase_{folder.name}.qm"
    for folder in (CHECKOUT / "assets" / "languages").iterdir()
    if folder.is_dir()
)
# Of the languages that can be told apart by colours those of sources and recipes, and those
# whose lexers they are made of.
LEXERS = frozenset(
    {"_mapping", "asm", "c_cpp", "configs", "d", "data", "go", "rust", "shell", "zig"}
)
# What every desktop has and fits to its drivers, settings and fonts. Another copy would read
# their files in another version. https://github.com/AppImageCommunity/pkg2appimage (excludelist)
_FROM_THE_SYSTEM = re.compile(
    r"lib(X11|X11-xcb|xcb|wayland-\w+|dbus-1|expat|fontconfig|freetype|gcc_s|stdc\+\+)\.so"
)
# Written in C for speed that nobody feels here; the same is there in Python, and is taken then.
_SPARE = re.compile(r"_wcwidth_c\.")
# Of the compiler's library: its own headers, and those of the C and C++ libraries for Linux.
_ZIG_FOLDERS = (
    "include",
    "libcxx/include",
    "libcxxabi/include",
    "libunwind/include",
    "libc/include/generic-musl",
    "libc/include/any-linux-any",
    "libc/include/x86-linux-any",
    "libc/include/x86_64-linux-any",
    "libc/include/x86_64-linux-musl",
    "libc/include/aarch64-linux-any",
    "libc/include/aarch64-linux-musl",
)
# Of the compiler's own headers those for other processors.
_OTHER_PROCESSORS = re.compile(
    r"altivec|amo\.h|andes|arm_(cde|cmse|mve)|hexagon|htm|hvx|larch|lasx|lsx|llvm_libc_wrappers"
    r"|msa\.h|openmp_wrappers|ppc_wrappers|riscv|s390|sifive|spirv|vecintrin|velintrin|wasm"
)
# By processor the oldest that Qt's own libraries run with, as PySide's wheels say; the app is
# made where nothing asks for more.
GLIBC_FLOORS = {"x86_64": (2, 34), "aarch64": (2, 39)}
# Patterns of names, one or the other of which has to be there.
_NEEDED = (
    *("libxcb-cursor.so.0", "libqxcb.so", "libqwayland.so", "zig", ARCHIVE, "*.pch"),
    f"confine/{platform.machine()}",
    *("NOTICE.txt", "LGPL-3.0.txt", "GPL-3.0.txt", "ca-certificates|cacert.pem"),
)
MAX_INSTALLED = 330_000_000
MAX_DOWNLOAD = 90_000_000
_GLIBC = re.compile(rb"GLIBC_(\d+)\.(\d+)")


def glibc_floor() -> tuple[int, int]:
    """The oldest glibc that an app made on this processor has to run with."""
    return GLIBC_FLOORS.get(platform.machine(), max(GLIBC_FLOORS.values()))


def ziglang_files(folder: Path) -> tuple[Entry, list[tuple[str, str]]]:
    """The compiler's program for COLLECT, and the part of its library that is needed.

    Args:
        folder: of the installed package ziglang.
    """
    program = "zig.exe" if os.name == "nt" else "zig"
    library = [
        (str(path), str(PurePosixPath("ziglang", path.parent.relative_to(folder).as_posix())))
        for part in _ZIG_FOLDERS
        for path in _files(folder / "lib" / part)
        if part != "include" or not _OTHER_PROCESSORS.match(_below(path, folder / "lib" / part))
    ]
    # Programs go beside the app's own unless their name says otherwise.
    return (f"{CONTENTS}/ziglang/{program}", str(folder / program), "EXECUTABLE"), library


def confine_program(folder: Path) -> list[Entry]:
    """The program that confines others, for COLLECT: on Linux alone, and for its processor.

    Args:
        folder: with those for all processors.
    """
    if sys.platform != "linux":
        return []
    name = platform.machine()
    return [(f"{CONTENTS}/scratchpress/assets/confine/{name}", str(folder / name), "EXECUTABLE")]


def keeps_binary(name: str) -> bool:
    """Whether a library or plugin is one that the app needs.

    Args:
        name: where it goes in the folder.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    if "PySide6" not in path.parts and not path.name.startswith("libQt6"):
        return not (_FROM_THE_SYSTEM.match(path.name) or _SPARE.match(path.name))
    if "plugins" in path.parts:
        kind = path.parts[path.parts.index("plugins") + 1]
        plugin = path.name.removeprefix("lib").partition(".")[0].partition("-")[0]
        return plugin in QT_PLUGINS.get(kind, ())
    library = re.match(r"(?:lib)?Qt6?(?P<name>[A-Za-z]+?)(?:\.|d?\.dll)", path.name)
    if library is not None and not path.name.endswith((".pyd", ".abi3.so")):
        return library["name"] in QT_LIBRARIES
    if path.name.startswith("Qt") and path.name.endswith((".abi3.so", ".pyd")):
        return path.name.partition(".")[0] in QT_MODULES
    return True


def keeps_module(name: str) -> bool:
    """Whether a Python module is one that the app needs; the colours of 500 languages are not."""
    package, _, lexer = name.rpartition(".")
    return package != "pygments.lexers" or lexer in LEXERS


def keeps_script(name: str) -> bool:
    """Whether a script that runs before the app does something for it; Linux.

    One of PyInstaller's would load Qt for each command, to say where Qt's plugins are, which
    PySide knows by itself where its folder is laid out as here. Another lets ``inspect`` find
    sources, which nobody here asks for. Together they take a sixth of a window's start.

    Args:
        name: of the script, as PyInstaller has it.
    """
    return name not in {"pyi_rth_inspect", "pyi_rth_pyside6"}


def only_needed(entries: Iterable[Entry]) -> list[Entry]:
    """Without the system's libraries that only plugins that stay out would load; Linux.

    Args:
        entries: name, path and kind of each, as PyInstaller has them.
    """
    left = {PurePosixPath(name).name: (name, path, kind) for name, path, kind in entries}
    wanted = [
        name
        for name, (place, _, kind) in left.items()
        # The programs load Python's library by its name.
        if "/" in place or kind != "BINARY" or name.startswith("libpython")
    ]
    kept: dict[str, Entry] = {}
    while wanted:
        name = wanted.pop()
        if name in left and name not in kept:
            kept[name] = left[name]
            wanted += _links(Path(left[name][1]))
    return [kept[name] for name in left if name in kept]


def _links(path: Path) -> list[str]:
    """The libraries that a library or program links."""
    return list(elf.Elf.of(path.read_bytes()).libraries)


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def keeps_data(name: str) -> bool:
    """Whether a data file is one that the app needs."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.name.startswith("libQt6"):
        # A link beside the programs to one of Qt's libraries.
        return keeps_binary(name)
    if "PySide6" in path.parts and "translations" in path.parts:
        return path.name in QT_TRANSLATIONS
    if "PySide6" in path.parts:
        return "resources" not in path.parts
    if path.parent.name.endswith(".dist-info"):
        # What the versions are read from.
        return path.name == "METADATA"
    # Compiled again by each Python, no input of ours, for translators, and for Git alone.
    return path.suffix not in {".pyc", ".pyi", ".po"} and path.name != ".gitattributes"


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for parent, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            yield Path(parent, name)


@dataclass(frozen=True)
class Finding:
    """Something in the bundle that must not be shipped so."""

    sentence: str


def check_bundle(folder: Path, floor: tuple[int, int]) -> list[Finding]:
    """Everything that is wrong with a frozen app for Linux; nothing when all is well.

    Args:
        folder: the app.
        floor: the oldest glibc that it has to run with.
    """
    return [
        *_missing(folder),
        *_needless_qt(folder),
        *_too_young(folder, floor),
        *_too_large(folder),
    ]


def _missing(folder: Path) -> Iterator[Finding]:
    for name in _NEEDED:
        names = name.split("|")
        if not any(next(folder.rglob(each), None) for each in names):
            yield Finding(f"{names[-1]} is not in the bundle.")


def _needless_qt(folder: Path) -> Iterator[Finding]:
    for path in sorted(folder.rglob("libQt6*.so*")):
        name = path.name.removeprefix("libQt6").partition(".")[0]
        if name not in QT_LIBRARIES:
            yield Finding(f"Qt's {name} is in the bundle and nothing needs it.")


def _too_young(folder: Path, floor: tuple[int, int]) -> Iterator[Finding]:
    for path in elf_files(folder):
        versions = {(int(a), int(b)) for a, b in _GLIBC.findall(path.read_bytes())}
        if versions and max(versions) > floor:
            newest = ".".join(map(str, max(versions)))
            yield Finding(
                f"{path.relative_to(folder)} needs glibc {newest}, and the app is to run with"
                f" {'.'.join(map(str, floor))}."
            )


def _too_large(folder: Path) -> Iterator[Finding]:
    size = installed_size(folder)
    if size > MAX_INSTALLED:
        yield Finding(f"The bundle has {size:,} bytes; {MAX_INSTALLED:,} are allowed.")


def installed_size(folder: Path) -> int:
    """Bytes of all files; what is linked counts once."""
    return sum(path.lstat().st_size for path in _files(folder))


def elf_files(folder: Path) -> Iterator[Path]:
    """The programs and libraries in a folder."""
    for path in _files(folder):
        if not path.is_symlink():
            with path.open("rb") as file:
                if file.read(len(elf.MAGIC)) == elf.MAGIC:
                    yield path
