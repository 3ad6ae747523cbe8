"""Folders for a run are made in the image's files, wherever links and dots lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import CannotRunError
from scratchpress.engines.preview.places import inside, make_folder, shared_places
from scratchpress.running.ports_and_folders import SharedFolder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An image's files beside a folder of the person's, to which links of the image lead."""
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "run" / "root"
    (root / "dev").mkdir(parents=True)
    (root / "file").touch()
    (root / "up").symlink_to("../../outside")
    (root / "whole").symlink_to(outside)
    (root / "circle").symlink_to("circle")
    (root / "devices").symlink_to("dev")
    (root / "here").symlink_to(".")
    return root


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize(
    ("path", "real"),
    [
        ("/a/b", "a/b"),
        ("/a/../../../../b", "b"),
        ("/up/new", "outside/new"),
        ("/up/../../../new", "new"),
        ("relative", "relative"),
        ("/here/here/x", "x"),
    ],
)
def test_a_folder_to_start_in_is_made_inside_alone(root: Path, path: str, real: str) -> None:
    before = everything(root.parents[1] / "outside"), set(root.parents[1].iterdir())

    assert make_folder(root, path) == f"/{real}"
    assert (root / real).is_dir()
    assert (everything(root.parents[1] / "outside"), set(root.parents[1].iterdir())) == before


def test_a_whole_link_starts_from_the_images_root(root: Path) -> None:
    make_folder(root, "/whole/new")

    assert inside(root, "/whole/new") == root / str(root.parents[1])[1:] / "outside" / "new"
    assert not everything(root.parents[1] / "outside")


@pytest.mark.parametrize("path", ["/file", "/file/x", "/circle/x", f"/{'x' * 300}", "/a\0b"])
def test_where_no_folder_can_be_is_said(root: Path, path: str) -> None:
    with pytest.raises(CannotRunError, match="There can be no folder at"):
        make_folder(root, path)
    with pytest.raises(CannotRunError, match="There can be no folder at"):
        shared_places(root, [SharedFolder(root.parents[1] / "outside", path)])


@pytest.mark.parametrize("path", ["/devices", "/devices/shm", "/dev/x", "/here", "/here/proc", "/"])
def test_the_sandboxs_own_places_cannot_be_taken(root: Path, path: str) -> None:
    before = everything(root)
    with pytest.raises(CannotRunError, match="There can be no folder at"):
        shared_places(root, [SharedFolder(root.parents[1] / "outside", path)])
    assert everything(root) == before


def test_shared_folders_are_mounted_from_the_outermost_in(root: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "deep").mkdir(parents=True)
    inner = SharedFolder(tmp_path / "outside", "/here/data/deep")
    outer = SharedFolder(source, "/data")

    assert shared_places(root, [inner, outer]) == [
        (outer, root / "data"),
        (inner, root / "data" / "deep"),
    ]


@pytest.mark.parametrize("kind", ["link", "file", "nothing"])
def test_nothing_is_mounted_over_what_a_shared_folder_has_there(
    root: Path, tmp_path: Path, kind: str
) -> None:
    """A program could leave a link there in one run, which mounting follows in the next."""
    source = tmp_path / "source"
    source.mkdir()
    if kind == "link":
        (source / "deep").symlink_to("/usr/bin")
    elif kind == "file":
        (source / "deep").touch()
    folders = [SharedFolder(source, "/data"), SharedFolder(tmp_path / "outside", "/data/deep")]

    with pytest.raises(CannotRunError, match="There can be no folder at /data/deep"):
        shared_places(root, folders)
    assert everything(source) == ({"deep"} if kind != "nothing" else set())
