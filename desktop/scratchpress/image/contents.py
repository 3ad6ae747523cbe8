"""What goes into an image, whoever builds it: the values behind Dockerfile and config."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scratchpress.core.errors import RecipeError, UsageError
from scratchpress.core.messages import Message
from scratchpress.image.extras import NO_EXTRAS, Extras
from scratchpress.image.oci import TITLE
from scratchpress.image.reference import PROGRAM_NAME, program_name
from scratchpress.recipe.model import SCRATCH

if TYPE_CHECKING:
    from collections.abc import Mapping

# Marks an image as made here.
IMAGE_LABEL = "io.scratchpress.image"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in an image, whoever builds it.

    Attributes:
        program: the program's name, as ``reference.program_name`` gives it.
        command: default arguments.
        extras: what it holds besides the program.
        start: what it starts from, as ``FROM`` takes it.
        chosen_labels: added to those that every image has.
    """

    program: str
    command: tuple[str, ...]
    extras: Extras = NO_EXTRAS
    start: str = SCRATCH
    chosen_labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not PROGRAM_NAME.fullmatch(self.program):
            raise ValueError(Message("not a program's name in an image: {0}", repr(self.program)))
        for argument in self.command:
            if "\0" in argument or not _is_text(argument):
                raise UsageError(
                    "An argument of the program is not text that an image can hold.",
                    explanation="Image configs are UTF-8, without NUL characters.",
                    remedy="Give the argument when the program is run, or write it in UTF-8.",
                    details=repr(argument),
                )
        if any(member.path == self.path for member in self.extras.members):
            raise RecipeError(
                Message(
                    "image.files: something goes to {0}, where the program itself is.", self.path
                ),
                remedy="Give it another place, or the image another name: the program is"
                " called as the image is.",
            )

    @property
    def path(self) -> str:
        """The program's path in the image: ``/hello``."""
        return f"/{self.program}"

    @property
    def folder(self) -> str:
        """The folder beside the Dockerfile with what goes in besides the program.

        A program's name can be followed by no plus, so no program is called so.
        """
        return f"{self.program}+"

    @property
    def entrypoint(self) -> tuple[str, ...]:
        """What starts, in exec form."""
        return (self.path,)

    @property
    def labels(self) -> dict[str, str]:
        """The image's labels."""
        return {TITLE: self.program, **self.chosen_labels, IMAGE_LABEL: "1"}


def contents_for(
    reference: str,
    command: tuple[str, ...],
    extras: Extras,
    start: str = SCRATCH,
    labels: Mapping[str, str] | None = None,
) -> Contents:
    """What goes into an image of this name; ``start`` is what it starts from.

    Raises:
        UsageError: an argument is not text.
        RecipeError: a chosen file goes where the program itself is.
    """
    program = program_name(reference)
    # Only what the extras and the base bring can be known beforehand to be in the way.
    if program in extras.own_folders:
        program = f"{program}-program"
    return Contents(program, command, extras, start, labels or {})


def _is_text(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def rfc3339(seconds: int) -> str:
    """The date as image configs write it: ``1970-01-01T00:00:00Z``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
