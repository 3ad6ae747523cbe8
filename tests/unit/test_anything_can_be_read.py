"""Whatever others wrote, it is read or refused in words: no other exception, no hang.

More examples: ``--hypothesis-profile=deep``. For as long as one likes: ``python -m tests.fuzz``.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS
from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# Of each target; there are many.
EXAMPLES = settings().max_examples // 4
# Changes to what is usual: where, how much goes, what comes in its place.
CHANGES = st.lists(
    st.tuples(st.integers(0, 1 << 16), st.integers(0, 64), st.binary(max_size=16)), max_size=6
)


@cache
def seeds_of(name: str) -> list[bytes]:
    return TARGETS[name].seeds()


def changed(seed: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    data = bytearray(seed)
    for where, length, content in changes:
        start = where % (len(data) + 1)
        data[start : start + length] = content
    return bytes(data)


@contextmanager
def without_hanging() -> Iterator[None]:
    """Inside, what takes very long is interrupted (not on Windows)."""
    if sys.platform == "win32":
        yield
        return

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"it was still reading after {SOON:.0f} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, SOON)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_usual_is_read(name: str) -> None:
    for seed in seeds_of(name):
        TARGETS[name].read(seed)


@pytest.mark.parametrize("name", TARGETS)
@settings(deadline=None, max_examples=EXAMPLES)
@given(data=st.binary(max_size=4096))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    with without_hanging():
        TARGETS[name].read(data)


@pytest.mark.parametrize("name", TARGETS)
@settings(deadline=None, max_examples=EXAMPLES)
@given(number=st.integers(0, 99), changes=CHANGES)
def test_what_is_usual_with_changes_is_read_or_refused(
    name: str, number: int, changes: list[tuple[int, int, bytes]]
) -> None:
    seeds = seeds_of(name)
    with without_hanging():
        TARGETS[name].read(changed(seeds[number % len(seeds)], changes))
