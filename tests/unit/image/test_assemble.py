"""An image is one archive whose every byte is known beforehand."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import ImageNameError, SizeLimitError, StorageError, UsageError
from scratchpress.core.platforms import Platform
from scratchpress.executable.model import Executable, Linkage
from scratchpress.image.assemble import assemble
from scratchpress.image.contents import Contents
from scratchpress.image.dockerfile import build_context, dockerfile, exec_form
from scratchpress.image.model import check_limit
from scratchpress.image.transfer import transfer_size
from scratchpress.system.source_date import source_date

if TYPE_CHECKING:
    from scratchpress.image.model import Image

DESKTOP = Path(__file__).parents[3] / "desktop"

# An image is a promise: these change only with a note in CHANGELOG.md.
GOLDEN_CONFIG = "sha256:cd39b0dd7581411a8ce7729e39e06631b1fa9f29f8711fecb6ab2b2173714e66"
GOLDEN_MANIFEST = "sha256:fa0782a5415ca18fdd3dfac81f284e10ae239f254ad3732e89ba35fc9c8f5be3"
GOLDEN_ARCHIVE = "sha256:6864bc3bd0c4b2edb38a14933fdd58f874e37b7bfc7503dfa4d7cc3250fea4b9"
GOLDEN_CONTEXT = "sha256:8db5ac90c93c33d44431b364b3b2c5efecac43422cbb5d313bbad7dcb1c47f8b"


@pytest.fixture(autouse=True)
def no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def executable(tmp_path: Path) -> Executable:
    return program(tmp_path / "hello", bytes(range(256)) * 100)


def program(path: Path, content: bytes) -> Executable:
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return Executable(path, Platform.LINUX_AMD64, Linkage.STATIC, len(content), digest, True)


def image_of(
    executable: Executable, folder: Path, *command: str, reference: str = "hello"
) -> Image:
    return assemble(
        executable, reference=reference, program="hello", command=command, folder=folder
    )


def digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def members(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as opened:
        return {
            member.name: getattr(opened.extractfile(member), "read", bytes)()
            for member in opened.getmembers()
        }


def test_the_values_tell_what_the_archive_holds(executable: Executable, tmp_path: Path) -> None:
    image = image_of(executable, tmp_path, "a b", reference="ghcr.io/me/hello:1.0")
    files = members(image.archive)
    blobs = {name: content for name, content in files.items() if name.startswith("blobs/")}
    assert all(name == f"blobs/{digest(blob).replace(':', '/')}" for name, blob in blobs.items())
    assert {digest(blob) for blob in blobs.values()} == {*image.ids, image.layers[0].digest}
    assert image.config == blobs[f"blobs/{image.config_digest.replace(':', '/')}"]
    assert image.reference == "ghcr.io/me/hello:1.0"
    assert image.size == executable.size
    assert image.entrypoint == ("/hello",)
    assert image.command == ("a b",)


def test_the_archive_is_an_oci_layout(executable: Executable, tmp_path: Path) -> None:
    image = image_of(executable, tmp_path)
    files = members(image.archive)
    assert json.loads(files["oci-layout"]) == {"imageLayoutVersion": "1.0.0"}
    (entry,) = json.loads(files["index.json"])["manifests"]
    assert entry["digest"] == image.digest
    assert entry["annotations"] == {
        "io.containerd.image.name": "docker.io/library/hello:latest",
        "org.opencontainers.image.ref.name": "latest",
    }
    manifest = json.loads(files[f"blobs/{image.digest.replace(':', '/')}"])
    assert manifest["mediaType"] == "application/vnd.oci.image.manifest.v1+json"
    assert manifest["config"]["digest"] == image.config_digest
    assert manifest["layers"] == [
        {
            "digest": image.layers[0].digest,
            "mediaType": "application/vnd.oci.image.layer.v1.tar",
            "size": image.layers[0].size,
        }
    ]
    for descriptor in (entry, manifest["config"], *manifest["layers"]):
        blob = files[f"blobs/{descriptor['digest'].replace(':', '/')}"]
        assert descriptor["size"] == len(blob)


def test_the_archive_is_a_docker_archive(executable: Executable, tmp_path: Path) -> None:
    image = image_of(executable, tmp_path, reference="docker.io/library/hello:1")
    (entry,) = json.loads(members(image.archive)["manifest.json"])
    assert entry == {
        "Config": f"blobs/{image.config_digest.replace(':', '/')}",
        "Layers": [f"blobs/{image.layers[0].digest.replace(':', '/')}"],
        "RepoTags": ["hello:1"],
    }


def test_the_config_says_what_starts(executable: Executable, tmp_path: Path) -> None:
    config = json.loads(image_of(executable, tmp_path, "-n", "é").config)
    assert (config["os"], config["architecture"]) == ("linux", "amd64")
    assert config["created"] == "1970-01-01T00:00:00Z"
    assert config["config"] == {
        "Cmd": ["-n", "é"],
        "Entrypoint": ["/hello"],
        "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
        "Labels": {"io.scratchpress.image": "1", "org.opencontainers.image.title": "hello"},
    }
    layers = [entry for entry in config["history"] if not entry.get("empty_layer")]
    assert [entry["created_by"] for entry in layers] == ["COPY hello /hello"]
    assert len(config["rootfs"]["diff_ids"]) == len(layers)


def test_the_format_did_not_change_by_accident(executable: Executable, tmp_path: Path) -> None:
    image = image_of(executable, tmp_path, "one", "2")
    assert (image.config_digest, image.digest) == (GOLDEN_CONFIG, GOLDEN_MANIFEST)
    assert digest(image.archive.read_bytes()) == GOLDEN_ARCHIVE
    assert digest(build_context(image, executable, tmp_path).tar.read_bytes()) == GOLDEN_CONTEXT


OTHER_PROCESS = """
import os, sys
from pathlib import Path
from scratchpress.executable.static_check import prove_static
from scratchpress.image.assemble import assemble
from scratchpress.image.dockerfile import build_context
from scratchpress.core.platforms import Platform

