"""Layers are applied as they should be, and nothing gets out of the folder."""

from __future__ import annotations

import hashlib
import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import EngineError
from scratchpress.core.platforms import Platform
from scratchpress.engines.preview.archive import check_archive, unpack
from scratchpress.image.model import Image, Layer

if TYPE_CHECKING:
    from pathlib import Path


def entry(
    name: str, content: bytes | None = None, **fields: object
) -> tuple[tarfile.TarInfo, bytes]:
    """A file, a folder when the name ends in a slash, or what ``fields`` say."""
    info = tarfile.TarInfo(name.rstrip("/"))
    info.mode = 0o755
    info.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
    info.size = len(content or b"")
    for field, value in fields.items():
        setattr(info, field, value)
    return info, content or b""


def tar_of(*entries: tuple[tarfile.TarInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for info, content in entries:
            tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def image_of(folder: Path, *layers: bytes, spoil: bytes | None = None) -> Image:
    """An image with these layers; one layer's bytes are spoiled when asked for."""
    blobs = [b"config", b"manifest", *layers]
    archive = folder / "image.tar"
    archive.write_bytes(
        tar_of(
            *(
                entry(f"blobs/sha256/{hashlib.sha256(blob).hexdigest()}", spoil or blob)
                for blob in blobs
            )
        )
    )
    return Image(
        reference="hello:latest",
        platform=Platform.LINUX_AMD64,
        config_digest=digest_of(b"config"),
        digest=digest_of(b"manifest"),
        size=0,
        entrypoint=("/hello",),
        command=(),
        layers=tuple(Layer(digest_of(layer), len(layer), ()) for layer in layers),
        archive=archive,
        config=b"{}",
    )


def unpacked(folder: Path, *layers: bytes) -> Path:
    root = folder / "root"
    root.mkdir()
    unpack(image_of(folder, *layers), root, Cancellation())
    return root


def test_files_folders_and_links_arrive(tmp_path: Path) -> None:
    root = unpacked(
        tmp_path,
        tar_of(
            entry("bin/"),
            entry("bin/hello", b"program"),
            entry("bin/hi", type=tarfile.SYMTYPE, linkname="hello"),
        ),
    )
    assert (root / "bin" / "hi").read_bytes() == b"program"
    assert (root / "bin" / "hello").stat().st_mode & 0o777 == 0o755


def test_a_later_layer_replaces_removes_and_empties(tmp_path: Path) -> None:
    root = unpacked(
        tmp_path,
        tar_of(
            entry("keep", b"1"),
            entry("gone", b"1"),
            entry("gone-link", type=tarfile.SYMTYPE, linkname="keep"),
            entry("gone-folder/"),
            entry("gone-folder/file", b"1"),
            entry("opaque/"),
            entry("opaque/old", b"1"),
            entry("merged/"),
            entry("merged/old", b"1"),
            entry("was-folder/"),
            entry("was-folder/file", b"1"),
        ),
        tar_of(
            entry("keep", b"2"),
            entry(".wh.gone"),
            entry(".wh.gone-link"),
            entry(".wh.gone-folder"),
            entry("opaque/.wh..wh..opq"),
            entry("opaque/new", b"2"),
            entry("merged/"),
            entry("merged/new", b"2"),
            entry("was-folder", b"2"),
        ),
    )
    assert {str(path.relative_to(root)) for path in root.rglob("*")} == {
        "keep", "opaque", "opaque/new", "merged", "merged/old", "merged/new", "was-folder",
    }  # fmt: skip
    assert (root / "keep").read_bytes() == b"2"


ESCAPES = {
    "a path up": (entry("../out", b"x"),),
    "a whiteout up": (entry("../.wh.victim"),),
    "a whiteout of what is above": (entry(".wh..."),),
    "a folder above": (entry("a/"), entry("a/../..")),
    "links in a circle": (
        entry("link", type=tarfile.SYMTYPE, linkname="./link"),
        entry("link/file", b"x"),
    ),
    "a hard link to the outside": (entry("link", type=tarfile.LNKTYPE, linkname="../victim"),),
}


@pytest.mark.parametrize("entries", ESCAPES.values(), ids=ESCAPES.keys())
def test_what_leads_out_of_the_image_is_refused(
    tmp_path: Path, entries: tuple[tuple[tarfile.TarInfo, bytes], ...]
) -> None:
    (tmp_path / "victim").write_bytes(b"safe")
    with pytest.raises(EngineError, match="damaged or holds something unsafe"):
        unpacked(tmp_path, tar_of(*entries))
    assert {path.name for path in tmp_path.iterdir()} == {"victim", "image.tar", "root"}
    assert (tmp_path / "victim").read_bytes() == b"safe"


def test_links_that_lead_out_lead_nowhere_while_unpacking(tmp_path: Path) -> None:
    """In the sandbox the folder is the root, so there they cannot lead out either."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "victim").write_bytes(b"safe")
    root = unpacked(
        tmp_path,
        tar_of(
            entry("up", type=tarfile.SYMTYPE, linkname="../outside"),
            entry("whole", type=tarfile.SYMTYPE, linkname=str(outside)),
            entry("through", type=tarfile.SYMTYPE, linkname="whole"),
        ),
        tar_of(
            entry("up/victim", b"up"),
            entry("through/victim", b"through"),
            entry("whole/.wh.gone"),
            entry("up/copy", type=tarfile.LNKTYPE, linkname="whole/victim"),
        ),
    )
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == {"victim": b"safe"}
    assert (root / "outside" / "victim").read_bytes() == b"up"
    assert (root / f"{outside}/victim".lstrip("/")).read_bytes() == b"through"
    assert (root / "outside" / "copy").read_bytes() == b"through"
    assert (root / "whole").readlink() == outside


def test_devices_and_pipes_are_left_out_and_the_sandbox_keeps_its_own(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "dev").mkdir(parents=True)
    (root / "dev" / "null").touch()
    layer = tar_of(
        entry("dev/"),
        entry("dev/null", type=tarfile.CHRTYPE, devmajor=1, devminor=3),
        entry("dev", type=tarfile.SYMTYPE, linkname="/etc"),
        entry("disk", type=tarfile.BLKTYPE, devmajor=8),
        entry("pipe", type=tarfile.FIFOTYPE),
        entry("hello", b"x"),
    )
    unpack(image_of(tmp_path, layer), root, Cancellation())
    assert {str(path.relative_to(root)) for path in root.rglob("*")} == {
        "dev", "dev/null", "hello",
    }  # fmt: skip


def test_no_name_of_a_layer_reaches_what_the_sandbox_keeps_there(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "dev").mkdir(parents=True)
    (root / "proc").mkdir()
    (root / "dev" / "null").touch()
    layer = tar_of(
        entry("here", type=tarfile.SYMTYPE, linkname="."),
        entry("here/dev", type=tarfile.SYMTYPE, linkname="/etc"),
        entry("here/.wh.proc"),
        entry("devices", type=tarfile.SYMTYPE, linkname="/dev"),
        entry("devices/null", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        entry("devices/.wh.null"),
        entry("devices/.wh..wh..opq"),
        entry(".wh..wh..opq"),
        entry("hello", b"x"),
    )
    unpack(image_of(tmp_path, layer), root, Cancellation())
    assert {str(path.relative_to(root)) for path in root.rglob("*")} == {
        "dev", "dev/null", "proc", "hello",
    }  # fmt: skip
    assert not any(path.is_symlink() for path in root.rglob("*"))


def test_an_absolute_path_stays_inside(tmp_path: Path) -> None:
    root = unpacked(tmp_path, tar_of(entry(f"{tmp_path}/out", b"x")))
    assert not (tmp_path / "out").exists()
    assert (root / f"{tmp_path}/out".lstrip("/")).read_bytes() == b"x"


def test_an_image_that_is_whole_passes_the_check(tmp_path: Path) -> None:
    check_archive(image_of(tmp_path, tar_of(entry("hello", b"x"))), Cancellation())


def test_other_bytes_than_the_digest_says_are_found(tmp_path: Path) -> None:
    image = image_of(tmp_path, tar_of(entry("hello", b"x")), spoil=b"other")
    with pytest.raises(EngineError) as met:
        check_archive(image, Cancellation())
    assert "other bytes than its digest says" in met.value.explanation
    assert met.value.remedy == "Build the image again."


@pytest.mark.parametrize("content", [b"", b"no tar at all" * 100, tar_of()])
def test_a_file_that_is_no_image_is_refused(tmp_path: Path, content: bytes) -> None:
    image = image_of(tmp_path, tar_of(entry("hello", b"x")))
    image.archive.write_bytes(content)
    with pytest.raises(EngineError, match="damaged"):
        check_archive(image, Cancellation())
    with pytest.raises(EngineError, match="damaged"):
        unpack(image, tmp_path, Cancellation())


def test_an_archive_that_is_gone_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    image = image_of(tmp_path, tar_of(entry("hello", b"x")))
    image.archive.unlink()
    with pytest.raises(EngineError) as met:
        check_archive(image, Cancellation())
    assert met.value.remedy


def test_checking_and_unpacking_can_be_stopped(tmp_path: Path) -> None:
    image = image_of(tmp_path, tar_of(entry("hello", b"x")))
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(CancelledError):
        check_archive(image, cancellation)
    with pytest.raises(CancelledError):
        unpack(image, tmp_path, cancellation)


def test_a_link_of_a_lower_layer_is_followed_only_inside(tmp_path: Path) -> None:
    root = unpacked(
        tmp_path,
        tar_of(
            entry("usr/"),
            entry("bin", type=tarfile.SYMTYPE, linkname="usr"),
            entry("hello", b"x"),
            entry("same", type=tarfile.LNKTYPE, linkname="hello"),
        ),
        tar_of(entry("bin/tool", b"2")),
    )
    assert (root / "usr" / "tool").read_bytes() == b"2"
    assert (root / "same").read_bytes() == b"x"


def test_a_program_is_never_unpacked_with_the_right_to_be_another_account(tmp_path: Path) -> None:
    root = unpacked(tmp_path, tar_of(entry("hello", b"x", mode=0o6755)))
    assert (root / "hello").stat().st_mode & 0o7777 == 0o755
