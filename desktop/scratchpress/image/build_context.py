"""Writes the build context that the Docker daemon's build endpoint gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Message, reason
from scratchpress.image.contents import Contents
from scratchpress.image.dockerfile import DOCKERFILE, dockerfile
from scratchpress.image.extras import FOLDER_MODE, NO_EXTRAS, Extras
from scratchpress.image.layer import PROGRAM_MODE, LayerFile, LayerFolder, LayerText, pieces
from scratchpress.image.source_date import source_date
from scratchpress.recipe.model import SCRATCH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scratchpress.core.platforms import Platform
    from scratchpress.executable.model import Executable
    from scratchpress.image.layer import LayerMember
    from scratchpress.image.model import Image


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What the daemon's build endpoint gets.

    Attributes:
        reference: name and tag for the image.
        platform: what the image is for.
        dockerfile: the Dockerfile's text; also inside the tar.
        tar: the context as an uncompressed tar on disk, the Dockerfile in it.
    """

    reference: str
    platform: Platform
    dockerfile: str
    tar: Path


CONTEXT = "context.tar"


def build_context(
    image: Image,
    executable: Executable,
    folder: Path,
    *,
    extras: Extras = NO_EXTRAS,
    start: str = SCRATCH,
    labels: Mapping[str, str] | None = None,
    date: int | None = None,
    cancellation: Cancellation | None = None,
) -> BuildContext:
    """Everything an engine needs to build an image itself, as ``assemble`` made it.

    Args:
        image: what ``assemble`` made of the executable.
        executable: proven static.
        folder: where the context is written.
        extras: what ``assemble`` was given, as they go onto the base.
        start: what the image starts from, as ``FROM`` takes it.
        labels: likewise.
        date: seconds since 1970 that the program carries; ``SOURCE_DATE_EPOCH`` or 0
            when ``None``.
        cancellation: asked once for each megabyte.

    Raises:
        UsageError: ``SOURCE_DATE_EPOCH`` is not a date.
        StorageError: a file is not what it was when it was measured, or the context cannot
            be written.
        CancelledError: the person stopped it.
    """
    program_in_image = image.entrypoint[0].removeprefix("/")
    contents = Contents(program_in_image, image.command, extras, start, labels or {})
    text = dockerfile(contents)
    program = LayerFile(
        f"/{contents.program}",
        executable.path,
        executable.size,
        executable.sha256,
        PROGRAM_MODE,
        kind="program",
    )
    members = [
        LayerText(f"/{DOCKERFILE}", text.encode(), 0o644),
        program,
        *_context_folder(contents),
    ]
    path = folder / CONTEXT
    try:
        with path.open("wb") as out:
            out.writelines(
                pieces(
                    members,
                    date=source_date() if date is None else date,
                    cancellation=cancellation or Cancellation(),
                )
            )
    except OSError as error:
        raise StorageError(
            Message(
                "What Docker is to build the image from cannot be written: {0}.", reason(error)
            ),
            remedy="Free some disk space and try again.",
            details=str(error),
        ) from error
    return BuildContext(image.reference, image.platform, text, path)


def _context_folder(contents: Contents) -> Iterator[LayerMember]:
    """The extras under the folder that the Dockerfile copies to ``/``."""
    if contents.extras.members:
        yield LayerFolder(f"/{contents.folder}", FOLDER_MODE)
    for member in contents.extras.members:
        yield replace(member, path=f"/{contents.folder}{member.path}")
