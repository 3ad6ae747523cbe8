"""A layer's bytes depend on the files put into it and on nothing else."""

from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import StorageError
from scratchpress.image import tar
from scratchpress.image.layer import LayerFile, write_layer
from scratchpress.image.model import ImageEntry, Layer


def layer_file(path: Path, at: str, content: bytes, mode: int = 0o755) -> LayerFile:
    path.write_bytes(content)
    return LayerFile(at, path, len(content), hashlib.sha256(content).hexdigest(), mode)


def written(*files: LayerFile, date: int = 0) -> tuple[Layer, bytes]:
    out = io.BytesIO()
    layer = write_layer(files, out, date=date, cancellation=Cancellation())
    return layer, out.getvalue()


def test_a_layer_is_a_tar_of_its_files_owned_by_root(tmp_path: Path) -> None:
    layer, content = written(
        layer_file(tmp_path / "b", "/b", b"second", 0o644),
        layer_file(tmp_path / "a", "/a", b"first" * 200),
        date=1_700_000_000,
    )
    with tarfile.open(fileobj=io.BytesIO(content)) as members:
        seen = [
            (m.name, m.mode, m.uid, m.gid, m.uname, m.gname, m.mtime, m.isreg())
            for m in members.getmembers()
        ]
        assert seen == [
            ("a", 0o755, 0, 0, "", "", 1_700_000_000, True),
            ("b", 0o644, 0, 0, "", "", 1_700_000_000, True),
        ]
        first = members.extractfile("a")
        assert first is not None
        assert first.read() == b"first" * 200
    assert layer == Layer(
        digest=f"sha256:{hashlib.sha256(content).hexdigest()}",
        size=len(content),
        entries=(ImageEntry("/a", 1000, 0o755), ImageEntry("/b", 6, 0o644)),
    )


def test_the_order_the_files_came_in_does_not_matter(tmp_path: Path) -> None:
    one = layer_file(tmp_path / "one", "/one", b"1")
    two = layer_file(tmp_path / "two", "/two", b"2")
    assert written(one, two) == written(two, one)


def test_a_files_own_mode_and_time_do_not_matter(tmp_path: Path) -> None:
    one = layer_file(tmp_path / "one", "/program", b"1")
    other = layer_file(tmp_path / "other", "/program", b"1")
    one.source.chmod(0o400)
    assert written(one) == written(other)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 1024 * 1024, 1024 * 1024 + 1])
def test_any_size_fills_whole_blocks(tmp_path: Path, size: int) -> None:
    layer, content = written(layer_file(tmp_path / "file", "/file", b"x" * size))
    assert layer.size == len(content) == 512 + -(-size // 512) * 512 + 1024


def test_a_name_that_ustar_cannot_hold_gets_a_pax_header(tmp_path: Path) -> None:
    for name in ("é" * 10, "n" * 200):
        _, content = written(layer_file(tmp_path / "file", f"/{name}", b"x"))
        with tarfile.open(fileobj=io.BytesIO(content)) as members:
            assert members.getnames() == [name]
    assert len(tar.header("n" * 99, size=0, mode=0o644, date=0)) == 512


@pytest.mark.parametrize("content", [b"", b"shorter", b"same length and more", b"sa_e length"])
def test_a_program_that_changed_after_its_proof_is_not_packaged(
    tmp_path: Path, content: bytes
) -> None:
    file = layer_file(tmp_path / "hello", "/hello", b"same length")
    file.source.write_bytes(content)
    with pytest.raises(StorageError, match="/hello changed while its image was put together"):
        written(file)


def test_a_stopped_build_stops_the_writing(tmp_path: Path) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    file = layer_file(tmp_path / "hello", "/hello", b"x")
    with pytest.raises(CancelledError):
        write_layer([file], io.BytesIO(), date=0, cancellation=cancellation)
