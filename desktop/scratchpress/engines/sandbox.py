"""The sandbox a program runs in, written as the Docker Engine API takes it.

It limits accidents and casual abuse. It is no boundary against an attack on the kernel.

Keys and units: https://docs.docker.com/reference/api/engine/ (ContainerCreate).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scratchpress.values import RunRequest

# The number distroless images use for "nonroot". An account of the host seldom has it.
USER = "65532:65532"


def create_body(
    request: RunRequest, labels: Mapping[str, str], *, with_init: bool
) -> dict[str, Any]:
    """The body of a create request for one run.

    ``with_init`` puts the engine's own small init before the program, so that a signal
    ends the program as it would outside a container: the kernel shields PID 1 from
    signals it does not handle, and abort() there looks like a segmentation fault.
    """
    body: dict[str, Any] = {
        "Image": request.image_id,
        "User": USER,
        "Env": [f"{name}={value}" for name, value in request.environment.items()],
        "Labels": dict(labels),
        # NetworkMode alone would build an empty network with a loopback, which takes the
        # daemon a third of the whole run. With this the kernel's bare namespace is left.
        "NetworkDisabled": True,
        "AttachStdout": True,
        "AttachStderr": True,
        "StopTimeout": 1,
        "HostConfig": _host_config(request, with_init=with_init),
    }
    if request.input is not None:
        # Once: the end of the connection that gives the input is the end of the input.
        body |= {"AttachStdin": True, "OpenStdin": True, "StdinOnce": True}
    if request.arguments:
        body["Cmd"] = list(request.arguments)
    return body


def _host_config(request: RunRequest, *, with_init: bool) -> dict[str, Any]:
    limits = request.limits
    config: dict[str, Any] = {
        "NetworkMode": "none",
        "ReadonlyRootfs": True,
        "CapDrop": ["ALL"],
        "SecurityOpt": ["no-new-privileges"],
        "PidsLimit": limits.processes,
        "Memory": limits.memory,
        # Memory and swap together: the same number means no swap.
        "MemorySwap": limits.memory,
        "Ulimits": [
            _ulimit("nofile", limits.open_files),
            _ulimit("fsize", limits.file_size),
            _ulimit("core", 0),
        ],
        "Init": with_init,
        # The output comes through the attached stream. The log drivers would write it to
        # the daemon's disk as well, ten times slower, and some lose most of a flood.
        "LogConfig": {"Type": "none"},
        "RestartPolicy": {"Name": "no"},
    }
    if request.image.has_tmp:
        # The image's own is read-only, as all of it is. It counts towards the memory.
        options = f"rw,nosuid,nodev,noexec,size={limits.temporary_files},mode=1777"
        config["Tmpfs"] = {"/tmp": options}  # noqa: S108 - a path in the container
    if limits.cpus is not None:
        config["NanoCpus"] = int(limits.cpus * 1_000_000_000)
    return config


def _ulimit(name: str, value: int) -> dict[str, Any]:
    return {"Name": name, "Soft": value, "Hard": value}
