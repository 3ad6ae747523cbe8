"""Writes an image's Dockerfile, each line explained."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scratchpress.core.messages import Joined, Message
from scratchpress.image.bases.model import short_name
from scratchpress.recipe.model import SCRATCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scratchpress.core.platforms import Platform
    from scratchpress.image.contents import Contents

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
    return _escaped(json.dumps(list(arguments), ensure_ascii=False))


def _quoted(text: str) -> str:
    """Text as one word of a Dockerfile, in which no variable is put in place."""
    return '"' + "".join(f"\\{each}" if each in '"\\$' else each for each in text) + '"'


def _escaped(text: str) -> str:
    return "".join(
        character if character.isprintable() else _escape(character) for character in text
    )


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]
