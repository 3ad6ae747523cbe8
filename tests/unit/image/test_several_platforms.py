"""An image for several platforms: an index of the images that each alone would have."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import EngineError, ImageNameError, SizeLimitError
from scratchpress.core.languages import Language
from scratchpress.core.platforms import Platform, host_platform
from scratchpress.engines.docker.store import without_index
from scratchpress.engines.preview.archive import check_archive
from scratchpress.executable.model import Executable, Linkage
from scratchpress.image.assemble import assemble
from scratchpress.image.extras import NO_EXTRAS, collect
from scratchpress.image.model import check_limit
from scratchpress.image.transfer import transfer_size
from scratchpress.recipe.model import CompileOptions, Extra, ImageOptions
from scratchpress.toolchains.flag_catalogue import popular_flags

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from scratchpress.image.extras import Extras
    from scratchpress.image.model import Image

AMD64, ARM64 = Platform
INDEX = "application/vnd.oci.image.index.v1+json"
# As with the images for one platform, these change only with a note in CHANGELOG.md.
GOLDEN_INDEX = "sha256:10904018de5b7a3adff91ee5da64d4222e14c14c14840f2daed95426767401d6"


@pytest.fixture(autouse=True)
def no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def program(folder: Path, platform: Platform) -> Executable:
    content = platform.architecture.encode() * (1000 if platform is AMD64 else 1200)
    path = folder / f"{platform.architecture}.bin"
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return Executable(path, platform, Linkage.STATIC, len(content), digest, True)


def image_of(
    folder: Path, *platforms: Platform, reference: str = "hello", extras: Extras = NO_EXTRAS
) -> Image:
    """The first platform is the one to look at first."""
    first, *others = (program(folder, platform) for platform in platforms)
    made = folder / "-".join(one.architecture for one in platforms)
    made.mkdir()
    return assemble(
        first,
        reference=reference,
        program="hello",
        command=(),
        folder=made,
        extras=extras,
        others=others,
    )


def members(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as opened:
        names = opened.getnames()
        assert len(names) == len(set(names))
        return {
            member.name: getattr(opened.extractfile(member), "read", bytes)()
            for member in opened.getmembers()
        }


def blob(found: dict[str, bytes], digest: str) -> Any:
    content = found[f"blobs/{digest.replace(':', '/')}"]
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" == digest
    return json.loads(content)


def test_the_archive_holds_an_index_of_both_under_the_image_name(tmp_path: Path) -> None:
    image = image_of(tmp_path, AMD64, ARM64, reference="ghcr.io/me/hello:1.0")
    found = members(image.archive)
    (entry,) = json.loads(found["index.json"])["manifests"]
    assert entry == {
        "digest": image.digest,
        "mediaType": INDEX,
        "size": len(found[f"blobs/{image.digest.replace(':', '/')}"]),
        "annotations": {
            "io.containerd.image.name": "ghcr.io/me/hello:1.0",
            "org.opencontainers.image.ref.name": "1.0",
        },
    }
    index = blob(found, image.digest)
    assert index["mediaType"] == INDEX
    assert index["schemaVersion"] == 2
    assert [one["platform"] for one in index["manifests"]] == [
        {"architecture": "amd64", "os": "linux"},
        {"architecture": "arm64", "os": "linux"},
    ]
    for one, listed in zip(image.variants, index["manifests"], strict=True):
        assert listed["digest"] == one.digest
        manifest = blob(found, one.digest)
        config = blob(found, manifest["config"]["digest"])
        assert config["architecture"] == one.platform.architecture
        assert config["rootfs"]["diff_ids"] == [layer.digest for layer in one.layers]


def test_docker_load_finds_each_by_its_own_name_and_the_first_by_the_plain_one(
    tmp_path: Path,
) -> None:
    image = image_of(tmp_path, ARM64, AMD64)
    listed = json.loads(members(image.archive)["manifest.json"])
    assert [one["RepoTags"] for one in listed] == [
        ["hello:latest", "hello:latest-amd64"],
        ["hello:latest-arm64"],
    ]
    for one, entry in zip(image.variants, listed, strict=True):
        assert entry["Config"] == f"blobs/{one.config_digest.replace(':', '/')}"
        assert one.reference in entry["RepoTags"]


def test_each_platform_has_the_image_that_it_has_alone(tmp_path: Path) -> None:
    both = image_of(tmp_path, AMD64, ARM64)
    for platform in Platform:
        alone = image_of(tmp_path, platform)
        one = both.on(platform)
        assert (one.digest, one.config_digest) == (alone.digest, alone.config_digest)
        assert alone.variants == ()
        assert alone.on(platform) is alone


def test_the_archive_is_the_same_whichever_platform_is_looked_at_first(tmp_path: Path) -> None:
    first = image_of(tmp_path, AMD64, ARM64)
    second = image_of(tmp_path, ARM64, AMD64)
    assert first.digest == second.digest == GOLDEN_INDEX
    assert first.archive.read_bytes() == second.archive.read_bytes()
    assert (first.platform, first.size) == (AMD64, 5000)
    assert (second.platform, second.size) == (ARM64, 6000)


def test_extras_are_in_the_archive_once(tmp_path: Path) -> None:
    options = ImageOptions(extras=(Extra.USER, Extra.TMP))
    extras = collect(options, tmp_path, Cancellation())
    image = image_of(tmp_path, AMD64, ARM64, extras=extras)
    amd64, arm64 = image.variants
    assert amd64.layers[0] == arm64.layers[0]
    assert amd64.layers[1] != arm64.layers[1]
    members(image.archive)
    assert image.has_tmp


def test_every_part_of_the_archive_is_checked(tmp_path: Path) -> None:
    image = image_of(tmp_path, AMD64, ARM64)
    check_archive(image, Cancellation())
    content = image.archive.read_bytes()
    for part in (b'"architecture":"arm64"', b"arm64arm64"):
        at = content.rindex(part)
        image.archive.write_bytes(content[:at] + b"x" + content[at + 1 :])
        with pytest.raises(EngineError, match="damaged"):
            check_archive(image, Cancellation())


def test_the_size_limit_is_one_for_each_platform(tmp_path: Path) -> None:
    image = image_of(tmp_path, AMD64, ARM64)
    check_limit(image, 6000)
    with pytest.raises(SizeLimitError, match="for linux/arm64 is 6,000 bytes"):
        check_limit(image, 5999)


def test_what_is_sent_is_told_of_one_platform(tmp_path: Path) -> None:
    image = image_of(tmp_path, AMD64, ARM64)
    assert transfer_size(image) == transfer_size(image.variants[0])
    assert transfer_size(image.variants[1]) > 0


def test_a_tag_without_room_for_a_platform_is_refused(tmp_path: Path) -> None:
    image_of(tmp_path, AMD64, reference=f"hello:{'a' * 128}")
    with pytest.raises(ImageNameError, match="too long for two platforms"):
        image_of(tmp_path, AMD64, ARM64, reference=f"hello:{'a' * 128}")


def test_recipes_name_platforms_in_any_order() -> None:
    one = CompileOptions(platforms=(ARM64, AMD64))
    assert one.all_platforms == (AMD64, ARM64)
    assert one.platform is host_platform()
    assert one.on(ARM64).platforms == (ARM64,)
    alone = CompileOptions()
    assert alone.all_platforms == (host_platform(),)
    assert alone.on(host_platform()) is alone


def test_flags_of_one_processor_are_not_offered_for_both() -> None:
    offered = {one.flag for one in popular_flags(CompileOptions(platforms=(AMD64,)), Language.C)}
    for_both = {
        one.flag for one in popular_flags(CompileOptions(platforms=tuple(Platform)), Language.C)
    }
    assert "-march=x86-64-v3" in offered - for_both


def test_without_the_index_the_archive_holds_all_that_docker_reads(tmp_path: Path) -> None:
    image = image_of(tmp_path, AMD64, ARM64)
    with image.archive.open("rb") as archive:
        rest = io.BytesIO(b"".join(without_index(archive)))
    with tarfile.open(image.archive) as whole, tarfile.open(fileobj=rest) as part:
        kept = [name for name in whole.getnames() if name not in {"index.json", "oci-layout"}]
        assert part.getnames() == kept
        assert len(kept) == len(whole.getnames()) - 2
        for name in kept:
            before, after = whole.extractfile(name), part.extractfile(name)
            assert before is not None
            assert after is not None
            assert after.read() == before.read()
