"""Where the matrix takes place: a daemon, two small disks, a window; and what a cell is held to."""

from __future__ import annotations

import shutil
import threading
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scratchpress.engines.docker.container import RUN_LABEL
from scratchpress.system.settings import Settings, write_settings
from tests.faults.disks import SmallDisk
from tests.faults.proxy import DaemonProxy
from tests.faults.table import BENIGN, DAEMONS_DISK, DEAD, FINISHED, LEFT, Cell, Fault, Moment
from tests.faults.window import Holds, WindowProcess, descendants, until
from tests.support import containers
from tests.support.private_daemon import PrivateDaemon

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

NOBODY = 65534
_RECIPE = """\
version = 1
sources = ["{source}"]
[compile]
toolchain = "gcc"
[image]
name = "{name}"
[run]
timeout = "60s"
"""
_HELLO = '#include <stdio.h>\nint main(void) {{ puts("hello {number}"); }}\n'
_TICKING = """\
#include <stdio.h>
#include <unistd.h>
int main(void) {{
  for (int i = 0; i < {ticks}; i++) {{
    printf("{number} %04000d\\n", i);
    fflush(stdout);
    usleep(50000);
  }}
}}
"""
_LARGE = """\
#include <stdio.h>
static volatile char filler[16000000] = {{1}};
int main(void) {{ printf("hello {number} %d\\n", filler[0]); }}
"""
# Takes a compiler a few seconds: thousands of classes, each of its own.
_SLOW_TO_COMPILE = """\
#include <cstdio>
template <int N, int M> struct T {{ T<N - 1, 2 * M> left; T<N - 1, 2 * M + 1> right; }};
template <int M> struct T<0, M> {{}};
int main() {{ T<{depth}, 1> tree; (void)tree; std::puts("hello {number}"); }}
"""


@dataclass(frozen=True)
class Report:
    """How a cell went.

    Attributes:
        ending: see ``table.py``.
        words: what the window said of it.
        noticed: seconds from the fault until the window said something of it; ``None`` where
            nothing was to be noticed.
        stopped: seconds from Stop to the end; ``None`` where nobody pressed it.
        closed: seconds from closing the window to the end of its process.
        stall: the longest time in seconds that the window answered nothing.
    """

    cell: Cell
    ending: str
    words: str
    noticed: float | None = None
    stopped: float | None = None
    closed: float | None = None
    stall: float = 0.0


