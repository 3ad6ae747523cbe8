"""Turns a daemon's refusal to start a program into words that a person can act on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scratchpress.core.errors import CannotRunError
from scratchpress.core.messages import Message, Quantity

if TYPE_CHECKING:
    from scratchpress.core.errors import EngineError
    from scratchpress.engines.run_request import RunRequest

# The daemon's words, from Docker 20.10 to 28 and Podman 4 and 5.
_TAKEN = re.compile(
    r"port is already allocated|address already in use|port is already in use", re.IGNORECASE
)
_RUNTIME = re.compile(
    r"(unknown|invalid) (or invalid )?runtime|runtime .*(not found|no such)", re.IGNORECASE
)
_FOLDER = re.compile(
    r"bind source path does not exist|mounts denied|not shared from the host|"
    r"statfs .*no such file or directory",
    re.IGNORECASE,
)
_CAPABILITY = re.compile(r"(unknown|invalid) capability|invalid capadd", re.IGNORECASE)
_PROCESSORS = re.compile(r"there are only (?P<has>\d+) CPUs available", re.IGNORECASE)
_NOT_EXECUTABLE = re.compile(r"exec[^\n]*permission denied", re.IGNORECASE)
_NO_BRIDGE = re.compile(r"network bridge not found|could not find .*bridge", re.IGNORECASE)
_LOW_PORT = re.compile(r"(expose|bind).*privileged port|bind: permission denied", re.IGNORECASE)


def explained(error: EngineError, request: RunRequest) -> EngineError:
    """The same refusal in words for a person; the error itself when nothing better is known."""
    words = error.details
    found = _about_ports(words, request) or _about_the_rest(words, request)
    if found is None:
        return error
    title, explanation, remedy = found
    return CannotRunError(title, explanation=explanation, remedy=remedy, details=words)


def _about_ports(words: str, request: RunRequest) -> tuple[str, str, str] | None:
    if not request.ports:
        return None
    named = [port for port in request.ports if re.search(rf"\b{port.here}\b", words)]
    port = (named or list(request.ports))[0]
    if _TAKEN.search(words):
        return (
            Message("Port {0} is taken on the engine's computer.", port.here),
            "Another program or container listens there.",
            Message("Stop that one, or publish another port: {0}:{1}.", port.here + 1, port.inside),
        )
    if _LOW_PORT.search(words):
        return (
            Message("The engine may not open port {0}.", port.here),
            "Ports below 1024 belong to root, and this engine runs without its rights.",
            Message("Publish a higher port: {0}:{1}.", port.here + 8000, port.inside),
        )
    return None


def _about_the_rest(words: str, request: RunRequest) -> tuple[str, str, str] | None:
    sandbox = request.sandbox
    if sandbox.runtime and _RUNTIME.search(words):
        return (
            Message("The engine has no runtime called {0}.", sandbox.runtime),
            "The recipe or the choice in the window asks for it.",
            "Install it for the engine, or leave the choice of the runtime to the engine.",
        )
    if request.folders and _FOLDER.search(words):
        return (
            "The engine does not see a folder that the program is to get.",
            "It is not there, or the engine's settings do not share it.",
            "Check that it exists; in Docker Desktop share it under Settings, Resources.",
        )
    if sandbox.capabilities and _CAPABILITY.search(words):
        return (
            "The engine does not know one of the rights that the program is to get.",
            Message("They are: {0}.", ", ".join(sandbox.capabilities)),
            "Write them as Linux names them: NET_RAW, SYS_PTRACE (capabilities(7)).",
        )
    if request.is_connected and _NO_BRIDGE.search(words):
        return (
            "The engine has no network for programs.",
            "It was started without its bridge, and ports and networks need that.",
            "Run without ports and network, or give the engine its bridge back.",
        )
    if request.limits.cpus is not None and (found := _PROCESSORS.search(words)):
        return (
            Message("The engine has no {0} processors.", Quantity(f"{request.limits.cpus:g}")),
            Message("It has {0}.", found["has"]),
            "Allow the program as many as there are, or fewer.",
        )
    if _NOT_EXECUTABLE.search(words):
        return (
            Message("The image's program {0} cannot be started.", request.image.entrypoint[0]),
            "The engine may not execute the file.",
            "Build the image again from its source; a file of your own needs the mode 0755.",
        )
    return None
