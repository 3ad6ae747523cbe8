"""A server in the window: its link, what it uses, its output, and its end."""

from __future__ import annotations

import urllib.request
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QPushButton

from scratchpress.gui.output.server_panel import Meter, ServerPanel
from scratchpress.recipe.run import RunOptions
from scratchpress.running.outcome import PortListening, UsageMeasured
from scratchpress.running.ports_and_folders import parse_port
from tests.support.patience import SOON_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

SERVER = r"""
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void) {
  int yes = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(7000)};
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(server, (struct sockaddr *)&at, sizeof at) || listen(server, 8)) return 1;
  for (int number = 1;; number++) {
    char asked[1000];
    int caller = accept(server, NULL, NULL);
    if (read(caller, asked, sizeof asked) < 0) return 2;
    dprintf(caller, "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    close(caller);
    printf("caller %d\n", number);
    fflush(stdout);
  }
}
"""


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> ServerPanel:
    made = ServerPanel(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def connected_window(
    connected_docker_host: str,
    open_window: Callable[[], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> MainWindow:
    """A window whose engine has a network for programs."""
    monkeypatch.setenv("DOCKER_HOST", connected_docker_host)
    return open_window()


def test_it_says_what_a_server_uses_and_draws_it(panel: ServerPanel) -> None:
    panel.begin(RunOptions(ports=("80",), memory="100MB"))
    for step in range(130):
        panel.measured(UsageMeasured(cpus=step / 100, memory=step * 1_000_000))
    panel.grab()

    assert panel.state == "Waiting until it listens"
    assert panel.processors.words == "129 %"
    assert panel.memory.words == "129.0 MB of 100.0 MB"
    assert len(panel.memory.values) == 120
    assert panel.memory.values[-1] == 129_000_000
    assert panel.memory.accessibleDescription() == panel.memory.words


def test_a_new_run_begins_with_nothing(panel: ServerPanel) -> None:
    panel.begin(RunOptions(ports=("80",)))
    panel.listening(PortListening(parse_port("80"), "http://localhost:80/"))
    panel.measured(UsageMeasured(0.5, 1000))
    panel.finish()
    assert not panel.is_open

    panel.begin(RunOptions(keep_running=True))

    assert (panel.state, panel.addresses) == ("Running", ())
    assert panel.processors.values == ()
    assert panel.memory.words == "not measured yet"


@pytest.mark.docker
def test_a_server_is_opened_watched_and_stopped(
    qtbot: QtBot,
    connected_window: MainWindow,
    free_port: int,
    source: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(_text(url)))
    window = connected_window
    page, session = window.work_page, window.session
    server = page.results.server
    with qtbot.waitSignal(session.opened, timeout=SOON_MS):
        window.open([source("server.c", SERVER)])
    page.run.load(RunOptions(ports=(f"{free_port}:7000",)), page.run.sandbox())
    page.build_button.click()
    qtbot.waitUntil(lambda: server.state == "Listening", timeout=SOON_MS)

    (address,) = server.addresses
    assert address == f"http://localhost:{free_port}/"
    link = next(each for each in server.findChildren(QPushButton) if each.toolTip() == address)
    link.click()
    assert opened == [address]
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.read() == b"hello"
    qtbot.waitUntil(lambda: "caller 1" in page.results.output.box.toPlainText(), timeout=SOON_MS)
    qtbot.waitUntil(lambda: server.memory.values != (), timeout=SOON_MS)
    assert server.memory.words.endswith(" of 536.9 MB")

    # Closing asks, in the words of what goes on.
    window.close()
    (question,) = window.findChildren(QMessageBox)
    assert question.text() == "The program is running."
    question.reject()

    with qtbot.waitSignal(session.ended, timeout=SOON_MS):
        server.stop_button.click()
    assert not server.is_open
    assert page.results.output.outcome.words.startswith("Stopped by you")


def _text(url: QUrl) -> str:
    return url.toString()


def test_a_meter_of_nothing_draws_its_ground(qtbot: QtBot, theme: Theme) -> None:
    meter = Meter(theme, "Memory")
    qtbot.addWidget(meter)
    meter.clear()
    meter.add(0.0, "0 %", top=1.0)
    meter.add(0.0, "0 %", top=1.0)

    assert not meter.grab().isNull()
