"""The file system of a base image, read from its layers without unpacking them."""

from __future__ import annotations

import posixpath
import tarfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scratchpress.image.bases.store import damaged
from scratchpress.image.layer_changes import ChangeKind, change_of, follow_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.image.bases.model import BaseLayer


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


def real_path(path: str, links: Mapping[str, str]) -> str:
    """A whole path with the links in it followed; as it is where they lead in a circle."""
    return follow_links(path, links.get) or path


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
            with tarfile.open(layer.path, "r:") as entries:
                for entry in entries:
                    cancellation.raise_if_cancelled()
                    _apply(tree, entry, number)
        except (tarfile.TarError, ValueError) as error:
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
