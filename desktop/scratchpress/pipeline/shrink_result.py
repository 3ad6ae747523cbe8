"""Says what became of each variant that was tried, and picks the smallest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scratchpress.toolchains.variants import Variant

# A thousandth is not worth a further change.
_NEARLY = 1.001


@dataclass(frozen=True, slots=True)
class Attempt:
    """One variant and what became of it.

    Attributes:
        variant: how it was compiled.
        size: of the program in bytes; ``None`` while it is not there, or when it cannot be made.
        seconds: the compiler's time, beside the others.
        same: whether it prints the same; ``None`` when that is not known.
        same_as: the key of an earlier variant that made the same program; or empty.
        problem: why it cannot be taken, in a sentence; or empty.
    """

    variant: Variant
    size: int | None = None
    seconds: float | None = None
    same: bool | None = None
    same_as: str = ""
    problem: str = ""

    @property
    def is_over(self) -> bool:
        """Whether all is known that will be."""
        return bool(self.problem or self.same_as) or self.same is not None


@dataclass(frozen=True, slots=True)
class Shrunk:
    """All variants that were tried.

    Attributes:
        attempts: the recipe's own first.
        notice: why programs could not be compared; empty when they were.
    """

    attempts: tuple[Attempt, ...]
    notice: str = ""

    @property
    def now(self) -> Attempt:
        """The recipe's own variant."""
        return self.attempts[0]

    @property
    def winner(self) -> Attempt | None:
        """The smallest that prints the same and gives nothing up; ``None`` when it is ``now``."""
        return self._smallest(one for one in self.attempts if not one.variant.gives_up)

    @property
    def smallest(self) -> Attempt | None:
        """The smallest that prints the same, whatever it gives up; ``None`` likewise."""
        return self._smallest(self.attempts)

    def _smallest(self, attempts: Iterable[Attempt]) -> Attempt | None:
        """Of those that are nearly the smallest, the one that changes least."""
        fit = [(one.size, one) for one in attempts if one.size is not None and one.same]
        enough = min((size for size, _ in fit), default=0) * _NEARLY
        first = next((one for size, one in fit if size <= enough), self.now)
        return None if first is self.now else first
