"""Asks an engine for what not every engine can do, and words the refusal where it cannot.

Where nobody needs to be told, callers ask with ``isinstance`` themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scratchpress.core.errors import EngineError
from scratchpress.core.messages import Message
from scratchpress.engines.protocol import ImageBuilder

if TYPE_CHECKING:
    from scratchpress.engines.protocol import Engine


def builder_of(engine: Engine, reference: str) -> ImageBuilder:
    """The engine as one that follows Dockerfiles; ``reference`` is what is to be built.

    Raises:
        EngineError: it is none.
    """
    if isinstance(engine, ImageBuilder):
        return engine
    raise EngineError(
        Message("{0} cannot be built from its Dockerfile without Docker.", reference),
        explanation="The built-in preview only takes images that Scratchpress packages itself.",
        remedy="Choose the archive builder, which makes the same image, or start Docker.",
    )
