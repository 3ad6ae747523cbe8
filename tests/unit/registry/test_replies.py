"""A registry may answer anything: a pull or push ends soon, in words and little memory."""

from __future__ import annotations

import io
import json
import tarfile
import time
from typing import TYPE_CHECKING, Any

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import (
    BaseError,
    RegistryError,
    SourceError,
)
from scratchpress.core.platforms import Platform
from scratchpress.image.bases.store import BaseStore
from scratchpress.image.oci import INDEX_TYPE, MANIFEST_TYPE, blob_path, digest_of
from scratchpress.image.reference import parse_base
from scratchpress.registry import conversation
from scratchpress.registry.pull import pull_base
from scratchpress.registry.push import push
from scratchpress.registry.sendable import listed, read_image
from tests.support.http_server import Reply, Request, Serve, Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AMD64 = Platform.LINUX_AMD64
ZEROS = "sha256:" + "0" * 64


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    monkeypatch.setattr(conversation, "_PAUSES", (0.0,))
    with serving() as start:
        yield start


def pull(server: Server, folder: Path) -> None:
    for name in ("blobs", "names"):
        (folder / name).mkdir(exist_ok=True)
    store = BaseStore(folder, Cancellation())
    pull_base(parse_base(f"{server.host}/a:1"), AMD64, store, lambda _done, _total: None)


def descriptor(content: bytes, kind: str = MANIFEST_TYPE, **more: Any) -> dict[str, Any]:
    return {"mediaType": kind, "digest": digest_of(content), "size": len(content), **more}


LAYER = {"digest": ZEROS, "size": 1}
MANIFESTS: dict[str, object] = {
    "no object": [],
    "nothing": {},
    "null": None,
    "manifests are null": {"manifests": None},
    "manifests are a text": {"manifests": "x"},
    "a manifest is null": {"manifests": [None]},
    "a manifest has no digest": {"manifests": [{"platform": {"os": "linux"}}]},
    "a digest is a number": {"manifests": [{"digest": 5, "size": 1}]},
    "a digest is a path": {"manifests": [{"digest": "sha256:../../x", "size": 1}]},
    "a platform is a text": {"manifests": [LAYER | {"platform": "linux/amd64"}]},
    "an architecture is null": {"manifests": [LAYER | {"platform": {"os": "linux",
                                                                   "architecture": None}}]},
    "no platform": {"manifests": [LAYER]},
    "layers are null": {"layers": None, "config": LAYER},
    "layers are numbers": {"layers": [1], "config": LAYER},
    "a size is negative": {"layers": [LAYER | {"size": -1}], "config": LAYER},
    "a size is huge": {"layers": [LAYER | {"size": 10**30}], "config": LAYER},
    "a size is a text": {"layers": [LAYER | {"size": "1"}], "config": LAYER},
    "config is null": {"layers": [], "config": None},
    "config is a text": {"layers": [], "config": "x"},
}  # fmt: skip


@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_of_any_form_is_refused_in_words(
    serve: Serve, tmp_path: Path, manifest: object
) -> None:
    server = serve(lambda _request: Reply(200, json.dumps(manifest)))
    with pytest.raises(BaseError) as refused:
        pull(server, tmp_path)
    assert refused.value.remedy


CONFIGS: dict[str, object] = {
    "null": None,
    "nothing": {},
    "rootfs is null": {"os": "linux", "architecture": "amd64", "rootfs": None},
    "os is null": {"os": None, "architecture": "amd64", "rootfs": {"diff_ids": []}},
    "an id is a path": {"os": "linux", "architecture": "amd64",
                        "rootfs": {"diff_ids": ["sha256:../x"]}},
    "environment is a text": {"os": "linux", "architecture": "amd64", "config": {"Env": "x"},
                              "rootfs": {"diff_ids": []}},
    "more ids than layers": {"os": "linux", "architecture": "amd64",
                             "rootfs": {"diff_ids": [ZEROS]}},
}  # fmt: skip


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_a_config_of_any_form_is_refused_in_words(
    serve: Serve, tmp_path: Path, config: object
) -> None:
    content = json.dumps(config).encode()
    manifest = json.dumps({"config": descriptor(content), "layers": []})

    def answer(request: Request) -> Reply:
        return Reply(200, content if "/blobs/" in request.path else manifest)

    with pytest.raises(BaseError) as refused:
        pull(serve(answer), tmp_path)
    assert refused.value.remedy


@pytest.mark.parametrize("start", ["[", '{"manifests": [', '{"config": {"x": ['])
def test_deep_json_is_no_image(serve: Serve, tmp_path: Path, start: str) -> None:
    server = serve(lambda _request: Reply(200, start + "[" * 200_000))
    with pytest.raises(BaseError, match="is no image to start from"):
        pull(server, tmp_path)


def test_a_manifest_is_not_read_beyond_its_limit(serve: Serve, tmp_path: Path) -> None:
    server = serve(lambda _request: Reply(200, (b" " * 65536 for _ in range(2400))))
    with pytest.raises(BaseError) as refused:
        pull(server, tmp_path)
    assert "too large" in refused.value.details
    # What the system keeps of a connection comes on top of the 4 MiB.
    assert sum(server.sent) < 32_000_000


