"""Docker and skopeo agree with what was computed without them."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tarfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docker
import docker.errors
import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import ImageNameError
from scratchpress.core.platforms import Platform
from scratchpress.engines.connect import connect_docker
from scratchpress.executable.static_check import prove_static
from scratchpress.image.assemble import assemble
from scratchpress.image.bases.extras_on_base import contents_on
from scratchpress.image.dockerfile import build_context
from scratchpress.image.extras import collect
from scratchpress.image.reference import normalise
from scratchpress.pipeline.base_fetch import fetch_bases
from scratchpress.recipe.model import Extra, FileOptions, ImageOptions
from tests.support.bases import ACCOUNTS, PROCESS, busybox, entry, load

if TYPE_CHECKING:
    from scratchpress.executable.model import Executable
    from scratchpress.image.dockerfile import BuildContext
    from scratchpress.image.model import Image

PRINT_ARGUMENTS = """
#include <stdio.h>
int main(int count, char **arguments) {
  for (int i = 0; i < count; i++) printf("[%s]\\n", arguments[i]);
}
"""
# What a shell, a Dockerfile or JSON would treat in their own ways.
ODD_LABELS = {"org.opencontainers.image.title": 'a "b" $HOME ${X} \\\\ é 😀', "empty": ""}
ODD_ARGUMENTS = (
    "a b",
    "",
    '"q"',
    "$HOME ${PATH}",
    "back\\slash\\",
    "new\nline",
    "é 🎉",
    "#x",
    "\t",
)


@pytest.fixture(scope="module")
def executable(tmp_path_factory: pytest.TempPathFactory) -> Executable:
    folder = tmp_path_factory.mktemp("program")
    (folder / "hello.c").write_text(PRINT_ARGUMENTS)
    command = ["gcc", "-static", "-s", "-o", "hello", "hello.c"]
    subprocess.run(command, cwd=folder, check=True)
    return prove_static(folder / "hello", Platform.LINUX_AMD64, name="hello")


@pytest.fixture
def client() -> Iterator[Any]:
    client = docker.from_env()
    yield client
    client.close()


@pytest.fixture
def reference(client: Any) -> Iterator[str]:
    """A name of this test's own; whatever carries it afterwards is removed."""
    name = f"scratchpress-test-{uuid.uuid4().hex}"
    yield f"{name}:latest"
    for tag in ("latest", "built"):
        try:
            client.images.remove(f"{name}:{tag}", force=True)
        except docker.errors.NotFound:
            continue


def made(executable: Executable, reference: str, folder: Path, program: str = "hello") -> Image:
    return assemble(
        executable,
        reference=reference,
        program=program,
        command=ODD_ARGUMENTS,
        folder=folder,
        labels=ODD_LABELS,
    )


def loaded(client: Any, image: Image) -> dict[str, Any]:
    with image.archive.open("rb") as archive:
        client.api.load_image(archive)
    found: dict[str, Any] = client.api.inspect_image(image.reference)
    return found


def built(client: Any, context: BuildContext, tag: str) -> dict[str, Any]:
    steps = client.api.build(
        fileobj=io.BytesIO(context.tar.read_bytes()),
        custom_context=True,
        tag=tag,
        rm=True,
        decode=True,
    )
    assert [step["error"] for step in steps if "error" in step] == []
    found: dict[str, Any] = client.api.inspect_image(tag)
    return found


def printed(client: Any, image_id: str) -> bytes:
    output: bytes = client.containers.run(image_id, remove=True, network_mode="none")
    return output


def short(name: str) -> str:
    """A name as Docker lists it; Podman lists it in full."""
    return name.removeprefix("docker.io/library/").removeprefix("docker.io/")


def without_builders(labels: dict[str, str]) -> dict[str, str]:
    """Labels without the one that Podman's builder adds about itself."""
    return {key: value for key, value in labels.items() if key != "io.buildah.version"}


