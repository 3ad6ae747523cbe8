"""Feeds one target with atheris, in a process of its own; see ``__main__.py``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

_HANGS_AFTER_SECONDS = 10
_LARGEST = 65536

if __name__ == "__main__":
    # Only what is ours: to follow the way through libraries makes everything slow.
    with atheris.instrument_imports(include=["scratchpress"]):
        from tests.fuzz.targets import TARGETS

    name, seconds = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for number, seed in enumerate(TARGETS[name].seeds()):
            Path(folder, str(number)).write_bytes(seed)
        options = {
            "max_total_time": seconds,
            "timeout": _HANGS_AFTER_SECONDS,
            "max_len": _LARGEST,
            "print_final_stats": 1,
            "verbosity": 0,
        }
        arguments = [f"-{key}={value}" for key, value in options.items()]
        atheris.Setup([sys.argv[0], *arguments, folder], TARGETS[name].read)
        # Ends the process.
        atheris.Fuzz()
