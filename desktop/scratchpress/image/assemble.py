"""Assembles an image from a static program: one archive, the same bytes every time.

The archive is an OCI image layout (``oci-layout``, ``index.json``, ``blobs``) and a
docker-archive (``manifest.json``) at once: engines since Docker 1.10, Podman, containerd
and skopeo all take it. ``make_image`` makes the one that a recipe asks for.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.core.platforms import Platform
from scratchpress.image import documents, oci, tar
from scratchpress.image.bases.extras_on_base import contents_on, program_on
from scratchpress.image.dockerfile import dockerfile
from scratchpress.image.extras import NO_EXTRAS
from scratchpress.image.layer import copy_layer, program_file, write_layer
from scratchpress.image.model import Image, Layer
from scratchpress.image.reference import parse_reference
from scratchpress.system.source_date import source_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from scratchpress.executable.model import Executable
    from scratchpress.image.bases.model import Base, BaseLayer
    from scratchpress.image.contents import Contents
    from scratchpress.image.extras import Extras
    from scratchpress.image.layer import LayerMember
    from scratchpress.image.oci import Document
    from scratchpress.image.reference import Reference
    from scratchpress.recipe.model import Recipe

ARCHIVE = "image.tar"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def assemble(
    executable: Executable,
    *,
    reference: str,
    program: str,
    command: tuple[str, ...],
    folder: Path,
    extras: Extras = NO_EXTRAS,
    labels: Mapping[str, str] | None = None,
    others: Sequence[Executable] = (),
    bases: Mapping[Platform, Base] | None = None,
    cancellation: Cancellation | None = None,
) -> Image:
    """Make the image of one program and write it to ``folder``.

    The result depends on nothing but the program's bytes and the arguments here. The
    extras are a layer of their own below the program's, which rebuilds share; below them are
    the layers of the base.

    An image for several platforms is an OCI index of the images that each platform alone
    would have. To the Docker part of the archive, which knows no index, each is an image of
    its own, named by its platform; the first, in a fixed order, carries the plain name, too.

    Args:
        executable: proven static.
        reference: the image's name, in any valid form.
        program: the program's name in the image, as ``program_name`` gives it.
        command: default arguments.
        folder: where ``image.tar`` goes; one that is there is replaced.
        extras: what the image holds besides the program, as ``extras.collect`` gives it.
        labels: added to those that every image has.
        others: the same program for other platforms, proven static.
        bases: what the image starts from on each platform; nothing when ``None``.
        cancellation: asked once for each megabyte.

    Raises:
        ImageNameError: the name is not valid, or too long for several platforms.
        UsageError: an argument is not text, or ``SOURCE_DATE_EPOCH`` is not a date.
        RecipeError: a chosen file goes where the program itself is.
        StorageError: the folder cannot be written, its disk is full, or a file is no
            longer what was measured.
        CancelledError: the person stopped it.
    """
    name = parse_reference(reference)
    bases = bases or {}
    own_contents = {
        one.platform: contents_on(bases.get(one.platform), program, command, extras, labels)
        for one in (executable, *others)
    }
    date = source_date()
    programs = sorted((executable, *others), key=lambda one: list(Platform).index(one.platform))
    names = [name.on(one.platform) for one in programs] if others else [name]
    path = folder / ARCHIVE
    try:
        with path.open("wb") as out:
            writer = _Writer(out, date, cancellation or Cancellation())
            parts = []
            for program_file, own_name in zip(programs, names, strict=True):
                platform = program_file.platform
                base, contents = bases.get(platform), own_contents[platform]
                layers = writer.layers(program_file, contents, base)
                config = documents.config(contents, layers, platform=platform, date=date, base=base)
                manifest = documents.manifest(config, layers)
                parts.append(_Part(own_name, contents, base, platform, layers, config, manifest))
            whole = None
            if others:
                whole = documents.platforms_index({one.platform: one.manifest for one in parts})
            out.writelines(_other_members(name, parts, whole))
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _translated(error, path) from error
        raise
    images = {one.platform: _image(one, path) for one in parts}
    first = images[executable.platform]
    if whole is None:
        return first
    return replace(first, reference=str(name), digest=whole.digest, variants=tuple(images.values()))


@dataclass(frozen=True, slots=True)
class _Part:
    """The image for one platform, as it is in the archive."""

    name: Reference
    contents: Contents
    base: Base | None
    platform: Platform
    layers: tuple[Layer, ...]
    config: Document
    manifest: Document


def _image(part: _Part, archive: Path) -> Image:
    below = part.base.facts.size if part.base is not None else 0
    return Image(
        reference=str(part.name),
        platform=part.platform,
        config_digest=part.config.digest,
        digest=part.manifest.digest,
        size=below + sum(entry.size for layer in part.layers for entry in layer.entries),
        entrypoint=part.contents.entrypoint,
        command=part.contents.command,
        layers=part.layers,
        archive=archive,
        config=part.config.content,
        base=part.base,
    )


@dataclass(slots=True)
class _Writer:
    """Writes layers into the archive, each once, however many platforms share it."""

    out: BinaryIO
    date: int
    cancellation: Cancellation
    _extras: dict[tuple[LayerMember, ...], Layer] = field(default_factory=dict)
    _written: set[str] = field(default_factory=set)

    def layers(
        self, program: Executable, contents: Contents, base: Base | None
    ) -> tuple[Layer, ...]:
        """The layers of the image for one platform, bottom first."""
        below = [self._base_layer(layer) for layer in (base.layers if base else ())]
        members = contents.extras.members
        if members:
            if members not in self._extras:
                self._extras[members] = self._layer(members)
            below.append(self._extras[members])
        return (*below, self._layer([program_file(contents.path, program)]))

    def _layer(self, members: Sequence[LayerMember]) -> Layer:
        """Write a layer as the archive's next member, in one pass over its files.

        The member's name is the layer's digest, so its header is written last.
        """
        start = self.out.tell()
        self.out.write(bytes(tar.BLOCK))
        layer = write_layer(members, self.out, date=self.date, cancellation=self.cancellation)
        if layer.digest in self._written:
            # An image of ours as the base can hold the very same layer.
            self.out.seek(start)
            self.out.truncate()
            return layer
        self._written.add(layer.digest)
        self.out.write(tar.padding(layer.size))
        self.out.seek(start)
        self.out.write(_member_header(oci.blob_path(layer.digest), layer.size))
        self.out.seek(0, 2)
        return layer

    def _base_layer(self, layer: BaseLayer) -> Layer:
        """Copy a layer of the base, and hold it to its digest on the way."""
        if layer.digest not in self._written:
            self.out.write(_member_header(oci.blob_path(layer.digest), layer.size))
            copy_layer(layer, self.out, self.cancellation)
            self.out.write(tar.padding(layer.size))
            self._written.add(layer.digest)
        return Layer(layer.digest, layer.size, ())


def _other_members(
    name: Reference, parts: Sequence[_Part], whole: Document | None
) -> Iterator[bytes]:
    """The archive's documents; ``whole`` is the index where there are several parts."""
    first = parts[0]
    image, platform = (first.manifest, first.platform) if whole is None else (whole, None)
    names = [[one.name] for one in parts]
    if whole is not None:
        names[0].insert(0, name)
    blobs = [image, *(document for one in parts for document in (one.config, one.manifest))]
    members = {oci.blob_path(one.digest): one.content for one in blobs} | {
        oci.INDEX_FILE: documents.index(image, reference=name, platform=platform),
        "manifest.json": documents.docker_manifest(
            (one.config, one.layers, own) for one, own in zip(parts, names, strict=True)
        ),
        oci.LAYOUT_FILE: oci.LAYOUT,
    }
    for path, content in sorted(members.items()):
        yield _member_header(path, len(content)) + content + tar.padding(len(content))
    yield tar.END


