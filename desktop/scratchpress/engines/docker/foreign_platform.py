"""Recognises programs for another platform than the engine's, by what is said at their start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scratchpress.core.errors import CannotRunError
from scratchpress.core.messages import Message

if TYPE_CHECKING:
    from scratchpress.core.platforms import Platform
    from scratchpress.image.model import Image

# What container runtimes write in place of the program's output, with one of these exit codes,
# when the processor does not know its instructions. Newer kernels (seen with 6.18) say of
# such a program that it is not there, and so does every kernel of an emulator that is not.
_WRONG_MACHINE = re.compile(
    rb"exec format error|\bexec\b[^\n]*no such file or directory", re.IGNORECASE
)
_EXIT_CODES = {1, 126, 127, 255}


def is_foreign(image: Image, runs: Platform, words: bytes, exit_code: int | None = None) -> bool:
    """Whether a runtime met a program for another platform.

    Args:
        image: what was to run.
        runs: what the engine runs natively.
        words: the daemon's, or the first that came in place of the program's.
        exit_code: the program's; ``None`` where the daemon did not start it.
    """
    if image.platform is runs or (exit_code is not None and exit_code not in _EXIT_CODES):
        return False
    return _WRONG_MACHINE.search(words) is not None


def needs_emulator(image: Image, runs: Platform, *, details: str) -> CannotRunError:
    """What is needed to run a program for another platform, https://github.com/tonistiigi/binfmt."""
    architecture = image.platform.architecture
    return CannotRunError(
        Message(
            "{0} is built for {1}, and this engine runs {2}.", image.reference, image.platform, runs
        ),
        explanation="Its processor is of another kind, and it has no emulator (QEMU by binfmt_misc)"
        " for it.",
        remedy=Message(
            "Build for {0} or for both platforms, or give the engine an emulator: docker run"
            " --privileged --rm tonistiigi/binfmt --install {1}",
            runs,
            architecture,
        ),
        details=details,
    )
