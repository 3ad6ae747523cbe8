"""Writes archives that are the same to the byte whenever they are made from the same files."""

from __future__ import annotations

import lzma
import os
import subprocess
import tarfile
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def source_date(checkout: Path) -> int:
    """Seconds since 1970 that everything carries: ``SOURCE_DATE_EPOCH``, else the last commit's.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    chosen = os.environ.get("SOURCE_DATE_EPOCH")
    if chosen:
        return int(chosen)
    command = ["git", "log", "-1", "--format=%ct"]
    run = subprocess.run(command, cwd=checkout, capture_output=True, check=False)
    # Not every copy of the sources is a checkout.
    return int(run.stdout) if run.returncode == 0 else 0


def pack(source: Path, target: Path, *, folder: str, date: int) -> Path:
    """Write a tar.xz of a folder, its entries sorted, owned by root and dated ``date``.

    Args:
        source: the folder.
        target: the archive's file.
        folder: what the folder is called in the archive.
        date: seconds since 1970.
    """
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 64 * 1024 * 1024}]
    with (
        lzma.open(target, "wb", check=lzma.CHECK_CRC64, filters=filters) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        add_tree(archive, source, folder, date=date)
    return target


def pack_zip(source: Path, target: Path, *, folder: str, date: int) -> Path:
    """Write a ZIP of a folder, its entries sorted and dated ``date``; links are followed.

    Args:
        source: the folder.
        target: the archive's file.
        folder: what the folder is called in the archive.
        date: seconds since 1970; ZIP knows none before 1980.
    """
    day = max(datetime.fromtimestamp(date, UTC), datetime(1980, 1, 1, tzinfo=UTC))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            name = f"{folder}/{path.relative_to(source).as_posix()}"
            entry = zipfile.ZipInfo(name, day.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            # As a Unix would have it, wherever it is made.
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, path.read_bytes())
    return target


def add_tree(archive: tarfile.TarFile, source: Path, name: str, *, date: int) -> None:
    """Add a folder with all that is in it."""
    paths = [source, *sorted(source.rglob("*"))]
    for path in paths:
        inside = "/".join(filter(None, (name, path.relative_to(source).as_posix())))
        member = archive.gettarinfo(path, inside.removesuffix("/."))
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = date
        if not member.issym():
            is_program = member.isdir() or os.access(path, os.X_OK)
            member.mode = 0o755 if is_program else 0o644
        if member.isreg():
            with path.open("rb") as file:
                archive.addfile(member, file)
        else:
            archive.addfile(member)