def _member_header(path: str, size: int) -> bytes:
    # The archive's own members are only a wrapping, so they carry no date.
    return tar.header(path, size=size, mode=0o644, date=0)


def _translated(error: OSError, path: Path) -> StorageError:
    if error.errno in _FULL:
        return StorageError(
            "There is no room left on the disk for the image.",
            explanation=Message("It was being written to {0}.", path.parent),
            remedy="Free some disk space and try again.",
            details=str(error),
        )
    return StorageError(
        Message("The image cannot be written to {0}: {1}.", path.parent, reason(error)),
        remedy="Check that the folder exists and that you may write to it.",
        details=str(error),
    )


def make_image(
    recipe: Recipe,
    executable: Executable,
    *,
    reference: str,
    others: Sequence[Executable],
    extras: Extras,
    bases: Mapping[Platform, Base],
    folder: Path,
    cancellation: Cancellation,
) -> tuple[Image, str]:
    """An image of a program, and the Dockerfile that makes the same.

    Args:
        recipe: what is in the image.
        executable: the program for the platform to look at first.
        reference: the image's name.
        others: the program for the other platforms.
        extras: what goes into the image besides.
        bases: what it starts from, by platform; empty for scratch.
        folder: where the image's files are written.
        cancellation: stops it.
    """
    program = program_on(bases.values(), reference, extras)
    labels = recipe.image.labels
    base = bases.get(executable.platform)
    contents = contents_on(base, program, recipe.run.args, extras, labels)
    image = assemble(
        executable,
        reference=reference,
        program=contents.program,
        command=contents.command,
        folder=folder,
        extras=extras,
        labels=labels,
        others=others,
        bases=bases,
        cancellation=cancellation,
    )
    return image, dockerfile(contents, recipe.compile.all_platforms)
