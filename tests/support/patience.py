"""How long a test waits for what should happen at once.

A busy machine can stall for many seconds, so no test measures speed (``tests/bench`` does).
A bound here only tells "it was stopped" from "it was waited for": what is waited out in
these tests takes a minute or more.
"""

from __future__ import annotations

SOON = 30.0
SOON_MS = int(SOON * 1000)
