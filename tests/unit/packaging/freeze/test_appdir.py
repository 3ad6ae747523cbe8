"""The AppDir holds what an AppImage is made of, and starts from wherever it lies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from freeze.icons import make_icons
from freeze.linux import deb
from freeze.linux.appdir import make_appdir
from setup.checkout import CHECKOUT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="AppDirs are of Linux")
ID = "io.scratchpress.Scratchpress"


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen app that only says where it is."""
    folder = tmp_path / "scratchpress"
    folder.mkdir()
    program = folder / "scratchpress"
    program.write_text('#!/bin/sh\necho "$(readlink -f "$0") $*"\n')
    program.chmod(0o755)
    (folder / "scratchpress-window").symlink_to("scratchpress")
    checkout = tmp_path / "checkout"
    make_icons(checkout / "build" / "icons")
    for name in ("CHANGELOG.md", "LICENSE", "assets"):
        (checkout / name).symlink_to(CHECKOUT / name)
    monkeypatch.setattr(deb, "CHECKOUT", checkout)
    return folder


def test_it_starts_and_is_described_after_it_was_moved(bundle: Path, tmp_path: Path) -> None:
    made = make_appdir(bundle, tmp_path / "A.AppDir", version="1.2.3", date=0)
    moved = made.rename(tmp_path / "moved 😀.AppDir")

    done = subprocess.run([moved / "AppRun", "a.cc"], capture_output=True, text=True, check=True)
    assert done.stdout == f"{moved}/usr/lib/scratchpress/scratchpress a.cc\n"
    assert "MimeType=" in (moved / f"{ID}.desktop").read_text()
    for icon in (f"{ID}.png", ".DirIcon"):
        assert (moved / icon).read_bytes().startswith(b"\x89PNG")
    metainfo = moved / f"usr/share/metainfo/{ID}.metainfo.xml"
    assert 'version="1.2.3" date="1970-01-01"' in metainfo.read_text()


def test_it_tells_whose_its_parts_are(bundle: Path, tmp_path: Path) -> None:
    made = make_appdir(bundle, tmp_path / "A.AppDir", version="1", date=0)
    text = (made / "usr/share/doc/scratchpress/copyright").read_text("utf-8")

    assert "License: LGPL-3" in text
    assert "\n Permission is hereby granted" in text
    assert "@" not in text
    # As the format has it: fields begin lines, and all else is set in.
    lines = text.splitlines()
    assert all(line[:1] in ("", " ") or ":" in line for line in lines)


def test_it_is_made_anew_over_an_older_one(bundle: Path, tmp_path: Path) -> None:
    target = tmp_path / "A.AppDir"
    make_appdir(bundle, target, version="1", date=0)
    (target / "of another version").touch()

    make_appdir(bundle, target, version="2", date=0)

    assert not (target / "of another version").exists()