def files_in(client: Any, image_id: str) -> list[tuple[Any, ...]]:
    """Everything in the image's layers, as the engine exports it.

    Only the permission bits of a mode: older engines write the file's type beside them.
    """
    saved = io.BytesIO(b"".join(client.api.get_image(image_id)))
    with tarfile.open(fileobj=saved) as archive:
        (entry,) = json.loads(read(archive, "manifest.json"))
        layers = [read(archive, name) for name in entry["Layers"]]
    found = []
    for layer in layers:
        with tarfile.open(fileobj=io.BytesIO(layer)) as files:
            for file in files.getmembers():
                data = read(files, file.name) if file.isreg() else b""
                content = hashlib.sha256(data).hexdigest() if file.isreg() else ""
                owner = (file.uid, file.gid)
                found.append((file.name, file.type, file.mode & 0o7777, owner, file.mtime, content))
    return found


def seen(files: list[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """What of layers above each other is seen in a container, by path.

    Without the times of folders: the daemon gives those it puts something into its own.
    """
    return {
        name: (kind, mode, owner, 0 if kind == tarfile.DIRTYPE else mtime, content)
        for name, kind, mode, owner, mtime, content in files
    }


def read(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    assert file is not None
    return file.read()


@pytest.mark.docker
def test_the_engine_knows_the_image_by_the_id_we_computed(
    client: Any, executable: Executable, reference: str, tmp_path: Path
) -> None:
    image = made(executable, reference, tmp_path)
    found = loaded(client, image)
    assert found["Id"] in image.ids
    assert reference in map(short, found["RepoTags"])
    assert (found["Os"], found["Architecture"]) == ("linux", "amd64")
    if found["Id"] == image.config_digest:
        # A graph-driver store counts as we do: the files, added up.
        assert found["Size"] == image.size
        assert found["RootFS"]["Layers"] == [layer.digest for layer in image.layers]
    assert files_in(client, found["Id"]) == [
        ("hello", tarfile.REGTYPE, 0o755, (0, 0), 0, executable.sha256)
    ]


@pytest.mark.docker
def test_odd_arguments_reach_the_program_as_they_are(
    client: Any, executable: Executable, reference: str, tmp_path: Path
) -> None:
    found = loaded(client, made(executable, reference, tmp_path))
    expected = "".join(f"[{argument}]\n" for argument in ("/hello", *ODD_ARGUMENTS))
    assert printed(client, found["Id"]) == expected.encode()


@pytest.mark.docker
def test_both_builders_give_the_same_files_config_and_output(
    client: Any, executable: Executable, reference: str, tmp_path: Path
) -> None:
    image = made(executable, reference, tmp_path)
    ours = loaded(client, image)
    theirs = built(
        client,
        build_context(image, executable, tmp_path, labels=ODD_LABELS),
        reference.replace(":latest", ":built"),
    )
    for key in ("Entrypoint", "Cmd", "Env", "User", "ExposedPorts", "Volumes"):
        assert (ours["Config"].get(key) or None) == (theirs["Config"].get(key) or None), key
    assert ours["Config"]["Labels"] == without_builders(theirs["Config"]["Labels"])
    # Builders write the root folder as "/" or leave it out; both mean the same.
    assert (ours["Config"].get("WorkingDir") or "/") == (theirs["Config"].get("WorkingDir") or "/")
    assert (ours["Os"], ours["Architecture"]) == (theirs["Os"], theirs["Architecture"])
    assert files_in(client, ours["Id"]) == files_in(client, theirs["Id"])
    assert printed(client, ours["Id"]) == printed(client, theirs["Id"])


@pytest.mark.docker
def test_both_builders_give_the_same_extras(
    client: Any, executable: Executable, reference: str, tmp_path: Path
) -> None:
    (tmp_path / "data" / "empty").mkdir(parents=True)
    (tmp_path / "data" / "é 🎉").write_bytes(b"data")
    files = (FileOptions(source="data", to="/srv/data", mode="0640"),)
    extras = collect(ImageOptions(extras=tuple(Extra), files=files), tmp_path)
    image = assemble(
        executable,
        reference=reference,
        program="hello",
        command=ODD_ARGUMENTS,
        folder=tmp_path,
        extras=extras,
    )
    ours = loaded(client, image)
    context = build_context(image, executable, tmp_path, extras=extras)
    theirs = built(client, context, reference.replace(":latest", ":built"))
    for key in ("Entrypoint", "Cmd", "Env", "User"):
        assert ours["Config"][key] == theirs["Config"][key], key
    assert ours["Config"]["Labels"] == without_builders(theirs["Config"]["Labels"])
    assert ours["Config"]["User"] == "65532:65532"
    found = files_in(client, ours["Id"])
    assert found == files_in(client, theirs["Id"])
    modes = {name: mode for name, _, mode, *_ in found}
    assert (modes["tmp"], modes["srv/data/é 🎉"]) == (0o1777, 0o640)
    if ours["Id"] == image.config_digest:
        assert ours["Size"] == image.size
    assert printed(client, ours["Id"]) == printed(client, theirs["Id"])


@pytest.mark.docker
def test_both_builders_give_the_same_on_a_base(
    client: Any, executable: Executable, reference: str, tmp_path: Path, empty_cache: Path
) -> None:
    name = reference.replace(":latest", "-base:1")
    process = {**PROCESS, "User": "daemon", "Env": ["A=1", "SSL_CERT_FILE=/x"]}
    load(busybox(entry("work/"), process=process), name)
    (tmp_path / "tool").write_bytes(b"tool")
    files = (FileOptions(source="tool", to="/bin/tool", mode="0755"),)
    options = ImageOptions(base=name, extras=tuple(Extra), files=files)
    engine = connect_docker()
    try:
        bases = fetch_bases(
            options,
            [executable.platform],
            engine,
            spare=tmp_path,
            on_step=print,
            cancellation=Cancellation(),
        )
        extras = collect(options, tmp_path)
        image = assemble(
            executable,
            reference=reference,
            program="hello",
            command=ODD_ARGUMENTS,
            folder=tmp_path,
            extras=extras,
            bases=bases,
        )
        ours = loaded(client, image)
        contents = contents_on(image.base, "hello", ODD_ARGUMENTS, extras)
        # A containerd store knows what was loaded by a digest, too.
        assert contents.start.partition("@")[0] == name
        context = build_context(image, executable, tmp_path, extras=extras)
        theirs = built(client, context, reference.replace(":latest", ":built"))
        for key in ("Entrypoint", "Cmd", "Env", "Labels", "User", "ExposedPorts", "WorkingDir"):
            assert ours["Config"][key] == theirs["Config"][key], key
        assert ours["Config"]["User"] == "65532:65532"
        assert ours["Config"]["Env"][0] == "A=1"
        found = seen(files_in(client, ours["Id"]))
        assert found == seen(files_in(client, theirs["Id"]))
        # Where the base's link leads, which stays a link.
        assert found["usr/bin/tool"][1] == 0o755
        assert found["bin"][0] == tarfile.SYMTYPE
        assert printed(client, ours["Id"]) == printed(client, theirs["Id"])
        accounts = client.containers.run(
            ours["Id"], ["/etc/passwd"], entrypoint="/bin/cat", remove=True, network_mode="none"
        )
        assert accounts.startswith(ACCOUNTS)
        assert b"nonroot:x:65532" in accounts
        commands = [entry.get("CreatedBy") for entry in client.api.history(ours["Id"])]
        assert commands[-3:] == ["settings", "layer 1", "layer 0"]
    finally:
        engine.close()
        client.images.remove(name, force=True)


@pytest.mark.docker
@pytest.mark.parametrize("name", ["proc.c", "dev.c", "etc.c", "Dockerfile.c", "sbin", "é.c"])
def test_a_program_whose_name_the_engine_needs_runs_all_the_same(
    client: Any, executable: Executable, reference: str, tmp_path: Path, name: str
) -> None:
    from scratchpress.image.reference import program_name

    image = made(executable, reference, tmp_path, program_name(name))
    assert printed(client, loaded(client, image)["Id"]).startswith(b"[/")
    theirs = built(
        client, build_context(image, executable, tmp_path), reference.replace(":latest", ":built")
    )
    assert printed(client, theirs["Id"]).startswith(b"[/")


# Three names are not in the list. Older engines do not know IPv6 addresses, nor take LOCAL/a for
# one of a registry, and all take a_b.example/c, where no registry can be, for a folder on Docker
# Hub.
@pytest.mark.docker
@pytest.mark.parametrize(
    "name",
    [
        "a", "a:1", "a/b", "a/b/c:X", "a.b", "a__b", "a--b", "a-b_c.d", "localhost/a",
        "reg.example:5000/a:t", "a:_x", "docker.io/a", "docker.io/library/a",
        "A", "a b", "a..b", "a___b", "a_-b", "-a", "a-", ".a", "a/", "/a", "a//b", "a:", "a:-x",
        "a:b:c", "a@b", "é", "a:é", "sha256", "sha256:1", "f" * 64, "f" * 63,
        "a" * 220, "a" * 300, "a:" + "t" * 128, "a:" + "t" * 129, "-h.example/a", "h-.example/a",
        "https://a/b", "localhost:/a", "localhost:x/a", "a\n",
    ],
)  # fmt: skip
def test_a_name_is_valid_exactly_when_docker_takes_it(
    client: Any, executable: Executable, reference: str, tmp_path: Path, name: str
) -> None:
    image_id = loaded(client, made(executable, reference, tmp_path))["Id"]
    # Tags in a folder of this test's own, so that no image of a person is renamed.
    try:
        valid = bool(normalise(name))
    except ImageNameError:
        valid = False
    taken = tagged(client, image_id, name)
    if not valid and is_podman(client):
        # Podman takes more than Docker.
        return
    assert taken == (normalise(name) if valid else None)


def tagged(client: Any, image_id: str, name: str) -> str | None:
    """Give the image a name through the engine; return how it lists it, or ``None``."""
    before = set(client.api.inspect_image(image_id)["RepoTags"])
    repository, tag = name, "latest"
    if ":" in name.rpartition("/")[2]:
        head, slash, last = name.rpartition("/")
        repository, _, tag = last.partition(":")
        repository = head + slash + repository
        if not tag:
            return None
    try:
        client.api.tag(image_id, repository, tag)
    except docker.errors.APIError:
        return None
    (listed,) = set(client.api.inspect_image(image_id)["RepoTags"]) - before
    client.api.remove_image(listed)
    return short(str(listed))


def is_podman(client: Any) -> bool:
    return "podman" in str(client.version()["Components"]).lower()


def skopeo(*arguments: str | Path) -> bytes:
    return subprocess.run(
        ["skopeo", "--insecure-policy", *arguments], check=True, capture_output=True
    ).stdout


def test_skopeo_reads_both_faces_of_the_archive(executable: Executable, tmp_path: Path) -> None:
    image = made(executable, "hello:1", tmp_path)
    oci = json.loads(skopeo("inspect", f"oci-archive:{image.archive}"))
    assert oci["Digest"] == image.digest
    for face in ("oci-archive", "docker-archive"):
        raw = skopeo("inspect", "--config", "--raw", f"{face}:{image.archive}")
        assert raw == image.config
        found = json.loads(skopeo("inspect", f"{face}:{image.archive}"))
        assert found["Layers"] == [layer.digest for layer in image.layers]


def test_skopeo_copies_the_image_with_its_digests(executable: Executable, tmp_path: Path) -> None:
    image = made(executable, "hello:1", tmp_path)
    layout = tmp_path / "layout"
    source = f"oci-archive:{image.archive}"
    skopeo("copy", "--preserve-digests", source, f"oci:{layout}:copied")
    blobs = {f"sha256:{path.name}" for path in (layout / "blobs" / "sha256").iterdir()}
    assert blobs == {*image.ids, *(layer.digest for layer in image.layers)}
    loaded = tmp_path / "docker"
    skopeo("copy", f"docker-archive:{image.archive}:hello:1", f"dir:{loaded}")
    manifest = json.loads((loaded / "manifest.json").read_bytes())
    assert manifest["config"]["digest"] == image.config_digest
    assert [layer["digest"] for layer in manifest["layers"]] == [image.layers[0].digest]
