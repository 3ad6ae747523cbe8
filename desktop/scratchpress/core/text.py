"""Text of others made safe to show."""

from __future__ import annotations


def shown_name(name: str) -> str:
    """A file's name made safe to show: on one line, no control or direction characters."""
    return "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}" for character in name
    )
