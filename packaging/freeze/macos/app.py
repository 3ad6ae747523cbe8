"""Writes what macOS is told of the app: its version, its languages, and the files it opens.

https://developer.apple.com/documentation/bundleresources/information-property-list
"""

from __future__ import annotations

from typing import Any

IDENTIFIER = "io.scratchpress.Scratchpress"
# The oldest that Qt's own libraries run with: https://doc.qt.io/qt-6/macos.html
_OLDEST_MACOS = "13.0"
# Kinds of files that macOS knows itself.
_KNOWN = (
    "public.assembly-source",
    "public.c-plus-plus-source",
    "public.c-source",
)
# Kinds that other programs may have told it of, with their endings.
_OTHERS = {
    "org.golang.go-source": ("Go source code", "go"),
    "org.rust-lang.rust-source": ("Rust source code", "rs"),
    "org.ziglang.zig-source": ("Zig source code", "zig"),
    "io.toml": ("TOML document", "toml"),
}


def info_plist(version: str) -> dict[str, Any]:
    """The entries of ``Info.plist`` that PyInstaller does not write itself.

    Args:
        version: ``0.1.0``.
    """
    return {
        "CFBundleName": "Scratchpress",
        "CFBundleDisplayName": "Scratchpress",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        # The window's program; the one for the terminal lies beside it.
        "CFBundleExecutable": "scratchpress-window",
        # PyInstaller takes an app with a program for the terminal for one without a window.
        "LSBackgroundOnly": False,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "pt-BR"],
        "LSApplicationCategoryType": "public.app-category.developer-tools",
        "LSMinimumSystemVersion": _OLDEST_MACOS,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "The Scratchpress contributors. MIT License.",
        "NSPrincipalClass": "NSApplication",
        "CFBundleDocumentTypes": [
            _opens("Source code", [*_KNOWN, *(kind for kind in _OTHERS if kind != "io.toml")]),
            _opens("Scratchpress recipe", ["io.toml"]),
            # A folder dropped on the dock's icon is a project.
            _opens("Folder", ["public.folder"], role="Viewer"),
        ],
        "UTImportedTypeDeclarations": [
            {
                "UTTypeIdentifier": kind,
                "UTTypeDescription": title,
                "UTTypeConformsTo": ["public.text" if kind == "io.toml" else "public.source-code"],
                "UTTypeTagSpecification": {"public.filename-extension": [ending]},
            }
            for kind, (title, ending) in _OTHERS.items()
        ],
    }


def _opens(title: str, kinds: list[str], role: str = "Editor") -> dict[str, Any]:
    return {
        "CFBundleTypeName": title,
        "CFBundleTypeRole": role,
        "LSItemContentTypes": kinds,
        # It is offered; what opens such files now stays.
        "LSHandlerRank": "Alternate",
    }