class Place:
    """One daemon behind a proxy, the disks, and a window from cell to cell."""

    def __init__(self) -> None:
        # Short: it holds sockets.
        self.folder = Path(f"/tmp/spm-{uuid.uuid4().hex[:6]}")
        self._stack = ExitStack()
        self._window: WindowProcess | None = None
        self._base: Holds | None = None
        self._number = 0

    def __enter__(self) -> Self:
        self.folder.mkdir()
        self._stack.callback(shutil.rmtree, self.folder)
        enter = self._stack.enter_context
        self._temporary = enter(SmallDisk(self.folder / "tmp", 96))
        self._data = enter(SmallDisk(self.folder / "data", 96))
        self.daemon = enter(PrivateDaemon(self.folder / "d", data=self._data.folder))
        self.proxy = enter(DaemonProxy(self.folder / "docker.sock", self.daemon.socket))
        self._stack.callback(self._leave)
        (self.folder / "sources").mkdir()
        for name in ("state", "cache"):
            (self.folder / name).mkdir()
        settings = Settings(version=1, engine="docker", context=f"unix://{self.proxy.path}")
        write_settings(self.folder / "state", settings)
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    # -- one cell

    def run(self, cell: Cell) -> Report:
        """Let one fault happen at one moment; check everything that is promised.

        Raises:
            AssertionError: something of it does not hold.
        """
        window, base = self._ready_window()
        images = self._images()
        recipe = self._write_source(cell)
        account = self._lose_rights(cell, window)
        try:
            report = self._suffer(cell, window, recipe)
        finally:
            self._repair()
        assert report.ending in cell.endings, f"{cell} ended as {report.ending}: {report.words}"
        if account:
            # The same person, who may again.
            self._next_build(window)
            assert window.close() == 0, window.errors
            self._window = None
        elif report.ending in {LEFT, DEAD}:
            self._window = None
        window, base = self._ready_window() if self._window is None else (window, base)
        self._next_build(window)
        window.settles(base)
        self._check_nothing_left(window, images)
        return report

    def _ready_window(self) -> tuple[WindowProcess, Holds]:
        """A window with an engine that has made one build, and what it holds then."""
        if self._window is None:
            self._window = WindowProcess(self._environment())
            self._window.wait_for_engine()
            self._next_build(self._window)
            self._next_build(self._window)
            self._base = self._settled(self._window)
        assert self._base is not None
        self._window.wait_for_engine()
        return self._window, self._base

    def _suffer(self, cell: Cell, window: WindowProcess, recipe: Path) -> Report:
        happened = threading.Event()
        began: list[float] = []

        def happen() -> None:
            began.append(time.monotonic())
            self._inject(cell, window)
            happened.set()

        if cell.is_talking:
            self.proxy.arm(cell.moment, happen)
            window.build(recipe)
            assert happened.wait(60), f"the build never came to {cell.moment}. {window.errors}"
        else:
            window.build(recipe, hold=cell.moment)
            window.wait("moment")
            happen()
            if cell.fault is not Fault.OURSELVES:
                window.tell("go on")
        if cell.fault in {Fault.OURSELVES, Fault.CLOSED}:
            code = window.leave()
            seconds = time.monotonic() - began[0]
            assert code == (0 if cell.fault is Fault.CLOSED else -9), window.errors
            is_closed = cell.fault is Fault.CLOSED
            if is_closed:
                assert not self._temporary_names(), "closing left temporary files"
            ending = LEFT if is_closed else DEAD
            return Report(cell, ending, "", closed=seconds if is_closed else None)
        end = window.wait("end")
        return _reported(cell, end, began[0], window)

    def _inject(self, cell: Cell, window: WindowProcess) -> None:
        full = self._data if cell.moment in DAEMONS_DISK else self._temporary
        acts: dict[Fault, Callable[[], None]] = {
            Fault.KILLED: self._kill_daemon,
            Fault.PAUSED: self.daemon.pause,
            Fault.RESTARTED: self._restart_daemon,
            Fault.RESET: self.proxy.cut,
            Fault.SLOW: self.proxy.slow_down,
            Fault.FULL: full.fill,
            Fault.FORBIDDEN: lambda: self.proxy.path.chmod(0o600),
            Fault.VANISHED: self._remove_temporary,
            Fault.OURSELVES: window.kill,
            Fault.STOPPED: lambda: window.tell("stop"),
            Fault.CLOSED: lambda: window.tell("close"),
        }
        acts[cell.fault]()

    def _kill_daemon(self) -> None:
        self.daemon.kill()
        self.proxy.refuse()
        self.proxy.cut()

    def _restart_daemon(self) -> None:
        self.proxy.refuse()
        self.daemon.restart()
        self.proxy.accept()

    def _remove_temporary(self) -> None:
        for folder in self._temporary.folder.iterdir():
            shutil.rmtree(folder)

    def _repair(self) -> None:
        self.proxy.disarm()
        self.proxy.delay = 0.0
        self.proxy.refuse()
        self._temporary.free()
        self._data.free()
        self.daemon.resume()
        if not self.daemon.answers():
            self.daemon.stop(keep=True)
            self.daemon.start()
        self.proxy.accept()

    def _lose_rights(self, cell: Cell, window: WindowProcess) -> bool:
        """Have the window run under an account that rights can be taken from."""
        if cell.fault is not Fault.FORBIDDEN:
            return False
        # Lets go of the files that the account could not remove.
        window.tell("open", path=str(self._write("hello")))
        window.wait("opened")
        for name in ("state", "cache"):
            for path in (self.folder / name, *(self.folder / name).rglob("*")):
                shutil.chown(path, NOBODY, NOBODY)
        window.tell("become", account=NOBODY)
        window.wait("became")
        return True

    # -- what is promised

    def _next_build(self, window: WindowProcess) -> None:
        """The next build works, in a window that is alive."""
        window.wait_for_engine()
        recipe = self._write("hello")
        window.build(recipe)
        end = window.wait("end")
        assert (end["ending"], end["printed"].split()) == (
            FINISHED,
            ["hello", str(self._number)],
        ), end
        assert not end["surprises"]

    def _check_nothing_left(self, window: WindowProcess, images: set[str]) -> None:
        url = self.daemon.url
        with containers.client(url) as api:
            until(
                lambda: not api.containers(all=True, filters={"label": RUN_LABEL}),
                lambda: f"left: {[each['Names'] for each in api.containers(all=True)]}",
            )
        # What a cut load left is swept soon after the build, as the engine is looked at again.
        until(
            lambda: not self._images() - images,
            lambda: f"images that nobody asked for: {self._images() - images}",
        )
        until(
            lambda: all(name.startswith(f"scratchpress-{window.pid}-") for name in self._ours()),
            lambda: f"left in the temporary folder: {self._temporary_names()}",
        )
        assert len(self._ours()) == 1, f"more than the shown result: {self._ours()}"
        assert not self._strangers(window), f"processes left: {self._strangers(window)}"
        hidden = [
            str(path)
            for name in ("state", "cache")
            for path in (self.folder / name).rglob(".*")
            if not path.name.startswith(f".scratchpress-{window.pid}-")
        ]
        assert not hidden, f"unfinished files left: {hidden}"

    def _images(self) -> set[str]:
        """Images, but for those under the names that the builds asked for."""
        with containers.client(self.daemon.url) as api:
            return {
                each["Id"]
                for each in api.images(all=True)
                if not {"cell:latest", "next:latest"} & set(each["RepoTags"] or ())
            }

    def _temporary_names(self) -> list[str]:
        return [path.name for path in self._temporary.folder.iterdir()]

    def _ours(self) -> list[str]:
        return [name for name in self._temporary_names() if name.startswith("scratchpress-")]

    def _strangers(self, window: WindowProcess) -> list[str]:
        """Processes that work in our temporary folder and are not the window's."""
        found = []
        known = {window.pid, *descendants(window.pid)}
        for path in Path("/proc").glob("[0-9]*"):
            try:
                where = (path / "cwd").readlink()
            except OSError:
                continue
            if where.is_relative_to(self._temporary.folder) and int(path.name) not in known:
                found.append((path / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found

    def _settled(self, window: WindowProcess) -> Holds:
        """What it holds once that does not change any more."""
        last: list[Holds] = []

        def is_settled() -> bool:
            last.append(window.holds())
            time.sleep(0.05)
            return len(last) > 20 and len(set(last[-20:])) == 1

        until(is_settled, "it does not come to rest")
        return last[-1]

    # -- sources

    def _write_source(self, cell: Cell) -> Path:
        if cell.moment is Moment.COMPILE:
            return self._write("cell", _SLOW_TO_COMPILE, ending="cc", depth=12)
        if cell.moment is Moment.STREAM:
            ticks = 60 if cell.fault in BENIGN else 1000
            return self._write("cell", _TICKING, ticks=ticks)
        if (cell.moment, cell.fault) == (Moment.LOAD, Fault.FULL):
            # More than an engine finds room for by tidying up.
            return self._write("cell", _LARGE)
        return self._write("cell")

    def _write(self, name: str, text: str = _HELLO, ending: str = "c", **values: int) -> Path:
        """A program that nobody has compiled before, and its recipe."""
        self._number += 1
        folder = self.folder / "sources" / name
        folder.mkdir(exist_ok=True)
        source = folder / f"{name}.{ending}"
        source.write_text(text.format(number=self._number, **values))
        recipe = folder / "scratchpress.toml"
        image = "cell" if name == "cell" else "next"
        recipe.write_text(_RECIPE.format(source=source.name, name=image))
        return recipe

    def _environment(self) -> dict[str, str]:
        return {
            "DOCKER_HOST": "",
            "DOCKER_CONTEXT": "",
            "TMPDIR": str(self._temporary.folder),
            "SCRATCHPRESS_STATE_DIR": str(self.folder / "state"),
            "SCRATCHPRESS_CACHE_DIR": str(self.folder / "cache"),
        }

    def _leave(self) -> None:
        if self._window is not None:
            self._window.close()


class Matrix:
    """Runs cells in one place, and in a new one after a cell that does not hold."""

    def __init__(self) -> None:
        self._place: Place | None = None

    def run(self, cell: Cell) -> Report:
        """See ``Place.run``."""
        if self._place is None:
            self._place = Place().__enter__()
        try:
            return self._place.run(cell)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the daemon and the window."""
        place, self._place = self._place, None
        if place is not None:
            place.__exit__()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _reported(cell: Cell, end: dict[str, Any], began: float, window: WindowProcess) -> Report:
    assert not end["surprises"], end["surprises"]
    if end["ending"].endswith("Error"):
        # What went wrong, and at least one line on what to do.
        assert len(end["words"].splitlines()) >= 2, end["words"]
    noticed = end["at"] - began if cell.is_felt and cell.fault is not Fault.RESTARTED else None
    if not cell.is_talking and cell.fault in {Fault.KILLED, Fault.PAUSED}:
        told = window.engine_changed if window.engine_changed > began else end["at"]
        noticed = min(told, end["at"]) - began
    return Report(
        cell,
        end["ending"],
        end["words"],
        noticed=noticed,
        stopped=end["at"] - began if cell.fault is Fault.STOPPED else None,
        stall=end["stall"],
    )
