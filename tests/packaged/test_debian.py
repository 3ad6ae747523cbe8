"""The Debian package: installed, found in menus, opened from there, removed without a rest."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaged.conftest import NOBODY
from tests.packaged.desk import Desk, run

pytestmark = pytest.mark.packaged
ENTRY = "io.scratchpress.Scratchpress.desktop"
MENU = Path("/usr/share/applications") / ENTRY
NO_QUESTIONS = {"DEBIAN_FRONTEND": "noninteractive"}


def apt(*words: str) -> None:
    done = run(["apt-get", "--yes", "--quiet", *words], NO_QUESTIONS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def package(app: Path) -> Iterator[list[Path]]:
    """Installs it; the paths of all that came with it, folders of others left out."""
    (archive,) = app.parent.glob("scratchpress_*.deb")
    apt("install", str(archive))
    listed = run(["dpkg", "--listfiles", "scratchpress"], {}).stdout.splitlines()
    yield [Path(line) for line in listed if "scratchpress" in line.lower()]
    # Nothing is left to do where it has been removed.
    run(["dpkg", "--purge", "scratchpress"], NO_QUESTIONS)


def content_type(folder: Path, name: str) -> str:
    (folder / name).write_text("// a file that holds something\n")
    command = ["gio", "info", "--attributes=standard::content-type", str(folder / name)]
    return run(command, {}).stdout.rpartition("content-type: ")[2].strip()


def test_the_menu_entry_opens_the_window(package: list[Path], home: Path, source: Path) -> None:
    with Desk(home, NOBODY) as desk:
        desk.start("gio", "launch", str(MENU), str(source))
        desk.see("hello 😀.cc", "Build and run")
        desk.keys("ctrl+q")
        names = ("search", "--onlyvisible", "--name", "^Scratchpress$")
        desk.wait(lambda: "" if desk.hand(*names) else "closed")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("hello.cc", "text/x-c++src"),
        ("hello.c", "text/x-csrc"),
        ("main.zig", "text/x-zig"),
        ("scratchpress.toml", "application/x-scratchpress-recipe+toml"),
        ("hello.scratchpress.toml", "application/x-scratchpress-recipe+toml"),
    ],
)
def test_files_are_known_and_offered_to_the_app(
    package: list[Path], tmp_path: Path, name: str, kind: str
) -> None:
    assert content_type(tmp_path, name) == kind
    assert ENTRY in run(["gio", "mime", kind], {}).stdout


def test_what_menus_and_software_centres_read_holds(package: list[Path]) -> None:
    assert run(["desktop-file-validate", str(MENU)], {}).stdout == ""
    metainfo = next(path for path in package if path.name.endswith(".metainfo.xml"))
    done = run(["appstreamcli", "validate", "--no-net", str(metainfo)], {})
    assert done.returncode == 0, done.stdout
    sizes = {path.parts[-3] for path in package if path.suffix == ".png" and "hicolor" in str(path)}
    assert {"16x16", "22x22", "24x24", "32x32", "48x48", "64x64", "128x128", "256x256"} <= sizes


@pytest.mark.parametrize("program", ["scratchpress", "scratchpress-window"])
def test_the_manual_is_found_and_names_the_commands(package: list[Path], program: str) -> None:
    done = run(["man", "--encoding=ascii", program], {"MANPAGER": "cat", "MANWIDTH": "80"})

    assert "scratchpress build --run hello.cc" in done.stdout
    assert "@VERSION@" not in done.stdout


def test_it_is_removed_without_a_rest(package: list[Path]) -> None:
    assert package
    assert all(path.is_symlink() or path.exists() for path in package)

    apt("remove", "scratchpress")

    assert not [path for path in package if path.is_symlink() or path.exists()]
    known = subprocess.run(
        ["grep", "--quiet", "scratchpress", "/usr/share/mime/globs2"], check=False
    )
    assert known.returncode == 1
