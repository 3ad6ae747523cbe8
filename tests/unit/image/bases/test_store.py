"""What engines export is kept as the same layers, whatever form they give it."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import BaseError, StorageError
from scratchpress.core.platforms import Platform
from scratchpress.image.bases.engine_export import keep_export
from scratchpress.image.bases.facts import read_base
from scratchpress.image.bases.store import BaseStore, KeptName
from tests.support.bases import (
    MadeBase,
    digest_of,
    entry,
    gzipped,
    layer_of,
    layout_of,
    zstandard,
)

AMD64, ARM64 = Platform.LINUX_AMD64, Platform.LINUX_ARM64
LAYERS = (layer_of(entry("a", b"1" * 3000)), layer_of(entry("b", b"2")), layer_of())
BASE = MadeBase(LAYERS)


@pytest.fixture
def store(tmp_path: Path, empty_cache: Path) -> BaseStore:
    return BaseStore.open(tmp_path, Cancellation())


def keep(store: BaseStore, archive: bytes, platform: Platform = AMD64) -> str:
    return keep_export(io.BytesIO(archive), platform, "base:1", store)


def blobs(store: BaseStore) -> set[str]:
    return {f"sha256:{path.name}" for path in (store.folder / "blobs").iterdir()}


@pytest.mark.parametrize(
    "archive",
    [
        BASE.legacy(),
        BASE.layout(),
        BASE.layout(gzipped),
        BASE.layout(zstandard),
        # Some compressors write a stream in several parts.
        BASE.layout(lambda layer: gzipped(layer[:700]) + gzipped(layer[700:])),
    ],
    ids=["legacy", "oci", "gzip", "zstandard", "parts"],
)
def test_every_form_of_export_gives_the_same_layers(store: BaseStore, archive: bytes) -> None:
    assert keep(store, archive) == BASE.digest
    assert blobs(store) == {BASE.digest, *map(digest_of, LAYERS)}
    for layer in LAYERS:
        assert store.path(digest_of(layer)).read_bytes() == layer


def test_of_several_platforms_the_wanted_one_is_taken(store: BaseStore) -> None:
    other = MadeBase((layer_of(entry("c", b"3")),), architecture="arm64")
    archive = layout_of((BASE, other))
    assert keep(store, archive, ARM64) == other.digest
    assert keep(store, archive, AMD64) == BASE.digest


@pytest.mark.parametrize(
    ("base", "words"),
    [
        (replace(BASE, architecture="s390x"), ("not there for linux/amd64", "linux/s390x")),
        (replace(BASE, os="windows"), ("Windows containers", "alpine or scratch")),
    ],
)
def test_a_base_for_another_platform_is_told(
    store: BaseStore, base: MadeBase, words: tuple[str, str]
) -> None:
    with pytest.raises(BaseError) as met:
        keep(store, base.layout())
    assert words[0] in met.value.title
    assert words[1] in f"{met.value.explanation} {met.value.remedy}"


def spoiled() -> dict[str, bytes]:
    whole = BASE.layout(gzipped)
    broken = BASE.layout(lambda layer: gzipped(layer)[:-20])
    return {
        "no tar": b"no tar at all" * 100,
        "empty": b"",
        "cut": BASE.legacy()[:2000],
        "broken compression": broken,
        "a layer is missing": whole.replace(
            digest_of(LAYERS[1]).encode(), digest_of(b"x").encode()
        ),
    }


@pytest.mark.parametrize("archive", spoiled().values(), ids=spoiled().keys())
def test_a_damaged_export_is_an_error_and_leaves_nothing_half(
    store: BaseStore, archive: bytes
) -> None:
    with pytest.raises(BaseError, match="damaged") as met:
        keep(store, archive)
    assert met.value.remedy
    assert blobs(store) <= {*map(digest_of, LAYERS)}


def test_a_full_disk_is_told_and_nothing_half_is_left(
    store: BaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(StorageError, match="no room left") as met:
            keep(store, BASE.legacy())
    assert "scratchpress clean" in met.value.remedy
    assert blobs(store) == set()


def test_a_stop_in_the_middle_leaves_nothing_half(store: BaseStore) -> None:
    class Stopping(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 2000:
                store.cancellation.cancel()
            return super().read(size)

    with pytest.raises(CancelledError):
        keep_export(Stopping(BASE.legacy()), AMD64, "base:1", store)
    assert blobs(store) == set()


def test_a_name_is_found_again_while_all_its_parts_are_there(store: BaseStore) -> None:
    kept = KeptName("sha256:id", keep(store, BASE.legacy()), "sha256:there")
    store.remember("base:1", AMD64, kept)
    assert store.find("base:1", AMD64) == kept
    assert store.find("base:1", ARM64) is None
    assert store.find("base:2", AMD64) is None
    store.path(digest_of(LAYERS[1])).unlink()
    assert store.find("base:1", AMD64) is None


def test_a_config_that_was_changed_is_not_taken(store: BaseStore) -> None:
    digest = keep(store, BASE.legacy())
    store.remember("base:1", AMD64, KeptName("", digest, ""))
    store.path(digest).write_bytes(BASE.config.replace(b"FROM_BASE=yes", b"FROM_BASE=no!"))
    assert store.find("base:1", AMD64) is None


def test_what_was_not_used_for_longest_makes_room(store: BaseStore) -> None:
    keep(store, BASE.legacy())
    for age, layer in enumerate(LAYERS):
        os.utime(store.path(digest_of(layer)), (1000 - age, 1000 - age))
    os.utime(store.path(BASE.digest), (2000, 2000))
    store.prune([digest_of(LAYERS[2])], limit=len(LAYERS[2]) + len(BASE.config))
    assert blobs(store) == {digest_of(LAYERS[2]), BASE.digest}


def test_a_layer_that_is_no_tar_is_damaged(store: BaseStore) -> None:
    base = MadeBase((b"no tar" * 200,))
    digest = keep(store, base.layout())
    with pytest.raises(BaseError, match="damaged"):
        read_base("base:1", AMD64, KeptName("", digest, ""), store)


def test_without_a_cache_the_spare_folder_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SCRATCHPRESS_CACHE_DIR", str(tmp_path / "file"))
    assert BaseStore.open(tmp_path, Cancellation()).folder == tmp_path
