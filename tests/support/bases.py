"""Images to start from, made here in every form that engines and registries give them."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.registries import NAME, PASSWORD, LocalRegistry

FILE, FOLDER, LINK, HARD = tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE
PROCESS = {
    "Env": ["PATH=/bin", "FROM_BASE=yes"],
    "Cmd": ["sh"],
    "Labels": {"base": "yes"},
    "WorkingDir": "/work",
    "ExposedPorts": {"80/tcp": {}},
}
ACCOUNTS = b"root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/:/bin/false\n"

Entry = tuple[tarfile.TarInfo, bytes]


def entry(name: str, content: bytes = b"", kind: bytes = FILE, **fields: Any) -> Entry:
    """Something in a layer; a folder when the name ends in a slash."""
    info = tarfile.TarInfo(name.rstrip("/"))
    info.type = FOLDER if name.endswith("/") else kind
    info.mode = 0o755 if info.type == FOLDER else 0o644
    info.size = len(content)
    for key, value in fields.items():
        setattr(info, key, value)
    return info, content


def layer_of(*entries: Entry) -> bytes:
    """A layer as a plain tar."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for info, content in entries:
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@dataclass(frozen=True)
class MadeBase:
    """An image of somebody else's."""

    layers: Sequence[bytes]
    process: Mapping[str, Any] = field(default_factory=lambda: PROCESS)
    architecture: str = "amd64"
    os: str = "linux"
    history: Sequence[Mapping[str, Any]] | None = None

    @property
    def config(self) -> bytes:
        history = self.history
        if history is None:
            history = [{"created_by": f"layer {number}"} for number, _ in enumerate(self.layers)]
            history = [*history, {"created_by": "settings", "empty_layer": True}]
        return json.dumps(
            {
                "os": self.os,
                "architecture": self.architecture,
                "created": "2020-01-01T00:00:00Z",
                "config": dict(self.process),
                "history": history,
                "rootfs": {"type": "layers", "diff_ids": list(map(digest_of, self.layers))},
            },
            indent=1,
        ).encode()

    @property
    def digest(self) -> str:
        return digest_of(self.config)

    def legacy(self, name: str = "base:1") -> bytes:
        """As ``docker save`` wrote it until Docker 24: a folder for each layer."""
        members = {f"{number}/layer.tar": layer for number, layer in enumerate(self.layers)}
        manifest = [{"Config": "config.json", "RepoTags": [name], "Layers": list(members)}]
        return _tar(
            {"0/VERSION": b"1.0", "0/json": b'{"id":"0"}', **members, "config.json": self.config}
            | {"manifest.json": json.dumps(manifest).encode(), "repositories": b"{}"}
        )

    def layout(self, compress: Callable[[bytes], bytes] = bytes) -> bytes:
        """As newer engines write it: an OCI layout, its layers as the store has them."""
        return layout_of((self,), compress)


def layout_of(bases: Sequence[MadeBase], compress: Callable[[bytes], bytes] = bytes) -> bytes:
    """One OCI layout of several platforms, with a note on how it was built beside them."""
    blobs: dict[str, bytes] = {}

    def add(content: bytes) -> dict[str, Any]:
        blobs[f"blobs/{digest_of(content).replace(':', '/')}"] = content
        return {"digest": digest_of(content), "size": len(content)}

    manifests = []
    for base in bases:
        layers = [add(compress(layer)) for layer in base.layers]
        manifests.append(add(json.dumps({"config": add(base.config), "layers": layers}).encode()))
    note = {"os": "unknown", "architecture": "unknown", "rootfs": {"type": "layers"}}
    add(json.dumps(note | {"config": {}}).encode())
    return _tar({**blobs, "index.json": json.dumps({"manifests": manifests}).encode()})


def zstandard(content: bytes) -> bytes:
    """Compressed as newer builders do it, by the system's own program."""
    return subprocess.run(["zstd", "-c"], input=content, check=True, capture_output=True).stdout


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def busybox(*more: Entry, **options: Any) -> MadeBase:
    """A base with a shell, accounts, /tmp and links, of Debian's busybox-static."""
    program = Path(shutil.which("busybox") or "/bin/busybox").read_bytes()
    first = layer_of(
        *(entry(f"{name}/") for name in ("usr", "usr/bin", "etc", "dev", "data")),
        entry("bin", kind=LINK, linkname="usr/bin"),
        entry("tmp/", mode=0o1777),
        entry("usr/bin/busybox", program, mode=0o755),
        entry("usr/bin/sh", kind=LINK, linkname="/bin/busybox"),
        entry("usr/bin/cat", kind=HARD, linkname="usr/bin/busybox", mode=0o755),
        entry("dev/null", kind=tarfile.CHRTYPE, devmajor=1, devminor=3, mode=0o666),
        entry("data/gone", b"of the first layer"),
        entry("etc/os-release", b'NAME=T\nPRETTY_NAME="Test System 1"\n'),
    )
    second = layer_of(
        entry("etc/"),
        entry("etc/passwd", ACCOUNTS),
        entry("etc/group", b"root:x:0:\n"),
        entry("data/"),
        entry("data/.wh.gone"),
        entry("data/kept", b"of the second layer"),
        *more,
    )
    return MadeBase((first, second), **options)


def load(base: MadeBase, name: str) -> None:
    """Make the daemon hold a base under a name."""
    subprocess.run(
        ["docker", "load", "--quiet"], input=base.legacy(name), check=True, capture_output=True
    )


def publish(base: MadeBase, registry: LocalRegistry, name: str, *, password: bool = False) -> str:
    """Put a base into a registry, and return what it is called there."""
    file = registry.folder / "base.tar"
    file.write_bytes(base.legacy())
    target = f"{registry.host}/{name}"
    login = [f"--dest-creds={NAME}:{PASSWORD}"] if password else []
    subprocess.run(
        [
            *("skopeo", "--insecure-policy", "copy", "--quiet", "--dest-tls-verify=false"),
            *(*login, f"docker-archive:{file}", f"docker://{target}"),
        ],
        check=True,
        capture_output=True,
    )
    return target


def forget(*names: str) -> None:
    """Remove images from the daemon, those that are not there, too."""
    subprocess.run(["docker", "image", "rm", "--force", *names], check=False, capture_output=True)


def _tar(members: Mapping[str, bytes]) -> bytes:
    return layer_of(*(entry(name, content) for name, content in members.items()))
