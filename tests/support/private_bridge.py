"""Makes a bridge, a network of its own for the containers of a private daemon.

It reaches nothing outside; ports of the containers are published on the loopback interface.
Only the standard library is used, so that it also works before anything is installed.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import subprocess

_SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))


class BridgeError(Exception):
    """The network cannot be made; the message says why."""


class Bridge:
    """A network interface for one daemon's containers, under a name and in a subnet of its own."""

    def __init__(self, digest: str) -> None:
        # Interfaces have at most 15 characters in their names.
        self.name = f"private-{digest[:6]}"
        # One of the 8192 subnets of 16 in the range for tests of networks (RFC 2544), which
        # nobody uses otherwise.
        subnet = ipaddress.ip_address("198.18.0.0") + int(digest, 16) % 8192 * 16
        self._address = f"{subnet + 1}/28"

    def make(self) -> None:
        """Make it anew.

        Raises:
            BridgeError: the system refuses.
        """
        self.remove()
        for command in (
            ("link", "add", "name", self.name, "type", "bridge"),
            ("address", "add", self._address, "dev", self.name),
            ("link", "set", self.name, "up"),
        ):
            made = _ip(*command)
            if made is None or made.returncode:
                words = made.stderr.decode(errors="replace").strip() if made else "ip is missing"
                raise BridgeError(f"The daemon's network cannot be made: {words}.")

    def remove(self) -> None:
        """Remove it, if it is there."""
        _ip("link", "delete", self.name)


def _ip(*arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    program = shutil.which("ip", path=_SEARCH)
    if program is None:
        return None
    return subprocess.run([program, *arguments], check=False, capture_output=True)
