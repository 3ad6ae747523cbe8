"""A component of a bill of materials: what others made that is in a program or an image."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Component:
    """Something others made that is in a program or an image, or that made it.

    Attributes:
        name: ``musl``.
        version: ``1.2.5``; empty when it cannot be told.
        license: an SPDX expression; empty when it cannot be told.
        purl: its package URL (https://github.com/package-url/purl-spec); may be empty.
    """

    name: str
    version: str
    license: str = ""
    purl: str = ""
