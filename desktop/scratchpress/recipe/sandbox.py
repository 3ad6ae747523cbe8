"""The ``[sandbox]`` table of a recipe: what holds a running program, each part by itself.

Every default holds; a recipe names only what it loosens. What each loosening means for a
person is worded in ``recipe/restrictions.py``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from scratchpress.core.messages import not_taken
from scratchpress.core.sizes import parse_size
from scratchpress.recipe.types import Part, SizeText

# The number distroless images use for "nonroot". An account of the host seldom has it.
NOBODY = "65532:65532"
ROOT = "root"
# Less, and some engines could not even open the program.
_FEWEST_FILES = 16
_SMALLEST_FILE = 1

CapabilityName = Annotated[
    str,
    Meta(
        pattern=r"^(CAP_)?[A-Z][A-Z_]*$(?!\n)",
        description="a right of root as Linux names it: NET_RAW, SYS_PTRACE, ALL",
    ),
]


class Network(StrEnum):
    """What a program is connected with."""

    NONE = "none"
    BRIDGE = "bridge"


class SystemCalls(StrEnum):
    """Whether the engine's filter keeps a program from the riskier calls of the kernel."""

    FILTERED = "filtered"
    UNFILTERED = "unfiltered"


class SandboxOptions(Part, frozen=True):
    """What holds the program while it runs."""

    network: Network = Network.NONE
    writable_root: bool = False
    user: Annotated[
        str,
        Meta(
            pattern=r"^(root|[0-9]{1,10}(:[0-9]{1,10})?)?$(?!\n)",
            description="root, or numbers of a user and a group: 1000:1000",
        ),
    ] = ""
    capabilities: tuple[CapabilityName, ...] = ()
    new_privileges: bool = False
    system_calls: SystemCalls = SystemCalls.FILTERED
    open_files: Annotated[
        int, Meta(ge=_FEWEST_FILES, le=1_000_000, description="a number from 16 to 1,000,000")
    ] = 1024
    file_size: SizeText = "1GiB"
    runtime: Annotated[
        str,
        Meta(
            pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$(?!\n)|^$(?!\n)",
            description="a container runtime that the engine has: runsc",
        ),
    ] = ""

    def __post_init__(self) -> None:
        """Check what a pattern cannot.

        Raises:
            ValueError: a limit that cannot be kept; the message is ``<key> is <what it takes>``.
        """
        if parse_size(self.file_size) < _SMALLEST_FILE:
            raise not_taken("file-size", "1 byte or more")

    @property
    def file_size_bytes(self) -> int:
        """The largest file the program may write, in bytes."""
        return parse_size(self.file_size)

    @property
    def is_root(self) -> bool:
        """Whether the program is asked to run as root."""
        return self.user.partition(":")[0].lstrip("0") in {"", ROOT} and bool(self.user)
