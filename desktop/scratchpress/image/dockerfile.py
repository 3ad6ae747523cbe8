"""The image as a Dockerfile, and the context from which an engine builds it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.errors import StorageError, UsageError
from scratchpress.image import tar
from scratchpress.image.layer import PROGRAM_MODE
from scratchpress.image.reference import PROGRAM_NAME
from scratchpress.image.source_date import source_date
from scratchpress.values import BuildContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.values import Executable, Image

LABEL_IMAGE = "io.scratchpress.image"
LABEL_TITLE = "org.opencontainers.image.title"
DOCKERFILE = "Dockerfile"

_COMMENTS = {
    "FROM": "Start from nothing: no operating system, no shell, no libraries.",
    "COPY": "Put the program into the image. It is the only file in it.",
    "LABEL": "Notes for people and tools that list images.",
    "ENTRYPOINT": "What starts when a container of this image starts.",
    "CMD": "What the program gets as arguments when none are given.",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in an image, whoever builds it.

    Attributes:
        program: the program's name, as ``reference.program_name`` gives it.
        command: default arguments.
    """

    program: str
    command: tuple[str, ...]

    def __post_init__(self) -> None:
        if not PROGRAM_NAME.fullmatch(self.program):
            raise ValueError(f"not a program's name in an image: {self.program!r}")
        for argument in self.command:
            if "\0" in argument or not _is_text(argument):
                raise UsageError(
                    "An argument of the program is not text that an image can hold.",
                    explanation="Image configs are UTF-8, without NUL characters.",
                    remedy="Give the argument when the program is run, or write it in UTF-8.",
                    details=repr(argument),
                )

    @property
    def path(self) -> str:
        """The program's path in the image: ``/hello``."""
        return f"/{self.program}"

    @property
    def entrypoint(self) -> tuple[str, ...]:
        """What starts, in exec form."""
        return (self.path,)

    @property
    def labels(self) -> dict[str, str]:
        """The image's labels."""
        return {LABEL_IMAGE: "1", LABEL_TITLE: self.program}


def dockerfile(contents: Contents) -> str:
    """The Dockerfile that makes this image, each line explained."""
    explained = (
        f"# {_COMMENTS[line.split(' ', 1)[0]]}\n{line}\n" for line in instructions(contents)
    )
    return "\n".join(explained)


def instructions(contents: Contents) -> tuple[str, ...]:
    """The Dockerfile's instructions, one a line."""
    labels = " ".join(f'{key}="{value}"' for key, value in sorted(contents.labels.items()))
    lines = [
        "FROM scratch",
        f"COPY {contents.program} {contents.path}",
        f"LABEL {labels}",
        f"ENTRYPOINT {exec_form(contents.entrypoint)}",
    ]
    if contents.command:
        lines.append(f"CMD {exec_form(contents.command)}")
    return tuple(lines)


def exec_form(arguments: Sequence[str]) -> str:
    """Arguments as a JSON list, which a Dockerfile takes as they are: no shell reads them.

    Letters stay readable; what an editor would not show (line ends, control and
    direction characters) is escaped.
    """
    return _escaped(json.dumps(list(arguments), ensure_ascii=False))


def build_context(image: Image, executable: Executable, *, date: int | None = None) -> BuildContext:
    """Everything an engine needs to build an image itself, as ``assemble`` made it.

    Args:
        image: what ``assemble`` made of the executable.
        executable: proven static.
        date: seconds since 1970 that the program carries; ``SOURCE_DATE_EPOCH`` or 0
            when ``None``.

    Raises:
        UsageError: ``SOURCE_DATE_EPOCH`` is not a date.
        StorageError: the program cannot be read.
    """
    contents = Contents(image.entrypoint[0].removeprefix("/"), image.command)
    text = dockerfile(contents)
    date = source_date() if date is None else date
    try:
        program = executable.path.read_bytes()
    except OSError as error:
        raise StorageError(
            f"{contents.program} cannot be read: {error.strerror or error}.",
            remedy="Build it again.",
        ) from error
    context = b"".join(
        (
            tar.member(DOCKERFILE, text.encode(), mode=0o644, date=date),
            tar.member(contents.program, program, mode=PROGRAM_MODE, date=date),
            tar.END,
        )
    )
    return BuildContext(image.reference, image.platform, text, context)


def _is_text(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _escaped(text: str) -> str:
    return "".join(
        character if character.isprintable() else _escape(character) for character in text
    )


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]
