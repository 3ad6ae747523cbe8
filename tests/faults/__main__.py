"""Runs the whole matrix and prints its figures: ``python -m tests.faults [WORDS]``.

With words only the cells whose names hold all of them. Needs root.
"""

from __future__ import annotations

import sys
import time
import traceback

from tests.faults.place import Matrix, Report
from tests.faults.table import CELLS, Cell

_LONG_STALL = 0.5


def main(words: list[str]) -> int:
    """Run the cells, tell of each, and give the figures; 1 when one does not hold."""
    cells = [cell for cell in CELLS if all(word in str(cell) for word in words)]
    reports: list[Report] = []
    failed: list[Cell] = []
    with Matrix() as matrix:
        for cell in cells:
            start = time.monotonic()
            try:
                report = matrix.run(cell)
            except Exception:  # noqa: BLE001 - told, and the next cell is tried
                traceback.print_exc()
                print(f"{cell}: FAILED", flush=True)
                failed.append(cell)
                continue
            reports.append(report)
            seconds = time.monotonic() - start
            print(f"{cell}: {report.ending} ({seconds:.1f} s){_figures(report)}", flush=True)
    _summarise(cells, reports, failed)
    return 1 if failed else 0


def _figures(report: Report) -> str:
    noticed = f", noticed after {report.noticed:.2f} s" if report.noticed is not None else ""
    closed = f", closed after {report.closed:.2f} s" if report.closed is not None else ""
    stopped = f", stopped after {report.stopped:.2f} s" if report.stopped is not None else ""
    stall = f", no answer for {report.stall:.2f} s" if report.stall > _LONG_STALL else ""
    why = f" [{report.cell.why}]" if report.cell.why else ""
    return noticed + stopped + closed + stall + why


def _summarise(cells: list[Cell], reports: list[Report], failed: list[Cell]) -> None:
    print(f"\n{len(cells)} cells, {len(reports)} hold, {len(failed)} do not.")
    for cell in failed:
        print(f"  {cell}")
    for name, values in (
        ("longest until a fault was noticed", [one.noticed for one in reports]),
        ("longest until stopped", [one.stopped for one in reports]),
        ("longest until closed", [one.closed for one in reports]),
        ("longest the window answered nothing", [one.stall for one in reports]),
    ):
        longest = max((one for one in values if one is not None), default=0.0)
        print(f"  {name}: {longest:.2f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