os.umask(int(sys.argv[1], 8))
if user := int(sys.argv[2]):
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
executable = prove_static(Path("copy"), Platform.LINUX_AMD64, name="hello")
image = assemble(
    executable, reference="hello", program="hello", command=("\\u00e9",), folder=Path(".")
)
context = build_context(image, executable, Path("."))
sys.stdout.buffer.write(image.archive.read_bytes() + context.tar.read_bytes())
"""


def made_elsewhere(
    real: Path,
    folder: Path,
    *,
    umask: str = "022",
    user: int = 0,
    environment: dict[str, str] | None = None,
    options: tuple[str, ...] = (),
) -> bytes:
    """The archive and the context as another process with other habits makes them."""
    folder.mkdir()
    folder.chmod(0o777)
    (folder / "copy").write_bytes(real.read_bytes())
    path = os.pathsep.join([str(DESKTOP), *sys.path])
    done = subprocess.run(
        [sys.executable, *options, "-c", OTHER_PROCESS, umask, str(user)],
        check=False,
        capture_output=True,
        # The paths are relative, so that another user needs no way through the parents.
        cwd=folder,
        env={"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    (folder / "hello.c").write_text("void _start(void) { for (;;) {} }\n")
    command = ["gcc", "-static", "-nostdlib", "-o", "hello", "hello.c"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "hello"


def test_the_same_program_gives_the_same_bytes_under_any_habits(real: Path, tmp_path: Path) -> None:
    expected = made_elsewhere(real, tmp_path / "expected")
    assert len(expected) > real.stat().st_size * 2
    assert expected == made_elsewhere(real, tmp_path / "umask", umask="077")
    assert expected == made_elsewhere(
        real, tmp_path / "zone", environment={"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"}
    )
    assert expected == made_elsewhere(
        real,
        tmp_path / "not utf-8 é",
        environment={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        options=("-X", "utf8=0"),
    )
    assert expected == made_elsewhere(real, tmp_path / "optimised", options=("-OO",))
    assert expected == made_elsewhere(
        real, tmp_path / "epoch", environment={"SOURCE_DATE_EPOCH": "0"}
    )


def test_another_date_gives_other_bytes(real: Path, tmp_path: Path) -> None:
    dated = {"SOURCE_DATE_EPOCH": "1700000000"}
    one = made_elsewhere(real, tmp_path / "one", environment=dated)
    assert one == made_elsewhere(real, tmp_path / "two", environment=dated)
    assert one != made_elsewhere(real, tmp_path / "three")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"
)
def test_another_user_makes_the_same_bytes(real: Path, tmp_path: Path) -> None:
    nobody = 65534
    made = made_elsewhere(real, tmp_path / "nobody", user=nobody)
    assert (tmp_path / "nobody" / "image.tar").stat().st_uid == nobody
    assert made == made_elsewhere(real, tmp_path / "root")


@pytest.mark.parametrize("text", ["", "0", "1700000000", "253402300799"])
def test_the_source_date_is_read_from_the_environment(text: str) -> None:
    assert source_date({"SOURCE_DATE_EPOCH": text}) == int(text or 0)


@pytest.mark.parametrize("text", ["-1", "1.5", "now", " 1", "1\n", "१", "253402300800", "9" * 5000])
def test_a_wrong_source_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is not a date"):
        source_date({"SOURCE_DATE_EPOCH": text})


def test_a_wrong_name_writes_nothing(executable: Executable, tmp_path: Path) -> None:
    with pytest.raises(ImageNameError):
        image_of(executable, tmp_path, reference="No Good")
    assert list(tmp_path.iterdir()) == [executable.path]


@pytest.mark.parametrize("argument", ["a\0b", "\udcff"])
def test_an_argument_that_no_config_can_hold_is_refused(
    executable: Executable, tmp_path: Path, argument: str
) -> None:
    with pytest.raises(UsageError, match="not text that an image can hold"):
        image_of(executable, tmp_path, argument)


@pytest.mark.parametrize("name", ["", "/hello", "../hello", "a b", "-v", "a\n", "x" * 65, "é"])
def test_a_program_cannot_leave_its_place(name: str) -> None:
    with pytest.raises(ValueError, match="not a program's name"):
        Contents(name, ())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a disk that is always full")
def test_a_full_disk_is_said_and_nothing_is_left(executable: Executable, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "image.tar").symlink_to("/dev/full")
    with pytest.raises(StorageError, match="There is no room left on the disk"):
        image_of(executable, folder)
    assert list(folder.iterdir()) == []


def test_a_missing_folder_is_said(executable: Executable, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot be written to .*gone: No such file"):
        image_of(executable, tmp_path / "gone")


def test_a_stopped_build_leaves_no_archive(executable: Executable, tmp_path: Path) -> None:
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(CancelledError):
        assemble(
            executable,
            reference="hello",
            program="hello",
            command=(),
            folder=tmp_path,
            cancellation=cancellation,
        )
    assert list(tmp_path.iterdir()) == [executable.path]


def test_a_large_program_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.touch()
    os.truncate(path, 200_000_000)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    large = Executable(path, Platform.LINUX_AMD64, Linkage.STATIC, 200_000_000, sha256, True)
    tracemalloc.start()
    try:
        image = image_of(large, tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert image.archive.stat().st_size > 200_000_000
    assert peak < 8_000_000


def test_the_transfer_size_is_that_of_the_gzipped_layer(
    executable: Executable, tmp_path: Path
) -> None:
    image = image_of(executable, tmp_path)
    files = members(image.archive)
    layer = gzip.compress(files[f"blobs/{image.layers[0].digest.replace(':', '/')}"], 6, mtime=0)
    documents = sum(len(files[f"blobs/{one.replace(':', '/')}"]) for one in image.ids)
    assert transfer_size(image) == len(layer) + documents
    image.archive.unlink()
    with pytest.raises(StorageError, match="not there any more"):
        transfer_size(image)


def test_an_image_above_its_limit_is_refused_to_the_byte(
    executable: Executable, tmp_path: Path
) -> None:
    image = image_of(executable, tmp_path)
    check_limit(image, None)
    check_limit(image, 25_600)
    with pytest.raises(SizeLimitError) as caught:
        check_limit(image, 25_599)
    assert caught.value.title == "The image is 25,600 bytes, and its limit is 25,599 bytes."
    assert "1 byte too large" in caught.value.explanation
    assert "strip" in caught.value.remedy


def test_the_dockerfile_explains_itself() -> None:
    text = dockerfile(Contents("hello", ("a b",)))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines == [
        "FROM scratch",
        "COPY hello /hello",
        'LABEL io.scratchpress.image="1" org.opencontainers.image.title="hello"',
        'ENTRYPOINT ["/hello"]',
        'CMD ["a b"]',
    ]
    assert text.count("# ") == len(lines)
    assert "CMD" not in dockerfile(Contents("hello", ()))


@given(st.lists(st.text(st.characters(codec="utf-8"))))
def test_any_arguments_stay_one_readable_line_of_json(arguments: list[str]) -> None:
    text = exec_form(arguments)
    assert json.loads(text) == arguments
    assert text.isprintable()


def test_the_context_holds_the_dockerfile_and_the_program(
    executable: Executable, tmp_path: Path
) -> None:
    executable.path.chmod(0o600)
    image = image_of(executable, tmp_path, "x", reference="me/hello:2")
    context = build_context(image, executable, tmp_path)
    with tarfile.open(context.tar) as opened:
        found = {
            member.name: (member.mode, member.uid, member.mtime, contents(opened, member))
            for member in opened.getmembers()
        }
    assert found == {
        "Dockerfile": (0o644, 0, 0, context.dockerfile.encode()),
        "hello": (0o755, 0, 0, executable.path.read_bytes()),
    }
    assert (context.reference, context.platform) == ("me/hello:2", Platform.LINUX_AMD64)


def contents(opened: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = opened.extractfile(member)
    assert file is not None
    return file.read()
