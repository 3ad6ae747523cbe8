"""Servers on this computer that answer as a test tells them, and keep what they were asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Request(NamedTuple):
    """What a server was asked."""

    method: str
    path: str
    login: str
    body: str


class Reply(NamedTuple):
    """What it answers; a body in pieces goes on for as long as somebody reads."""

    status: int = 200
    body: str | bytes | Iterable[bytes] = ""
    headers: tuple[tuple[str, str], ...] = ()


class Server(NamedTuple):
    """One that runs."""

    host: str
    requests: list[Request]
    sent: list[int]


Serve = Callable[[Callable[[Request], Reply]], Server]


@contextmanager
def serving() -> Iterator[Serve]:
    """Start servers while inside."""
    with ExitStack() as started:
        yield lambda answer: _start(answer, started)


def _start(answer: Callable[[Request], Reply], started: ExitStack) -> Server:
    asked: list[Request] = []
    sent: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            request = Request(self.command, self.path, self.headers.get("Authorization", ""), body)
            asked.append(request)
            given = answer(request)
            self.send_response(given.status)
            for name, value in given.headers:
                self.send_header(name, value)
            whole = given.body.encode() if isinstance(given.body, str) else given.body
            if isinstance(whole, bytes):
                self.send_header("Content-Length", str(len(whole)))
                whole = [whole]
            self.end_headers()
            with suppress(ConnectionError):
                for piece in whole:
                    self.wfile.write(piece)
                    sent.append(len(piece))

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = _answer  # noqa: N815 - the server's names

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    started.callback(server.server_close)
    started.callback(thread.join)
    started.callback(server.shutdown)
    return Server(f"127.0.0.1:{server.server_port}", asked, sent)
