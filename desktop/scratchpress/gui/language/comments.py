"""Puts the comments in a Dockerfile, or in commands, into the window's language."""

from __future__ import annotations

import re

from scratchpress.gui.language.words import said

# Lines of comment that belong together say what follows.
_COMMENTS = re.compile(r"^# (.+(?:\n# .+)*)", re.MULTILINE)


def said_comments(text: str) -> str:
    """A Dockerfile, or commands, with the core's comments in the window's language."""
    return _COMMENTS.sub(lambda found: f"# {said(found[1])}", text)
