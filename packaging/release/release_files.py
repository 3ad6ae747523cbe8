"""Checks a release's tag and files, and writes its notes and checksums.

    python3 packaging/dev.py release check TAG      whether the tag is this version's
    python3 packaging/dev.py release notes          what the changelog says of this version
    python3 packaging/dev.py release sums FOLDER    writes FOLDER/SHA256SUMS
    python3 packaging/dev.py release all FOLDER     whether what people download is all there

It needs nothing but Python, so that it can run where nothing is installed.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from setup.checkout import CHECKOUT
from setup.reporting import SetupError, say

SUMS = "SHA256SUMS"
# One of each for every system and processor that there is an app for.
_EXPECTED = (
    "scratchpress-{}-linux-x86_64.tar.xz",
    "scratchpress-{}-linux-x86_64.cdx.json",
    "scratchpress-{}-linux-aarch64.tar.xz",
    "scratchpress-{}-linux-aarch64.cdx.json",
    "scratchpress_{}_amd64.deb",
    "scratchpress_{}_arm64.deb",
    "scratchpress-{}-windows-x86_64.zip",
    "scratchpress-{}-windows-x86_64.exe",
    "scratchpress-{}-windows-x86_64.cdx.json",
    "scratchpress-{}-darwin-x86_64.dmg",
    "scratchpress-{}-darwin-x86_64.cdx.json",
    "scratchpress-{}-darwin-aarch64.dmg",
    "scratchpress-{}-darwin-aarch64.cdx.json",
)


def main(arguments: list[str]) -> int:
    """Do what the arguments ask; returns the exit code."""
    try:
        match arguments:
            case ["check", tag]:
                check_tag(tag, version(), changelog())
            case ["notes"]:
                print(notes(changelog(), version()))
            case ["sums", folder]:
                print(write_sums(Path(folder)), end="")
            case ["all", folder]:
                check_files(Path(folder), version())
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except SetupError as error:
        say(error.sentence)
        return 1
    return 0


def version() -> str:
    """The version that the sources say they are."""
    text = (CHECKOUT / "desktop" / "scratchpress" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise SetupError("The sources do not say which version they are.")
    return found[1]


def changelog() -> str:
    """The text of the changelog."""
    return (CHECKOUT / "CHANGELOG.md").read_text("utf-8")


def check_tag(tag: str, current: str, text: str) -> None:
    """Hold a tag to the sources.

    Raises:
        SetupError: it is another version's, or nobody wrote what changed.
    """
    if tag != f"v{current}":
        raise SetupError(f"The tag is {tag}, and the sources are version {current}.")
    notes(text, current)


def notes(text: str, current: str) -> str:
    """What the changelog says of a version.

    Raises:
        SetupError: it says nothing.
    """
    head = re.escape(f"## [{current}]")
    found = re.search(rf"^{head}[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    said = found[1].strip() if found is not None else ""
    if not said:
        raise SetupError(f"CHANGELOG.md says nothing of version {current}.")
    return said


def write_sums(folder: Path) -> str:
    """Write the digests of all files in a folder, as ``sha256sum --check`` reads them.

    Raises:
        SetupError: there is no file.
    """
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    if not paths:
        raise SetupError(f"There is no file in {folder}.")
    lines = []
    for path in paths:
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    text = "".join(lines)
    (folder / SUMS).write_text(text, "ascii", newline="\n")
    return text


def check_files(folder: Path, current: str) -> None:
    """Hold a folder to what people are to find: all of it, and nothing else.

    Raises:
        SetupError: something is missing, or is there that nobody expects.
    """
    expected = {name.format(current) for name in _EXPECTED}
    there = {path.name for path in folder.iterdir()} - {SUMS}
    missing, others = sorted(expected - there), sorted(there - expected)
    if missing or others:
        raise SetupError(
            f"Missing: {', '.join(missing) or 'nothing'}."
            f" Not expected: {', '.join(others) or 'nothing'}."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
