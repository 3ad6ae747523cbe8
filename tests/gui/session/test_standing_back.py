"""What takes a flood of output in leaves the processor to the window; nothing else gives it up."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.gui.session.test_build import outcome
from tests.support.shown import printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scratchpress.gui.window.main_window import MainWindow
    from scratchpress.running.output import OutputStream

    Write = Callable[[str, str], Path]
    Build = Callable[[MainWindow, Path], None]
    Watch = Callable[[MainWindow, set[str]], list[dict[str, int]]]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere threads of one process have no shares of their own"
)

# A word, then 32 MB at once, then another word.
FLOOD = r"""
#include <stdio.h>
#include <string.h>
#include <unistd.h>
static char much[1 << 20];
int main(void) {
  if (write(1, "first\n", 6) != 6) return 1;
  usleep(200000);
  memset(much, '\n', sizeof much);
  for (int n = 0; n < 32; n++)
    for (size_t at = 0; at < sizeof much;) {
      ssize_t written = write(1, much + at, sizeof much - at);
      if (written < 0) return 1;
      at += (size_t)written;
    }
  usleep(200000);
  puts("last");
}
"""
QUIET = r"""
#include <stdio.h>
#include <unistd.h>
int main(void) {
  for (int n = 0; n < 40; n++) { puts("a line"); fflush(stdout); usleep(5000); }
}
"""


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Keeps how nice the threads of some names are, each time output comes and all are there."""

    def watch(window: MainWindow, names: set[str]) -> list[dict[str, int]]:
        seen: list[dict[str, int]] = []
        output = window.work_page.results.output
        receive = output.receive

        def look(stream: OutputStream, data: bytes) -> None:
            receive(stream, data)
            threads = [one for one in threading.enumerate() if one.name in names]
            # The one that reads may have ended when the last of what it read arrives here.
            if len(threads) == len(names):
                seen.append({one.name: _niceness(one) for one in threads})

        monkeypatch.setattr(output, "receive", look)
        return seen

    return watch


def _niceness(thread: threading.Thread) -> int:
    return os.getpriority(os.PRIO_PROCESS, thread.native_id or 0)


@pytest.mark.docker
def test_threads_that_take_a_flood_from_docker_stand_back(
    docker_window: MainWindow, source: Write, build: Build, watched: Watch
) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    threads = {"build", "docker output"}
    seen = watched(docker_window, threads)
    build(docker_window, source("flood.c", FLOOD))
    assert outcome(docker_window).startswith("Finished normally")
    assert seen[0] == dict.fromkeys(threads, own)
    assert seen[-1] == dict.fromkeys(threads, 15)
    assert os.getpriority(os.PRIO_PROCESS, 0) == own


@pytest.mark.docker
def test_nobody_stands_back_for_a_program_that_prints_little(
    docker_window: MainWindow, source: Write, build: Build, watched: Watch
) -> None:
    threads = {"build", "docker output"}
    seen = watched(docker_window, threads)
    build(docker_window, source("quiet.c", QUIET))
    assert seen[-1] == dict.fromkeys(threads, os.getpriority(os.PRIO_PROCESS, 0))


def test_the_thread_that_takes_a_flood_in_the_preview_stands_back_and_the_program_does_not(
    window: MainWindow, source: Write, build: Build, watched: Watch
) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    seen = watched(window, {"sandbox-output"})
    build(window, source("flood.c", FLOOD))
    assert seen[0] == {"sandbox-output": own}
    assert seen[-1] == {"sandbox-output": 15}
    # The next program starts as this one did, from a thread that took nothing in.
    nice = source(
        "nice.c",
        "#include <stdio.h>\n#include <sys/resource.h>\n"
        'int main(void) { printf("%d\\n", getpriority(PRIO_PROCESS, 0)); }\n',
    )
    build(window, nice)
    assert printed(window) == str(own)
