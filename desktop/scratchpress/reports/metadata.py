"""Describes a finished build for machines, as a small JSON document.

``scratchpress build --metadata`` and the GitHub Action write it. Kept beside a digest that is
expected, it lets a later build say what differs.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta, Struct

from scratchpress import __version__
from scratchpress.core.errors import SourceError
from scratchpress.core.messages import Message, reason
from scratchpress.core.text import shown_name
from scratchpress.reports.ingredients import ingredients_of
from scratchpress.system.atomic_files import write_whole
from scratchpress.system.paths import make_private

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.pipeline.job import BuildResult, Job

VERSION = 1
MAX_BYTES = 1_000_000
_KEPT_FILE = "metadata.json"
_KEPT = 50


class _Part(Struct, frozen=True, kw_only=True):
    """A part of the document."""


class LayerMetadata(_Part, frozen=True):
    """A layer of an image."""

    digest: str
    size: Annotated[int, Meta(description="bytes of the uncompressed tar")]


class ImageMetadata(_Part, frozen=True):
    """The image for one platform."""

    platform: str
    digest: Annotated[str, Meta(description="of its OCI manifest")]
    config_digest: str
    size: Annotated[int, Meta(description="the files in it, added up")]
    executable_size: int
    executable_sha256: str
    layers: tuple[LayerMetadata, ...]


class RunMetadata(_Part, frozen=True):
    """How the program ran."""

    outcome: str
    exit_code: int | None
    seconds: float


class Metadata(_Part, frozen=True):
    """A build. What it did not come to is null or empty."""

    version: Annotated[int, Meta(description="of this format", ge=1, le=VERSION)] = VERSION
    scratchpress: Annotated[str, Meta(description="the version that built it")] = ""
    image: Annotated[str | None, Meta(description="its name, where the engine holds it")] = None
    tags: Annotated[tuple[str, ...], Meta(description="all names it was given")] = ()
    image_id: Annotated[str | None, Meta(description="the engine's ID for it")] = None
    digest: Annotated[str | None, Meta(description="of the OCI manifest or index")] = None
    size: int | None = None
    images: tuple[ImageMetadata, ...] = ()
    ingredients: Annotated[
        dict[str, str], Meta(description="all that decides the digest, in words or digests")
    ] = {}
    engine: str | None = None
    run: RunMetadata | None = None
    pushed: Annotated[tuple[str, ...], Meta(description="names with digests, in registries")] = ()
    sbom: Annotated[str | None, Meta(description="the file that lists what is in the image")] = None


def metadata_of(
    job: Job, result: BuildResult, *, tags: tuple[str, ...] = (), pushed: tuple[str, ...] = ()
) -> Metadata:
    """The metadata of a build, as far as it came.

    Args:
        job: what was asked for.
        result: what was made.
        tags: names besides the image's own.
        pushed: names with digests that a push gave it.
    """
    image, outcome = result.image, result.outcome
    run = None
    if outcome is not None:
        seconds = round(outcome.seconds, 6)
        run = RunMetadata(outcome=outcome.kind.value, exit_code=outcome.exit_code, seconds=seconds)
    return Metadata(
        scratchpress=__version__,
        image=image.reference if image else None,
        tags=tuple(dict.fromkeys((image.reference, *tags))) if image else (),
        image_id=result.stored.id if result.stored else None,
        digest=image.digest if image else None,
        size=image.size if image else None,
        images=_images(result),
        ingredients=ingredients_of(job, result),
        engine=result.engine.title if result.engine else None,
        run=run,
        pushed=pushed,
    )


def to_json(metadata: Metadata, *, indent: int = 0) -> bytes:
    """The document in UTF-8; on one line unless indented."""
    content = msgspec.json.encode(metadata)
    return msgspec.json.format(content, indent=indent) + b"\n" if indent else content


def read_metadata(path: Path) -> Metadata:
    """Read a document that ``to_json`` made.

    Raises:
        SourceError: it cannot be read or is something else.
    """
    name = shown_name(path.name)
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(MAX_BYTES), type=Metadata)
    except OSError as error:
        raise SourceError(
            Message("{0} cannot be read: {1}.", name, reason(error)),
            remedy="Check that the file exists and that you may read it.",
        ) from error
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise SourceError(
            Message("{0} holds no image's metadata.", name),
            remedy="Write it with scratchpress build --metadata.",
            details=str(error),
        ) from error


def keep(folder: Path, metadata: Metadata) -> None:
    """Keep a build's metadata among the last ones; where that cannot be, it is not kept."""
    kept = [one for one in _kept(folder) if one.digest != metadata.digest]
    with suppress(OSError):
        make_private(folder)
        write_whole(folder / _KEPT_FILE, msgspec.json.encode([metadata, *kept][:_KEPT]))


def find_kept(folder: Path, digest: str) -> Metadata | None:
    """The metadata of a build that was kept, by its image's digest."""
    return next((one for one in _kept(folder) if one.digest == digest), None)


def last_kept(folder: Path) -> Metadata | None:
    """The metadata of the last build that was kept."""
    return next(iter(_kept(folder)), None)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    schema = msgspec.json.schema(Metadata)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scratchpress metadata",
        **schema,
    }


def _kept(folder: Path) -> tuple[Metadata, ...]:
    try:
        content = (folder / _KEPT_FILE).read_bytes()
        return msgspec.json.decode(content, type=tuple[Metadata, ...])
    except (OSError, msgspec.MsgspecError, ValueError):
        return ()


def _images(result: BuildResult) -> tuple[ImageMetadata, ...]:
    if result.image is None:
        return ()
    programs = {one.platform: one for one in result.executables}
    return tuple(
        ImageMetadata(
            platform=one.platform.value,
            digest=one.digest,
            config_digest=one.config_digest,
            size=one.size,
            executable_size=programs[one.platform].size,
            executable_sha256=programs[one.platform].sha256,
            layers=tuple(
                LayerMetadata(digest=layer.digest, size=layer.size) for layer in one.layers
            ),
        )
        for one in result.image.parts
    )
