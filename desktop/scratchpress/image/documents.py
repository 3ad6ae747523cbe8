"""Writes the JSON documents of an image: config, manifest, and the indexes that list it.

Fields: https://github.com/opencontainers/image-spec (``config.md``, ``manifest.md``,
``image-index.md``, ``image-layout.md``). A digest is of these bytes, so any change here gives
every image a new ID.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scratchpress.image import oci
from scratchpress.image.contents import rfc3339
from scratchpress.image.dockerfile import instructions, makes_layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scratchpress.core.platforms import Platform
    from scratchpress.image.bases.model import Base
    from scratchpress.image.contents import Contents
    from scratchpress.image.model import Layer
    from scratchpress.image.oci import Document
    from scratchpress.image.reference import Reference

# What an image keeps of its base besides environment and labels (OCI's config.md and Docker's).
_KEPT = (
    "ArgsEscaped", "ExposedPorts", "Healthcheck", "Shell", "StopSignal", "User", "Volumes",
    "WorkingDir",
)  # fmt: skip
# What Docker's builder gives an image that sets none, so that both builders give the same
# (moby, oci/defaults.go, DefaultPathEnv).
_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def config(
    contents: Contents,
    layers: Sequence[Layer],
    *,
    platform: Platform,
    date: int,
    base: Base | None = None,
) -> Document:
    """The image config; its digest is the image ID of a graph-driver store.

    From a base stays what a Dockerfile's ``FROM`` keeps of it: environment, user, folder,
    labels, ports and the rest. The entrypoint is ours, and its default arguments go with it.
    """
    created = rfc3339(date)
    theirs = {key: value for key, value in base.process.items() if value} if base else {}
    process: dict[str, Any] = {key: theirs[key] for key in _KEPT if key in theirs} | {
        "Entrypoint": list(contents.entrypoint),
        "Env": _environment(theirs.get("Env") or (), contents.extras.environment),
        "Labels": {**(theirs.get("Labels") or {}), **contents.labels},
    }
    if contents.extras.user:
        process["User"] = contents.extras.user
    if contents.command:
        process["Cmd"] = list(contents.command)
    history = [
        {"created": created, "created_by": instruction}
        | ({} if makes_layer(instruction) else {"empty_layer": True})
        for instruction in instructions(contents)
        if not instruction.startswith("FROM ")
    ]
    document = {
        "architecture": platform.architecture,
        "config": process,
        "created": created,
        "history": [*_history(base), *history] if base else history,
        "os": platform.os,
        "rootfs": {"diff_ids": [layer.digest for layer in layers], "type": "layers"},
    }
    if base is not None and (variant := base.config.get("variant")):
        document["variant"] = variant
    return oci.Document.write(oci.CONFIG_TYPE, document)


def _environment(theirs: Sequence[str], ours: Sequence[str]) -> list[str]:
    """Variables of the base and of ours, in the order in which Docker's builder has them."""
    variables = {variable.partition("=")[0]: variable for variable in theirs}
    variables.setdefault("PATH", _PATH)
    variables.update((variable.partition("=")[0], variable) for variable in ours)
    return list(variables.values())


def _history(base: Base) -> list[dict[str, Any]]:
    """How the base was made, with one entry for each of its layers."""
    entries = [dict(entry) for entry in base.config.get("history") or ()]
    if sum(not entry.get("empty_layer") for entry in entries) == len(base.layers):
        return entries
    # Some builders leave it out; engines count layers by it.
    return [{"created_by": f"FROM {base.name}"} for _ in base.layers]


def manifest(config: Document, layers: Sequence[Layer]) -> Document:
    """The OCI manifest; its digest is what registries and containerd stores use."""
    return oci.Document.write(
        oci.MANIFEST_TYPE,
        {
            "config": config.descriptor,
            "layers": [
                oci.descriptor(oci.LAYER_TYPE, layer.digest, layer.size) for layer in layers
            ],
            "mediaType": oci.MANIFEST_TYPE,
            "schemaVersion": 2,
        },
    )


def platforms_index(manifests: Mapping[Platform, Document]) -> Document:
    """The OCI index of an image for several platforms; its digest is the image's."""
    entries = [
        manifest.descriptor | {"platform": _platform(platform)}
        for platform, manifest in manifests.items()
    ]
    return oci.Document.write(oci.INDEX_TYPE, oci.index(entries))


def index(image: Document, *, reference: Reference, platform: Platform | None) -> bytes:
    """``index.json``: which image an OCI layout holds, and under what name.

    Args:
        image: its manifest, or the index of its platforms.
        reference: its name.
        platform: what it runs on; ``None`` where that is said by an index.
    """
    entry = image.descriptor | {
        "annotations": {
            oci.CONTAINERD_NAME: reference.full,
            oci.REF_NAME: reference.tag,
        },
    }
    if platform is not None:
        entry["platform"] = _platform(platform)
    return oci.canonical_json(oci.index([entry]))


def docker_manifest(
    images: Iterable[tuple[Document, Sequence[Layer], Sequence[Reference]]],
) -> bytes:
    """``manifest.json``: the same images for ``docker load`` of any age.

    https://github.com/moby/docker-image-spec/blob/main/v1.2.md, "Combined Image JSON".

    Args:
        images: of each its config, its layers and its names.
    """
    entries = [
        {
            "Config": oci.blob_path(config.digest),
            "Layers": [oci.blob_path(layer.digest) for layer in layers],
            "RepoTags": list(map(str, names)),
        }
        for config, layers, names in images
    ]
    return oci.canonical_json(entries)


def _platform(platform: Platform) -> dict[str, str]:
    return {"architecture": platform.architecture, "os": platform.os}
