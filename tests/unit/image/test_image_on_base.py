"""An image on a base: its layers below ours, and of its config what a Dockerfile keeps."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.platforms import Platform
from scratchpress.executable.model import Executable, Linkage
from scratchpress.image.assemble import assemble
from scratchpress.image.bases.engine_export import keep_export
from scratchpress.image.bases.facts import read_base
from scratchpress.image.bases.store import BaseStore, KeptName
from scratchpress.image.extras import NO_EXTRAS, collect
from scratchpress.recipe.model import Extra, ImageOptions
from scratchpress.registry.sendable import read_image
from tests.support.bases import MadeBase, busybox, digest_of, entry, layer_of

if TYPE_CHECKING:
    from scratchpress.image.bases.model import Base
    from scratchpress.image.extras import Extras
    from scratchpress.image.model import Image

AMD64, ARM64 = Platform.LINUX_AMD64, Platform.LINUX_ARM64
PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

Read = Callable[[MadeBase], "Base"]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    store = BaseStore(tmp_path / "store", Cancellation())
    for name in ("blobs", "names"):
        (tmp_path / "store" / name).mkdir(parents=True)

    def reading(made: MadeBase) -> Base:
        platform = Platform(f"linux/{made.architecture}")
        digest = keep_export(io.BytesIO(made.legacy()), platform, "base:1", store)
        return read_base("base:1", platform, KeptName("", digest, ""), store)

    return reading


def program(folder: Path, platform: Platform = AMD64) -> Executable:
    content = f"for {platform}".encode() * 10
    path = folder / platform.architecture
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    return Executable(path, platform, Linkage.STATIC, len(content), sha256, stripped=True)


def image_on(folder: Path, *bases: Base, extras: Extras = NO_EXTRAS) -> Image:
    first, *others = (program(folder, base.platform) for base in bases)
    return assemble(
        first,
        reference="hello",
        program="hello",
        command=("x",),
        folder=folder,
        extras=extras,
        others=others,
        bases={base.platform: base for base in bases},
    )


def config_of(image: Image) -> dict[str, Any]:
    config: dict[str, Any] = json.loads(image.config)
    return config


def test_its_layers_are_below_ours_and_its_size_counts(tmp_path: Path, read: Read) -> None:
    made = busybox()
    base = read(made)
    image = image_on(tmp_path, base, extras=collect(ImageOptions(extras=(Extra.USER,)), tmp_path))
    digests = [layer.digest for layer in image.layers]
    assert digests[:2] == list(map(digest_of, made.layers))
    assert config_of(image)["rootfs"]["diff_ids"] == digests
    assert len(image.own_layers) == 2
    assert image.size == base.facts.size + image.own_size
    assert image.own_size > program(tmp_path).size
    assert image.has_tmp
    with tarfile.open(image.archive) as archive:
        kept = archive.extractfile(f"blobs/{digests[0].replace(':', '/')}")
        assert kept is not None
        assert kept.read() == made.layers[0]


def test_of_the_config_stays_what_a_dockerfile_keeps(tmp_path: Path, read: Read) -> None:
    process = {
        "Env": ["A=1", "SSL_CERT_FILE=/theirs"],
        "User": "app",
        "WorkingDir": "/srv",
        "Labels": {"theirs": "yes", "org.opencontainers.image.title": "base"},
        "Cmd": ["sh"],
        "Entrypoint": ["/init"],
        "Volumes": {"/data": {}},
        "StopSignal": "SIGQUIT",
        "Hostname": "builder",
        "Image": "sha256:x",
    }
    base = read(busybox(process=process))
    extras = collect(ImageOptions(extras=(Extra.CA_CERTIFICATES,)), tmp_path)
    assert config_of(image_on(tmp_path, base, extras=extras))["config"] == {
        "Cmd": ["x"],
        "Entrypoint": ["/hello"],
        "Env": ["A=1", "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt", PATH],
        "Labels": {
            "io.scratchpress.image": "1",
            "org.opencontainers.image.title": "hello",
            "theirs": "yes",
        },
        "StopSignal": "SIGQUIT",
        "User": "app",
        "Volumes": {"/data": {}},
        "WorkingDir": "/srv",
    }


def test_our_user_stands_above_that_of_the_base(tmp_path: Path, read: Read) -> None:
    base = read(busybox(process={"User": "app"}))
    extras = collect(ImageOptions(extras=(Extra.USER,)), tmp_path)
    assert config_of(image_on(tmp_path, base, extras=extras))["config"]["User"] == "65532:65532"


@pytest.mark.parametrize("history", [[], [{"created_by": "one for two layers"}]])
def test_every_layer_has_its_line_of_history(
    tmp_path: Path, read: Read, history: list[dict[str, str]]
) -> None:
    image = image_on(tmp_path, read(busybox(history=history)))
    lines = [line for line in config_of(image)["history"] if not line.get("empty_layer")]
    assert [line["created_by"] for line in lines] == [
        "FROM base:1",
        "FROM base:1",
        "COPY hello /hello",
    ]


def test_the_history_of_the_base_stays(tmp_path: Path, read: Read) -> None:
    commands = [
        line["created_by"] for line in config_of(image_on(tmp_path, read(busybox())))["history"]
    ]
    assert commands[:4] == ["layer 0", "layer 1", "settings", "COPY hello /hello"]


def test_each_platform_has_its_own_base_in_one_archive(tmp_path: Path, read: Read) -> None:
    shared = layer_of(entry("same", b"for both"))
    own = MadeBase((shared, layer_of(entry("amd", b"64"))))
    foreign = MadeBase((shared, layer_of(entry("arm", b"64"))), architecture="arm64")
    extras = collect(ImageOptions(extras=(Extra.TMP,)), tmp_path)
    image = image_on(tmp_path, read(own), read(foreign), extras=extras)
    for made, platform in ((own, AMD64), (foreign, ARM64)):
        alone = image_on(tmp_path, read(made), extras=extras)
        assert image.on(platform).digest == alone.digest
    image = image_on(tmp_path, read(own), read(foreign), extras=extras)
    with tarfile.open(image.archive) as archive:
        names = archive.getnames()
    assert len(names) == len(set(names))
    saved = read_image(image.archive, Cancellation())
    assert saved.digest == image.digest
    # Three of the bases, one of extras, two programs, two configs.
    assert len(saved.blobs) == 8


def test_an_image_of_ours_as_the_base_shares_its_layers(tmp_path: Path, read: Read) -> None:
    extras = collect(ImageOptions(extras=(Extra.TMP,)), tmp_path)
    first = image_on(tmp_path, read(busybox()), extras=extras)
    with tarfile.open(first.archive) as archive:
        ours = archive.extractfile(f"blobs/{first.own_layers[0].digest.replace(':', '/')}")
        assert ours is not None
        base = read(MadeBase((ours.read(),)))
    image = image_on(tmp_path, base, extras=extras)
    with tarfile.open(image.archive) as archive:
        names = archive.getnames()
    assert len(names) == len(set(names))
    assert [layer.digest for layer in image.layers[:2]] == [base.layers[0].digest] * 2
