"""The standalone app in figures: its size, how soon it is usable, its first build.

    python -m tests.bench.bench_frozen APP [ROUNDS]

APP is the folder of the app, as ``packaging/dev.py freeze`` leaves it in dist/scratchpress. It
needs Xvfb, and the environment that the app was frozen in, to freeze an empty window in the same
way. Nothing of a person's settings and caches is used.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from freeze.bundle import MAX_DOWNLOAD, MAX_INSTALLED, installed_size
from tests.bench.measure import Row, compare, show
from tests.bench.x11_clock import Screen, started
from tests.support.virtual_display import virtual_display

CHECKOUT = Path(__file__).parents[2]
_HELLO = CHECKOUT / "assets" / "examples" / "hello.cc"
# From the window's start until a person has found a file and dropped it.
_PERSON_SECONDS = 6.0
_MOST_START, _MOST_OF_EMPTY, _MOST_FIRST = 0.35, 1.8, 1.5


def sizes(app: Path) -> list[Row]:
    """What it takes on disk, and to download where it was packed."""
    installed = installed_size(app)
    rows = [
        Row("installed", f"{installed / 1e6:.1f} MB", "", installed / MAX_INSTALLED, 1.0),
    ]
    for path in sorted(app.parent.glob("*.tar.xz")) + sorted(app.parent.glob("*.deb")):
        size = path.stat().st_size
        rows.append(Row(path.name, f"{size / 1e6:.1f} MB", "", size / MAX_DOWNLOAD, 1.0))
    return rows


def freeze_empty_window(folder: Path) -> Path:
    """Freeze a window with nothing in it as the app is; returns its program."""
    python = CHECKOUT / ".venv-freeze" / "bin" / "python"
    command = [
        *(str(python), "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR"),
        *(f"--distpath={folder}", f"--workpath={folder / 'work'}"),
        str(Path(__file__).with_name("empty_window.spec")),
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "empty-window" / "empty-window"


def environment(folder: Path) -> dict[str, str]:
    """Of this one what a program needs, with a state and caches of its own."""
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "xcb",
        "SCRATCHPRESS_STATE_DIR": str(folder / "state"),
        "SCRATCHPRESS_CACHE_DIR": str(folder / "cache"),
        "DOCKER_HOST": os.environ.get("DOCKER_HOST", f"unix://{folder}/nobody.sock"),
    }


def starts(app: Path, folder: Path, rounds: int) -> list[Row]:
    """From the start of the process to a painted window that answers, warm, in turns."""
    empty = freeze_empty_window(folder)
    ways = {"app": [str(app / "scratchpress")], "empty": [str(empty)]}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    with virtual_display("Xvfb") as display, closing(Screen(display)) as screen:
        for number in range(rounds + 1):
            for name, command in ways.items():
                with started(command, environment(folder), display, screen) as usable:
                    if number:
                        seconds[name].append(usable)
    median = {name: statistics.median(values) for name, values in seconds.items()}
    least = {name: min(values) for name, values in seconds.items()}
    return [
        Row("start", f"{median['app']:.3f} s", "", median["app"] / _MOST_START, 1.0),
        compare("start", median["app"], "an empty window", median["empty"], _MOST_OF_EMPTY),
        compare("the quickest", least["app"], "an empty window", least["empty"], _MOST_OF_EMPTY),
    ]


def builds(app: Path, folder: Path, rounds: int) -> list[Row]:
    """The example from its source to its output: for the first time, and later.

    Once in a folder in which nothing was started before, and once where the window was open
    as long as a person takes to bring a file.
    """
    seconds: dict[str, list[float]] = {"at once": [], "from a window": [], "later": []}
    with virtual_display("Xvfb") as display, closing(Screen(display)) as screen:
        for number in range(rounds):
            for way in ("at once", "from a window"):
                place = folder / f"installation {number} {way}"
                copy = shutil.copytree(app, place / "app", symlinks=True)
                # Else the engine, which syncs what it creates, waits for the copy's 350 MB.
                os.sync()
                variables = environment(place)
                if way == "from a window":
                    with started([str(copy / "scratchpress")], variables, display, screen):
                        time.sleep(_PERSON_SECONDS)
                seconds[way].append(build(copy, variables, _HELLO.read_text("utf-8")))
                for edit in range(3):
                    text = _HELLO.read_text("utf-8").replace("Hello!", f"Hello {number} {edit}!")
                    seconds["later"].append(build(copy, variables, text))
                shutil.rmtree(place)
    median = {name: statistics.median(values) for name, values in seconds.items()}
    return [
        compare(f"first build, {way}", median[way], "later", median["later"], _MOST_FIRST)
        for way in ("at once", "from a window")
    ]


def build(app: Path, variables: dict[str, str], source: str) -> float:
    """Build and run a source; returns the seconds that takes."""
    path = Path(variables["HOME"], "hello.cc")
    path.write_text(source, "utf-8")
    command = [str(app / "scratchpress"), "build", "--run", str(path)]
    begin = time.perf_counter()
    subprocess.run(command, env=variables, check=True, capture_output=True)
    return time.perf_counter() - begin


def main(arguments: list[str]) -> int:
    """Measure what the arguments ask for; returns the exit code."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    app = Path(arguments[0]).resolve()
    rounds = int(arguments[1]) if len(arguments) > 1 else 10
    show("Size", sizes(app))
    with tempfile.TemporaryDirectory(prefix="bench-frozen-") as name:
        show("Start of the window", starts(app, Path(name), rounds))
        show("Build", builds(app, Path(name), max(rounds // 3, 1)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