def test_a_layer_is_not_read_beyond_its_size(serve: Serve, tmp_path: Path) -> None:
    layer = b"x" * 1000
    config = json.dumps({"os": "linux", "architecture": "amd64",
                         "rootfs": {"diff_ids": [digest_of(layer)]}}).encode()  # fmt: skip
    manifest = json.dumps({"config": descriptor(config), "layers": [descriptor(layer)]})

    def answer(request: Request) -> Reply:
        if "/manifests/" in request.path:
            return Reply(200, manifest)
        if digest_of(config) in request.path:
            return Reply(200, config)
        return Reply(200, (b"x" * 65536 for _ in range(2400)))

    server = serve(answer)
    with pytest.raises(BaseError) as refused:
        pull(server, tmp_path)
    assert "larger than its manifest says" in refused.value.details
    assert sum(server.sent) < 32_000_000
    assert [path.name for path in (tmp_path / "blobs").iterdir()] == []


# -- pushing


def saved(folder: Path, index: object, *blobs: bytes) -> Path:
    path = folder / "image.tar"
    with tarfile.open(path, "w") as archive:
        names = [(blob_path(digest_of(blob)), blob) for blob in blobs]
        for name, content in [("index.json", json.dumps(index).encode()), *names]:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def an_image(folder: Path) -> Path:
    config, layer = b'{"os":"linux"}', b"layer"
    manifest = json.dumps({"config": descriptor(config), "layers": [descriptor(layer)]}).encode()
    return saved(folder, {"manifests": [descriptor(manifest)]}, config, layer, manifest)


def send(path: Path, server: Server, cancellation: Cancellation | None = None) -> None:
    push(
        path,
        [f"{server.host}/a:1"],
        tell=lambda _step: None,
        cancellation=cancellation or Cancellation(),
    )


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1.nip.io/x", "http://evil.example\\@127.0.0.1/x", "http://[x/"]
)
def test_an_upload_follows_to_no_other_computer_in_the_open(
    serve: Serve, tmp_path: Path, place: str
) -> None:
    def answer(request: Request) -> Reply:
        if request.method == "HEAD":
            return Reply(404)
        return Reply(202 if request.method == "POST" else 200, "", (("Location", place),))

    with pytest.raises(RegistryError, match="without a safe connection"):
        send(an_image(tmp_path), serve(answer))


@pytest.mark.parametrize(
    "body", ['{"manifests": null}', "[]", '{"manifests": [1]}', '{"manifests": ' + "[" * 100_000]
)
def test_a_list_of_referrers_of_any_form_is_refused(body: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its words are the parser's
        listed(body.encode(), {"digest": "x"})


def nested(folder: Path, depth: int, width: int) -> Path:
    """Indexes in indexes, each of which lists the next ``width`` times."""
    blobs = [json.dumps({"config": descriptor(b"{}"), "layers": []}).encode(), b"{}"]
    entry = descriptor(blobs[0])
    for _ in range(depth):
        blobs.append(json.dumps({"manifests": [entry] * width}).encode())
        entry = descriptor(blobs[-1], INDEX_TYPE)
    return saved(folder, {"manifests": [entry]}, *blobs)


@pytest.mark.parametrize(("depth", "width"), [(40, 1), (40, 2), (3000, 1)])
def test_indexes_nested_without_end_are_no_image(tmp_path: Path, depth: int, width: int) -> None:
    path = nested(tmp_path, depth, width)
    began = time.monotonic()
    with pytest.raises(SourceError, match="is no image file"):
        read_image(path, Cancellation())
    assert time.monotonic() - began < 5


def test_an_image_listed_twice_is_sent_once(tmp_path: Path) -> None:
    image = read_image(nested(tmp_path, 6, 3), Cancellation())

    assert len(image.manifests) == 7
    assert len(image.blobs) == 1


def test_reading_an_image_can_be_stopped(tmp_path: Path) -> None:
    stopped = Cancellation()
    stopped.cancel()
    with pytest.raises(CancelledError):
        read_image(an_image(tmp_path), stopped)


@pytest.mark.parametrize("index", [*MANIFESTS.values(), {"manifests": [LAYER]}])
def test_a_saved_image_of_any_form_is_refused(tmp_path: Path, index: object) -> None:
    with pytest.raises(SourceError, match=r"is no image file|holds 0 images"):
        read_image(saved(tmp_path, index), Cancellation())


@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_in_a_saved_image_of_any_form_is_refused(
    tmp_path: Path, manifest: object
) -> None:
    content = json.dumps(manifest).encode()
    for kind in (INDEX_TYPE, MANIFEST_TYPE):
        path = saved(tmp_path, {"manifests": [descriptor(content, kind)]}, content)
        with pytest.raises(SourceError, match="is no image file"):
            read_image(path, Cancellation())


def test_a_header_as_large_as_the_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "image.tar"
    member = tarfile.TarInfo("x")
    member.type, member.size = tarfile.XHDTYPE, 8 * 1024**3 - 1
    path.write_bytes(member.tobuf(tarfile.GNU_FORMAT))
    with path.open("r+b") as file:
        file.truncate(member.size)

    with pytest.raises(SourceError, match="is no image file") as refused:
        read_image(path, Cancellation())
    assert "too large" in refused.value.details


def test_a_member_of_negative_size_ends_the_reading(tmp_path: Path) -> None:
    member = tarfile.TarInfo("x")
    block = bytearray(member.tobuf(tarfile.GNU_FORMAT))
    block[124:136] = b"\xff" * 11 + b"\x00"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    (tmp_path / "image.tar").write_bytes(bytes(block) + bytes(1024))

    with pytest.raises(SourceError, match="is no image file"):
        read_image(tmp_path / "image.tar", Cancellation())
