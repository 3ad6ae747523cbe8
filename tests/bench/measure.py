"""Medians of things done in turns, so that a noisy machine disturbs all of them alike."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True)
class Row:
    """One line of a table: a figure, and its target when there is one."""

    name: str
    figure: str
    against: str = ""
    ratio: float | None = None
    target: float | None = None


def in_turns(ways: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """The median seconds of each way; each round does every way once, after one warm-up."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if number:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


def compare(name: str, seconds: float, base: str, base_seconds: float, target: float) -> Row:
    """A row that sets a median beside what it is measured against."""
    return Row(
        name,
        f"{seconds:.3f} s",
        f"{base} {base_seconds:.3f} s",
        seconds / base_seconds,
        target,
    )


def show(title: str, rows: Sequence[Row]) -> None:
    """Print a table; a ratio above its target is marked in words."""
    print(f"\n{title}")
    width = max(len(row.name) for row in rows)
    for row in rows:
        line = f"  {row.name:<{width}}  {row.figure:>12}"
        if row.against:
            line += f"   {row.against}"
        if row.ratio is not None and row.target is not None:
            verdict = "reached" if row.ratio <= row.target else "MISSED"
            line += f"   ratio {row.ratio:.2f}, target {row.target:.2f}: {verdict}"
        print(line)
