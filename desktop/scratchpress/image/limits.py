"""The largest image a recipe allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import SizeLimitError
from scratchpress.core.messages import Message
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
    size, limit = format_exact(largest.size), format_exact(max_size)
    raise SizeLimitError(
        Message("The image for {0} is {1}, and its limit is {2}.", largest.platform, size, limit)
        if image.variants
        else Message("The image is {0}, and its limit is {1}.", size, limit),
        explanation=Message("It is {0} too large.", format_size(over)),
        remedy="Optimise for small size, remove symbols (strip), include fewer libraries, or"
        " raise max-size in the recipe.",
    )
