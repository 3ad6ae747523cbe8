"""Reads from a base's layers what it holds: shell, packages, accounts, certificates."""

from __future__ import annotations

import re
import shlex
import sqlite3
import tarfile
from contextlib import suppress
from typing import TYPE_CHECKING

from scratchpress.image.bases.model import Base, BaseFacts, BaseLayer
from scratchpress.image.bases.store import damaged, diff_ids
from scratchpress.image.bases.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scratchpress.core.platforms import Platform
    from scratchpress.image.bases.store import BaseStore, KeptName
    from scratchpress.image.bases.tree import Tree

# Where Go looks for whom to trust (crypto/x509/root_linux.go), which knows the most systems.
_CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_ZONES = ("/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ")
_LOCALES = ("/usr/share/locale", "/usr/lib/locale", "/usr/share/i18n/locales")
_ACCOUNTS = ("/etc/passwd", "/etc/group")
_TMP = "/tmp"  # noqa: S108 - a path in the image

# Lists of installed packages are megabytes in large images.
_MAX_LIST = 64 * 1024 * 1024
_MAX_TEXT = 1024 * 1024
_APK = ("/lib/apk/db/installed", "/usr/lib/apk/db/installed")
_DPKG = "/var/lib/dpkg/status"
# Distroless images have a file for each package in place of one list.
_DPKG_PARTS = "/var/lib/dpkg/status.d"
_RPM = ("/usr/lib/sysimage/rpm", "/var/lib/rpm")
_RPM_TABLE = "rpmdb.sqlite"


def read_base(reference: str, platform: Platform, kept: KeptName, store: BaseStore) -> Base:
    """A base that is kept, with all that is to be known of it.

    Raises:
        BaseError: it is not whole.
        CancelledError: the person stopped it.
    """
    try:
        config = store.config(kept.config)
        layers = tuple(
            BaseLayer(digest, store.path(digest).stat().st_size, store.path(digest))
            for digest in diff_ids(config)
        )
        tree = read_tree(layers, store.cancellation)
        accounts = {path: tree.read(path, _MAX_TEXT) for path in _ACCOUNTS}
        return Base(
            reference=reference,
            platform=platform,
            digest=kept.config,
            registry_digest=kept.registry_digest,
            config=config,
            layers=layers,
            facts=_facts(tree),
            folders=frozenset(
                path for path, node in tree.nodes.items() if node.kind == tarfile.DIRTYPE
            ),
            links=tree.links,
            accounts={path: text for path, text in accounts.items() if text is not None},
        )
    except OSError as error:
        raise damaged(str(error)) from error


def _facts(tree: Tree) -> BaseFacts:
    manager, packages = _packages(tree)
    shell = tree.find("/bin/sh")
    tmp = tree.nodes.get(_TMP)
    return BaseFacts(
        size=tree.size,
        system=_system(tree),
        shell=shell[0] if shell is not None and shell[1].kind != tarfile.DIRTYPE else "",
        package_manager=manager,
        packages=packages,
        has_certificates=any(_is_file(tree, path) for path in _CERTIFICATES),
        has_time_zones=_has_any(tree, _ZONES),
        has_accounts=_is_file(tree, "/etc/passwd"),
        has_locales=_has_any(tree, _LOCALES),
        has_tmp=tmp is not None and tmp.kind == tarfile.DIRTYPE,
    )


def _is_file(tree: Tree, path: str) -> bool:
    found = tree.find(path)
    return found is not None and found[1].kind != tarfile.DIRTYPE and found[1].size > 0


def _has_any(tree: Tree, folders: Iterable[str]) -> bool:
    return any(any(True for _ in tree.below(folder)) for folder in folders)


def _system(tree: Tree) -> str:
    """What it calls itself: https://www.freedesktop.org/software/systemd/man/os-release.html."""
    for path in ("/etc/os-release", "/usr/lib/os-release"):
        text = tree.read(path, _MAX_TEXT)
        for line in (text or b"").decode(errors="replace").splitlines():
            name, _, value = line.partition("=")
            if name == "PRETTY_NAME":
                with suppress(ValueError):
                    return " ".join(shlex.split(value)).strip()
    return ""


def _packages(tree: Tree) -> tuple[str, int | None]:
    """The package manager whose list is there, and how many packages the list has."""
    for path in _APK:
        if (text := tree.read(path, _MAX_LIST)) is not None:
            return "apk", len(re.findall(rb"^P:", text, re.MULTILINE))
    parts = sum(not path.endswith(".md5sums") for path in tree.below(_DPKG_PARTS))
    if (text := tree.read(_DPKG, _MAX_LIST)) or parts:
        installed = re.findall(rb"^Status: \S+ \S+ installed$", text or b"", re.MULTILINE)
        return "dpkg", len(installed) + parts
    for folder in _RPM:
        if any(True for _ in tree.below(folder)):
            return "rpm", _rpm_packages(tree.read(f"{folder}/{_RPM_TABLE}", _MAX_LIST))
    return "", None


def _rpm_packages(table: bytes | None) -> int | None:
    """How many packages rpm's database has; its older forms are not read."""
    if not table:
        return None
    with suppress(sqlite3.Error, OverflowError):
        database = sqlite3.connect(":memory:")
        try:
            database.deserialize(_without_log(table))
            found: int = database.execute("select count(*) from Packages").fetchone()[0]
            return found
        finally:
            database.close()
    return None


def _without_log(table: bytes) -> bytes:
    """The database marked as one that needs no log beside it (sqlite.org/fileformat.html)."""
    return table[:18] + b"\x01\x01" + table[20:]
