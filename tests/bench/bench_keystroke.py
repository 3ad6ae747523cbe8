"""How long from a key to its echo, when a program answers each key or each line.

    python -m tests.bench.bench_keystroke [KEYS]

Through all that a key passes: the input, the engine, the program, its output and back. The
median counts, beside what a person does not feel.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.engines.connect import connect
from scratchpress.engines.model import EngineKind
from scratchpress.engines.run_request import RunRequest
from scratchpress.running.ports_and_folders import TerminalSize
from scratchpress.running.stdin import ProgramInput
from tests.bench.measure import Row, show
from tests.support.containers import remove_images
from tests.support.programs import compile_static, image_of

if TYPE_CHECKING:
    from scratchpress.engines.protocol import Engine
    from scratchpress.image.model import Image
    from scratchpress.running.output import OutputStream

PROMISED = 0.05
BETWEEN = 0.01
# The terminal's own echo is off: what comes back has been through the program.
PROGRAM = r"""
#include <termios.h>
#include <unistd.h>
int main(void) {
  struct termios how;
  char key[64];
  ssize_t size;
  if (tcgetattr(0, &how) == 0) {
    cfmakeraw(&how);
    tcsetattr(0, TCSANOW, &how);
  }
  write(1, ">", 1);
  while ((size = read(0, key, sizeof key)) > 0) write(1, key, (size_t)size);
}
"""


def echo_times(
    engine: Engine, image: Image, keys: int, terminal: TerminalSize | None
) -> list[float]:
    """Seconds from each key to its echo."""
    given = ProgramInput()
    came = threading.Semaphore(0)
    times: list[float] = []

    def hear(_stream: OutputStream, _data: bytes) -> None:
        came.release()

    def type_keys() -> None:
        came.acquire()
        for _ in range(keys):
            time.sleep(BETWEEN)
            start = time.perf_counter()
            given.write(b"x" if terminal else b"x\n")
            came.acquire()
            times.append(time.perf_counter() - start)
        cancellation.cancel()

    cancellation = Cancellation()
    stored = engine.store(image, Cancellation())
    request = RunRequest(
        uuid.uuid4().hex, image, stored.id, input=given, terminal=terminal, timeout=None
    )
    person = threading.Thread(target=type_keys)
    person.start()
    engine.run(request, hear, cancellation)
    person.join()
    return times


def main(keys: int) -> None:
    """Measure and print."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        image = image_of(compile_static(PROGRAM, folder / "program"), folder / "image")
        for choice in ("docker", "local"):
            engine = connect(choice)
            for words, terminal in (("a key in a terminal", TerminalSize()), ("a line", None)):
                times = echo_times(engine, image, keys, terminal)
                median = statistics.median(times)
                rows.append(
                    Row(
                        f"{choice}, {words}",
                        f"{median * 1000:.1f} ms",
                        f"longest {max(times) * 1000:.0f} ms, promised {PROMISED * 1000:.0f} ms",
                        median / PROMISED,
                        1.0,
                    )
                )
            if engine.info.kind is EngineKind.DOCKER:
                remove_images(image)
            engine.close()
    show(f"From key to echo, median of {keys}", rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
