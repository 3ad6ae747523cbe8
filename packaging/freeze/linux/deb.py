"""Makes a Debian package of the app: files in their places, and what they need from the system.

A .deb is an ar archive of ``debian-binary``, ``control.tar`` and ``data.tar``
(https://manpages.debian.org/deb.5). ``dpkg-deb`` writes it, with the dates we choose.
"""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import tempfile
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from freeze.bundle import GLIBC_FLOORS
from setup.checkout import CHECKOUT
from setup.processes import run_tool
from setup.reporting import SetupError

HERE = Path(__file__).resolve().parent
ID = "io.scratchpress.Scratchpress"
# What the bundle links and does not bring: these belong to the system's drivers and desktop.
_DEPENDS = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libfreetype6",
    "libgl1",
    "libgcc-s1",
    "libstdc++6",
    "libwayland-client0",
    "libwayland-cursor0",
    "libx11-6",
    "libx11-xcb1",
    "libxcb1",
)
_MAINTAINER = "The Scratchpress maintainers <maintainers@scratchpress.invalid>"
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def make_deb(bundle: Path, output: Path, *, version: str, date: int) -> Path:
    """Write the package; returns its path.

    Args:
        bundle: the frozen app.
        output: the folder to write to.
        version: ``0.1.0``.
        date: seconds since 1970 that everything carries.

    Raises:
        SetupError: ``dpkg-deb`` is not here or fails.
    """
    machine = platform.machine()
    architecture = _MACHINES[machine]
    target = output / f"scratchpress_{version}_{architecture}.deb"
    with tempfile.TemporaryDirectory(prefix="scratchpress-deb-") as folder:
        root = Path(folder, "root")
        shutil.copytree(bundle, root / "opt" / "scratchpress", symlinks=True)
        place_desktop_files(root / "usr", version=version, date=date)
        programs = root / "usr" / "bin"
        programs.mkdir(parents=True)
        for name in ("scratchpress", "scratchpress-window"):
            (programs / name).symlink_to(f"/opt/scratchpress/{name}")
        _write_control(root, version, architecture, GLIBC_FLOORS[machine])
        _set_modes(root)
        _build(root, target, date)
    return target


def place_desktop_files(usr: Path, *, version: str, date: int) -> None:
    """Put the menu entry, file types, icons, description and manual below ``usr``."""
    share = usr / "share"
    day = datetime.fromtimestamp(date, UTC).strftime("%Y-%m-%d")
    texts = {
        f"applications/{ID}.desktop": HERE / f"{ID}.desktop",
        f"mime/packages/{ID}.xml": HERE / f"{ID}.mime.xml",
        f"metainfo/{ID}.metainfo.xml": HERE / f"{ID}.metainfo.xml",
        "doc/scratchpress/copyright": HERE / "copyright",
    }
    for name, source in texts.items():
        path = share / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text("utf-8").replace("@VERSION@", version).replace("@DATE@", day)
        text = text.replace("@LICENSE@", _debian_license())
        path.write_text(text, "utf-8")
    manual = share / "man" / "man1" / "scratchpress.1.gz"
    manual.parent.mkdir(parents=True)
    text = (HERE / "scratchpress.1").read_text("utf-8")
    text = text.replace("@VERSION@", version).replace("@DATE@", day)
    manual.write_bytes(gzip.compress(text.encode(), mtime=0))
    # Both programs are the same one.
    (manual.parent / "scratchpress-window.1.gz").symlink_to(manual.name)
    documents = share / "doc" / "scratchpress"
    for name, content in (
        ("NEWS.gz", (CHECKOUT / "CHANGELOG.md").read_text("utf-8")),
        ("changelog.gz", _debian_changelog(version, date)),
    ):
        (documents / name).write_bytes(gzip.compress(content.encode(), mtime=0))
    icons = CHECKOUT / "build" / "icons"
    for size in _SIZES:
        folder = share / "icons" / "hicolor" / f"{size}x{size}" / "apps"
        folder.mkdir(parents=True)
        shutil.copyfile(icons / f"scratchpress-{size}.png", folder / f"{ID}.png")
    scalable = share / "icons" / "hicolor" / "scalable" / "apps"
    scalable.mkdir(parents=True)
    shutil.copyfile(CHECKOUT / "assets" / "icons" / "scratchpress.svg", scalable / f"{ID}.svg")


def _debian_license() -> str:
    """Our licence below the copyright, as Debian's copyright files have texts."""
    terms = (CHECKOUT / "LICENSE").read_text("utf-8").partition("Permission is")
    lines = "".join(terms[1:]).splitlines()
    return "\n".join(f" {line}" if line else " ." for line in lines)


def _debian_changelog(version: str, date: int) -> str:
    """As Debian's tools read it, https://manpages.debian.org/deb-changelog.5."""
    day = format_datetime(datetime.fromtimestamp(date, UTC))
    return (
        f"scratchpress ({version}) stable; urgency=medium\n\n"
        f"  * What changed is told in NEWS.gz.\n\n -- {_MAINTAINER}  {day}\n"
    )


def _write_control(root: Path, version: str, architecture: str, glibc: tuple[int, int]) -> None:
    libc = f"libc6 (>= {glibc[0]}.{glibc[1]})"
    size = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file()) // 1024
    control = f"""\
Package: scratchpress
Version: {version}
Section: devel
Priority: optional
Architecture: {architecture}
Installed-Size: {size}
Depends: {", ".join((libc, *_DEPENDS))}
Suggests: docker.io | docker-ce | podman
Maintainer: {_MAINTAINER}
Description: from a source file to a container image built from scratch
 Drop a source file on a window; get a container image that holds nothing but
 your program, see what the program prints and how small the image is.
 .
 A compiler for C, C++, assembly and Zig is built in. Where no Docker daemon
 answers, the image is written to a file and its run is previewed.
"""
    folder = root / "DEBIAN"
    folder.mkdir()
    (folder / "control").write_text(control, "utf-8")


def _set_modes(root: Path) -> None:
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            is_program = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(0o755 if is_program else 0o644)


def _build(root: Path, target: Path, date: int) -> None:
    try:
        run_tool(
            *("dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(root), str(target)),
            failure="dpkg-deb could not make the Debian package.",
            # Several threads compress pieces of 1 MB each on their own: a quarter more to download.
            variables={"SOURCE_DATE_EPOCH": str(date), "DPKG_DEB_THREADS_MAX": "1"},
        )
    except FileNotFoundError as error:
        raise SetupError("dpkg-deb is not here, so no Debian package can be made.") from error
