"""Reads from a base's layers, without unpacking them, its file system and what that holds.

That is a shell, packages, accounts, certificates and so on.
"""

from __future__ import annotations

import posixpath
import re
import shlex
import sqlite3
import tarfile
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scratchpress.image import tar
from scratchpress.image.bases.model import Base, BaseFacts, BaseLayer
from scratchpress.image.bases.store import damaged, diff_ids
from scratchpress.image.layer_changes import ChangeKind, change_of, real_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.platforms import Platform
    from scratchpress.image.bases.store import BaseStore, KeptName

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


@dataclass(frozen=True, slots=True)
class Node:
    """A file, folder or link.

    Attributes:
        kind: tarfile's type of it.
        size: bytes of a file.
        link: where a symbolic link leads.
        layer: the number of the layer that its content is in.
        offset: where its content begins in the layer's tar.
    """

    kind: bytes
    size: int
    link: str
    layer: int
    offset: int


@dataclass(slots=True)
class Tree:
    """What is where, by whole path; the root folder itself is not in it."""

    layers: Sequence[BaseLayer]
    nodes: dict[str, Node] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    # Bytes of all files, also of those that a higher layer replaces.
    size: int = 0

    def find(self, path: str) -> tuple[str, Node] | None:
        """Where a path really leads, with what is there; ``None`` when nothing is."""
        real = self.real(path)
        node = self.nodes.get(real)
        return None if node is None else (real, node)

    def real(self, path: str) -> str:
        """A path with every link in it followed, as far as there is something."""
        return real_path(path, self.links)

    def read(self, path: str, limit: int) -> bytes | None:
        """The first bytes of a file, up to ``limit``; ``None`` when there is no such file."""
        found = self.find(path)
        if found is None or found[1].kind not in {tarfile.REGTYPE, tarfile.AREGTYPE}:
            return None
        node = found[1]
        with self.layers[node.layer].path.open("rb") as file:
            file.seek(node.offset)
            return file.read(min(node.size, limit))

    def below(self, folder: str) -> Iterator[str]:
        """Whole paths of all that is directly in a folder."""
        real = self.real(folder).rstrip("/")
        for path in self.nodes:
            if posixpath.dirname(path) == (real or "/"):
                yield path


def read_tree(layers: Sequence[BaseLayer], cancellation: Cancellation) -> Tree:
    """Read the headers of all layers.

    Raises:
        BaseError: a layer is no tar.
        OSError: a layer cannot be read.
        CancelledError: the person stopped it.
    """
    tree = Tree(layers)
    for number, layer in enumerate(layers):
        try:
            with tar.opened(layer.path) as entries:
                for entry in tar.members(entries, cancellation):
                    _apply(tree, entry, number)
        except (tarfile.TarError, ValueError, OverflowError) as error:
            raise damaged(f"{layer.digest}: {error}") from error
    return tree


def _apply(tree: Tree, entry: tarfile.TarInfo, layer: int) -> None:
    change = change_of(entry.name)
    folder = tree.real(change.folder)
    path = posixpath.join(folder, change.name)
    if change.kind is ChangeKind.EMPTY:
        _remove_below(tree, folder, layer)
        return
    if change.kind is ChangeKind.REMOVE:
        _remove(tree, path, layer)
        return
    if path == "/":
        return
    before = tree.nodes.get(path)
    if before is not None and before.kind == tarfile.DIRTYPE and not entry.isdir():
        _remove_below(tree, path, layer + 1)
    node = tree.nodes[path] = _node(tree, entry, layer)
    if node.link:
        tree.links[path] = node.link
    else:
        tree.links.pop(path, None)
    tree.size += entry.size if entry.isreg() else 0


def _node(tree: Tree, entry: tarfile.TarInfo, layer: int) -> Node:
    if entry.islnk():
        # Another name for a file that came before.
        change = change_of(entry.linkname)
        first = tree.nodes.get(posixpath.join(tree.real(change.folder), change.name))
        if first is not None:
            return first
    link = entry.linkname if entry.issym() else ""
    return Node(entry.type, entry.size, link, layer, entry.offset_data)


def _remove(tree: Tree, path: str, layer: int) -> None:
    """Remove what layers below this one have put there."""
    node = tree.nodes.get(path)
    if node is not None and node.layer < layer:
        _forget(tree, path)
    _remove_below(tree, path, layer)


def _remove_below(tree: Tree, folder: str, layer: int) -> None:
    """Remove what layers below this one have put into a folder."""
    inside = f"{folder.rstrip('/')}/"
    gone = [
        path for path, node in tree.nodes.items() if path.startswith(inside) and node.layer < layer
    ]
    for path in gone:
        _forget(tree, path)


def _forget(tree: Tree, path: str) -> None:
    del tree.nodes[path]
    tree.links.pop(path, None)


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
