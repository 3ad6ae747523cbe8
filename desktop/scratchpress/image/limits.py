"""The largest image a recipe allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.errors import SizeLimitError
from scratchpress.sizes import format_exact, format_size

if TYPE_CHECKING:
    from scratchpress.values import Image


def check_limit(image: Image, max_size: int | None) -> None:
    """Hold an image against its recipe's ``limits.max-size``, in bytes.

    Raises:
        SizeLimitError: it is larger.
    """
    if max_size is None or image.size <= max_size:
        return
    over = image.size - max_size
    raise SizeLimitError(
        f"The image is {format_exact(image.size)}, and its limit is {format_exact(max_size)}.",
        explanation=f"It is {format_size(over)} too large.",
        remedy="Optimise for small size, remove symbols (strip), include fewer libraries, or"
        " raise max-size in the recipe.",
    )
