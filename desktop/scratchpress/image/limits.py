"""The largest image a recipe allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import SizeLimitError
from scratchpress.core.sizes import format_exact, format_size

if TYPE_CHECKING:
    from scratchpress.image.model import Image


def check_limit(image: Image, max_size: int | None) -> None:
    """Hold an image against its recipe's ``limits.max-size``, in bytes.

    With several platforms it is the limit of each.

    Raises:
        SizeLimitError: it is larger.
    """
    largest = max(image.parts, key=lambda one: one.size)
    if max_size is None or largest.size <= max_size:
        return
    over = largest.size - max_size
    which = f" for {largest.platform}" if image.variants else ""
    raise SizeLimitError(
        f"The image{which} is {format_exact(largest.size)}, and its limit is"
        f" {format_exact(max_size)}.",
        explanation=f"It is {format_size(over)} too large.",
        remedy="Optimise for small size, remove symbols (strip), include fewer libraries, or"
        " raise max-size in the recipe.",
    )
