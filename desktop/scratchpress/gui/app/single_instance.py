"""One window for each account and desktop: a second start hands its files to the first."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scratchpress.system.paths import is_own_folder, state_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtNetwork import QLocalServer, QLocalSocket

# Another window than the one that is open already.
NEW_WINDOW = "--new-window"
_WAIT_MS = 2000
_MOST_BYTES = 1_000_000
_TAKEN = b"taken\n"


def address() -> str:
    """Where the first one listens: in a folder that only this account can enter.

    Other state folders and other desktops have windows of their own.
    """
    desktop = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""
    session = os.environ.get("XDG_SESSION_ID", "")
    who = "\0".join((str(state_folder().absolute()), desktop, session))
    # They stand in a folder of this account's own, so few that a checksum tells them apart.
    name = f"scratchpress-{zlib.crc32(who.encode()):08x}"
    if os.name == "nt":
        return name
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = Path(runtime) if runtime and is_own_folder(Path(runtime)) else state_folder()
    return str(folder / name)


def hand_over(paths: Sequence[Path]) -> bool:
    """Give files to the window that is open already; whether there is one that took them."""
    where = address()
    if not _is_there(where):
        return False
    from PySide6.QtNetwork import QLocalSocket  # start-up time

    socket = QLocalSocket()
    socket.connectToServer(where)
    if not socket.waitForConnected(_WAIT_MS):
        return False
    message = {
        "open": [str(path.absolute()) for path in paths],
        # With it the desktop lets the first window come to the front.
        "activation": os.environ.get("XDG_ACTIVATION_TOKEN", ""),
    }
    socket.write(json.dumps(message).encode() + b"\n")
    socket.flush()
    taken = socket.waitForReadyRead(_WAIT_MS) and bytes(socket.readLine().data()) == _TAKEN
    socket.disconnectFromServer()
    return bool(taken)


def _is_there(where: str) -> bool:
    """Whether somebody may listen; what a crash left behind is no reason to load the network."""
    # Of a named pipe nothing is seen before it is asked for.
    if os.name == "nt":
        return True
    if not Path(where).exists():
        return False
    import socket  # start-up time

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(where)
        except ConnectionRefusedError:
            return False
        except OSError:
            # Busy, or with a name that only Qt can shorten: let it try.
            return True
    return True


class SingleInstance(QObject):
    """Listens for later starts; where that cannot be, each start is a window of its own."""

    opened = Signal(list)
    """The files of a later start; none when it only wants the window in front."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def listen(self) -> bool:
        """Begin; what a crash left behind is put away."""
        where = address()
        if os.name != "nt":
            try:
                Path(where).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError:
                return False
        from PySide6.QtNetwork import QLocalServer  # start-up time

        server = self._server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._take(server))
        if server.listen(where):
            return True
        # Nobody answered there before this was called.
        QLocalServer.removeServer(where)
        return server.listen(where)

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    def _take(self, server: QLocalServer) -> None:
        while (socket := server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > _MOST_BYTES:
            socket.abort()
            return
        if not socket.canReadLine():
            return
        try:
            message = json.loads(bytes(socket.readLine().data()))
            paths = [Path(str(one)) for one in message["open"]]
            token = str(message.get("activation", ""))
        except (ValueError, KeyError, TypeError, AttributeError):
            socket.abort()
            return
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        socket.write(_TAKEN)
        socket.flush()
        self.opened.emit(paths)
