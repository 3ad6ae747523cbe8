"""Writes an image's Dockerfile, each line explained, and the build context that it needs."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import StorageError
from scratchpress.core.messages import Joined, Message, reason
from scratchpress.image.bases.extras_on_base import contents_on
from scratchpress.image.bases.model import short_name
from scratchpress.image.extras import FOLDER_MODE, NO_EXTRAS, Extras
from scratchpress.image.layer import LayerFolder, LayerText, pieces, program_file
from scratchpress.recipe.model import SCRATCH
from scratchpress.system.source_date import source_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from scratchpress.core.platforms import Platform
    from scratchpress.executable.model import Executable
    from scratchpress.image.contents import Contents
    from scratchpress.image.layer import LayerMember
    from scratchpress.image.model import Image

DOCKERFILE = "Dockerfile"

_COPY = "COPY "
_FROM = "FROM "
_NOTHING = "Start from nothing: no operating system, no shell, no libraries."
_COMMENTS = {
    "ARG": "The platform it is built for, amd64 or arm64: docker buildx sets it for each.",
    "ENV": "Tell every program where the certificates are.",
    "USER": "Run as an ordinary user, not as root.",
    "LABEL": "Notes for people and tools that list images.",
    "ENTRYPOINT": "What starts when a container of this image starts.",
    "CMD": "What the program gets as arguments when none are given.",
}


def dockerfile(contents: Contents, platforms: Sequence[Platform] = ()) -> str:
    """The Dockerfile that makes this image, each line explained.

    Args:
        contents: what is in the image.
        platforms: what the image is for; for several it is built once for each.
    """
    lines = instructions(contents, several=len(platforms) > 1)
    return Joined(
        "\n", (Joined("", ("# ", _comment(line, contents), f"\n{line}\n")) for line in lines)
    )


def program_for(contents: Contents, platform: Platform) -> str:
    """What the program for one of several platforms is called beside the Dockerfile."""
    return f"{contents.program}-{platform.architecture}"


def instructions(contents: Contents, *, several: bool = False) -> tuple[str, ...]:
    """The Dockerfile's instructions, one a line.

    Args:
        contents: what is in the image.
        several: whether the program is there for several platforms, see ``program_for``.
    """
    extras = contents.extras
    labels = " ".join(f"{key}={_quoted(value)}" for key, value in sorted(contents.labels.items()))
    lines = [f"{_FROM}{contents.start}"]
    if extras.members:
        lines.append(f"{_COPY}{contents.folder}/ /")
    if several:
        lines.append("ARG TARGETARCH")
    program = f"{contents.program}-$TARGETARCH" if several else contents.program
    lines.append(f"{_COPY}{program} {contents.path}")
    lines += [f"ENV {variable}" for variable in extras.environment]
    if extras.user:
        lines.append(f"USER {extras.user}")
    lines += [f"LABEL {labels}", f"ENTRYPOINT {exec_form(contents.entrypoint)}"]
    if contents.command:
        lines.append(f"CMD {exec_form(contents.command)}")
    return tuple(lines)


def makes_layer(instruction: str) -> bool:
    """Whether an instruction puts files into the image."""
    return instruction.startswith(_COPY)


def _comment(instruction: str, contents: Contents) -> str:
    if instruction.startswith(_FROM):
        name = short_name(contents.start)
        return (
            _NOTHING if name == SCRATCH else Message("Start from {0}: all its files stay in.", name)
        )
    if not makes_layer(instruction):
        return _COMMENTS[instruction.split(" ", 1)[0]]
    if instruction.endswith(f" {contents.path}"):
        if contents.start == SCRATCH and not contents.extras.members:
            return "Put the program into the image. It is the only file in it."
        return "Put the program into the image."
    return "Put in what the program needs besides itself."


def exec_form(arguments: Sequence[str]) -> str:
    """Arguments as a JSON list, which a Dockerfile takes as they are: no shell reads them.

    Letters stay readable; what an editor would not show (line ends, control and
    direction characters) is escaped.
    """
    return "".join(
        character if character.isprintable() else json.dumps(character)[1:-1]
        for character in json.dumps(list(arguments), ensure_ascii=False)
    )


def _quoted(text: str) -> str:
    """Text as one word of a Dockerfile, in which no variable is put in place."""
    return '"' + "".join(f"\\{each}" if each in '"\\$' else each for each in text) + '"'


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
    labels: Mapping[str, str] | None = None,
    cancellation: Cancellation | None = None,
) -> BuildContext:
    """Everything an engine needs to build an image itself, as ``assemble`` made it.

    Args:
        image: what ``assemble`` made of the executable.
        executable: proven static.
        folder: where the context is written.
        extras: what ``assemble`` was given.
        labels: likewise.
        cancellation: asked once for each megabyte.

    Raises:
        UsageError: ``SOURCE_DATE_EPOCH`` is not a date.
        StorageError: a file is not what it was when it was measured, or the context cannot
            be written.
        CancelledError: the person stopped it.
    """
    program_in_image = image.entrypoint[0].removeprefix("/")
    contents = contents_on(image.base, program_in_image, image.command, extras, labels)
    text = dockerfile(contents)
    members = [
        LayerText(f"/{DOCKERFILE}", text.encode(), 0o644),
        program_file(f"/{contents.program}", executable),
        *_context_folder(contents),
    ]
    path = folder / CONTEXT
    try:
        with path.open("wb") as out:
            stop = cancellation or Cancellation()
            out.writelines(pieces(members, date=source_date(), cancellation=stop))
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
