"""The oldest Python that works, and what is said to an older one.

Python 3.8 has to understand this file and ``dev.py``, so that it can say so.
"""

from __future__ import annotations

OLDEST_PYTHON = (3, 11)


def old_python_message(found: tuple[int, ...]) -> str:
    """What to do about a Python that is too old."""
    return (
        "Scratchpress needs Python {}.{} or newer; this is Python {}.{}. Install a newer one"
        " (https://www.python.org/downloads/) and start this command with it."
    ).format(*OLDEST_PYTHON, *found)
