"""What goes into an image besides its program is chosen, checked and always the same."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import tarfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation, CancelledError
from scratchpress.core.errors import RecipeError, StorageError
from scratchpress.core.platforms import Platform
from scratchpress.executable.model import Executable, Linkage
from scratchpress.image.assemble import assemble
from scratchpress.image.contents import contents_for
from scratchpress.image.dockerfile import dockerfile
from scratchpress.image.extras import Extras, collect, cost, outline, zone_names
from scratchpress.recipe.model import Extra, FileOptions, ImageOptions

if TYPE_CHECKING:
    from scratchpress.image.model import Image

ALL = tuple(Extra)
# An image is a promise: this changes only with a note in CHANGELOG.md.
GOLDEN_EXTRAS = "sha256:934073da2421040cde5ed28e07b08e76ec2b7301135520b5cb7a1fa66b7a39c4"


@pytest.fixture(autouse=True)
def no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def image_of(extras: Extras, folder: Path, reference: str = "hello") -> Image:
    program = folder / "program"
    program.write_bytes(b"program")
    sha256 = hashlib.sha256(b"program").hexdigest()
    executable = Executable(program, Platform.LINUX_AMD64, Linkage.STATIC, 7, sha256, True)
    contents = contents_for(reference, (), extras)
    return assemble(
        executable,
        reference=reference,
        program=contents.program,
        command=(),
        folder=folder,
        extras=extras,
    )


def members_of(image: Image, number: int) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    name = f"blobs/{image.layers[number].digest.replace(':', '/')}"
    with (
        tarfile.open(image.archive) as archive,
        tarfile.open(fileobj=archive.extractfile(name)) as layer,
    ):
        for member in layer:
            file = layer.extractfile(member)
            yield member, file.read() if file else b""


def chosen(*files: FileOptions) -> ImageOptions:
    return ImageOptions(files=files)


def file(source: str, to: str, mode: str = "0644") -> FileOptions:
    return FileOptions(source=source, to=to, mode=mode)


def refusal(options: ImageOptions, folder: Path) -> RecipeError:
    with pytest.raises(RecipeError) as caught:
        collect(options, folder)
    return caught.value


def test_every_extra_is_where_programs_look_for_it(tmp_path: Path) -> None:
    image = image_of(collect(ImageOptions(extras=ALL), tmp_path), tmp_path)
    found = {member.name: (member.mode, content) for member, content in members_of(image, 0)}
    assert found["etc/ssl/certs/ca-certificates.crt"][1].count(b"BEGIN CERTIFICATE") > 100
    assert found["usr/share/zoneinfo/Europe/Lisbon"][1].startswith(b"TZif")
    # An old name, and what C++20 reads.
    assert found["usr/share/zoneinfo/Portugal"][1].startswith(b"TZif")
    assert found["usr/share/zoneinfo/tzdata.zi"][1].startswith(b"#")
    assert b"nonroot:x:65532:65532:" in found["etc/passwd"][1]
    assert b"nonroot:x:65532:" in found["etc/group"][1]
    assert found["tmp"][0] == 0o1777
    assert not [name for name in found if name.endswith((".py", ".pyc"))]
    folders = {name for name, _ in found.items() if name in {"etc", "etc/ssl", "usr/share"}}
    assert {found[name][0] for name in folders} == {0o755}
    assert len(folders) == 3
    config = json.loads(image.config)
    assert config["config"]["User"] == "65532:65532"
    assert "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt" in config["config"]["Env"]
    layers = [entry for entry in config["history"] if not entry.get("empty_layer")]
    assert [entry["created_by"] for entry in layers] == ["COPY hello+/ /", "COPY hello /hello"]
    assert config["rootfs"]["diff_ids"] == [layer.digest for layer in image.layers]


def test_everything_belongs_to_root_and_carries_no_date_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("data")
    options = ImageOptions(extras=ALL, files=(file("data", "/data"),))
    image = image_of(collect(options, tmp_path), tmp_path)
    seen = {
        (member.uid, member.gid, member.uname, member.gname, member.mtime)
        for number in (0, 1)
        for member, _ in members_of(image, number)
    }
    assert seen == {(0, 0, "", "", 0)}


def test_the_cost_is_what_the_image_grows_by_to_the_byte(tmp_path: Path) -> None:
    plain = image_of(collect(ImageOptions(), tmp_path), tmp_path).size
    for extra in Extra:
        image = image_of(collect(ImageOptions(extras=(extra,)), tmp_path), tmp_path)
        assert image.size - plain == cost(extra), extra
    zones = ("Europe/Lisbon", "America/Sao_Paulo")
    options = ImageOptions(extras=(Extra.TIME_ZONES,), zones=zones)
    image = image_of(collect(options, tmp_path), tmp_path)
    assert image.size - plain == cost(Extra.TIME_ZONES, zones) < cost(Extra.TIME_ZONES) / 50
    assert cost(Extra.TMP) == 0


def test_the_extras_layer_did_not_change_by_accident(tmp_path: Path) -> None:
    image = image_of(collect(ImageOptions(extras=ALL), tmp_path), tmp_path)
    assert image.layers[0].digest == GOLDEN_EXTRAS


def test_the_order_of_the_choices_does_not_matter(tmp_path: Path) -> None:
    zones = ("Europe/Lisbon", "Asia/Tokyo")
    one = collect(ImageOptions(extras=ALL, zones=zones), tmp_path)
    two = collect(ImageOptions(extras=ALL[::-1] * 2, zones=zones[::-1] * 2), tmp_path)
    assert one == two


def test_the_extras_layer_is_the_same_for_every_program(tmp_path: Path) -> None:
    extras = collect(ImageOptions(extras=ALL), tmp_path)
    one = image_of(extras, tmp_path)
    other = image_of(extras, tmp_path, "another")
    assert one.layers[0] == other.layers[0]
    assert one.layers[1] != other.layers[1]


def test_chosen_zones_are_the_only_ones(tmp_path: Path) -> None:
    options = ImageOptions(extras=(Extra.TIME_ZONES,), zones=("Europe/Lisbon", "GMT"))
    paths = [member.path for member in collect(options, tmp_path).members if member.size]
    assert paths == ["/usr/share/zoneinfo/Europe/Lisbon", "/usr/share/zoneinfo/GMT"]
    assert len(zone_names()) > 590


@pytest.mark.parametrize(
    ("zone", "near"),
    [
        ("Lisbon", "Europe/Lisbon"),
        ("europe/lisbon", "Europe/Lisbon"),
        ("Europe/Lisboa", "Europe/Lisbon"),
        ("Zzzzzzz", "an area and a city"),
        ("../../passwd", "an area and a city"),
    ],
)
def test_an_unknown_zone_is_refused_with_those_near_it(
    zone: str, near: str, tmp_path: Path
) -> None:
    error = refusal(ImageOptions(extras=(Extra.TIME_ZONES,), zones=(zone,)), tmp_path)
    assert error.title == f"image.zones: there is no time zone {zone}."
    assert near in error.remedy


def test_chosen_files_and_folders_get_the_modes_asked_for(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "config.json").chmod(0o600)
    site = tmp_path / "site"
    (site / "css" / "empty").mkdir(parents=True)
    (site / "index.html").write_text("<p>")
    (site / "css" / "é 🎉.css").write_text("p {}")
    options = chosen(
        file("config.json", "/etc/app/config.json"),
        file("config.json", "/srv/", "0600"),
        file("site", "/srv/www", "755"),
    )
    members = collect(options, tmp_path).members
    assert [(member.path, member.mode) for member in members] == [
        ("/etc", 0o755),
        ("/etc/app", 0o755),
        ("/etc/app/config.json", 0o644),
        ("/srv", 0o755),
        ("/srv/config.json", 0o600),
        ("/srv/www", 0o755),
        ("/srv/www/css", 0o755),
        ("/srv/www/css/empty", 0o755),
        ("/srv/www/css/é 🎉.css", 0o755),
        ("/srv/www/index.html", 0o755),
    ]


def test_a_folder_can_become_the_root_and_join_an_extra(tmp_path: Path) -> None:
    (tmp_path / "root" / "tmp").mkdir(parents=True)
    (tmp_path / "root" / "tmp" / "note").write_text("x")
    options = ImageOptions(extras=(Extra.TMP,), files=(file("root", "/"),))
    members = collect(options, tmp_path).members
    assert [(member.path, member.mode) for member in members] == [
        ("/tmp", 0o1777),
        ("/tmp/note", 0o644),
    ]


@pytest.mark.parametrize(
    ("to", "problem"),
    [
        ("/etc/../passwd", "has .. in it"),
        ("/./x", "has . in it"),
        ("/a//b", "has an empty part"),
        ("/proc/x", "is in /proc, where engines put their own"),
        ("/dev", "is in /dev, where engines put their own"),
        ("/a/.wh.b", "has a name with .wh., which removes files from images"),
        (f"/{'n' * 256}", "has a name of more than 255 bytes"),
    ],
)
def test_a_place_that_cannot_be_is_refused(to: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    assert refusal(chosen(file("x", to)), tmp_path).title == f"image.files: {to} {problem}."
    with pytest.raises(RecipeError, match=r"image\.files"):
        outline(chosen(file("x", to)))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    error = refusal(chosen(file("gone.json", "/x")), tmp_path)
    assert error.title == "image.files: gone.json cannot be read: No such file or directory."


@pytest.mark.skipif(os.name == "nt", reason="Windows has none of these")
@pytest.mark.parametrize("kind", ["link", "circle", "fifo", "socket"])
def test_a_folder_with_more_than_files_is_refused(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A socket's path is short everywhere only when it is relative.
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site" / "in").mkdir(parents=True)
    odd = tmp_path / "site" / "in" / "odd"
    if kind == "link":
        odd.symlink_to("/etc/passwd")
    elif kind == "circle":
        odd.symlink_to(tmp_path / "site")
    elif kind == "fifo":
        os.mkfifo(odd)
    else:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("site/in/odd")
    error = refusal(chosen(file("site", "/srv")), tmp_path)
    words = "is a link" if kind in {"link", "circle"} else "is neither a file nor a folder"
    assert error.title.startswith(f"image.files: site/in/odd {words}")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="only Unix has devices")
def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    error = refusal(chosen(file("/dev/zero", "/zero")), tmp_path)
    assert error.title == "image.files: /dev/zero is neither a file nor a folder."
    (tmp_path / "self").symlink_to("self")
    error = refusal(chosen(file("self", "/x")), tmp_path)
    assert error.title.startswith("image.files: self cannot be read: ")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "secret").chmod(0)
    error = refusal(chosen(file("secret", "/x")), tmp_path)
    assert error.title == "image.files: secret cannot be read: Permission denied."


@pytest.mark.parametrize(
    "files",
    [
        (file("x", "/a"), file("x", "/a")),
        (file("x", "/a"), file("x", "/a/b")),
        (file("x", "/a/b"), file("x", "/a")),
        (file("x", "/etc/passwd"),),
        (file("x", "/tmp"),),
        (file("x", "/usr"),),
    ],
)
def test_two_things_in_one_place_are_refused(
    files: tuple[FileOptions, ...], tmp_path: Path
) -> None:
    (tmp_path / "x").write_text("x")
    error = refusal(ImageOptions(extras=ALL, files=files), tmp_path)
    assert error.title.startswith("image.files: two things go to /")


def test_nothing_may_go_where_the_program_is(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    for to in ("/hello", "/hello/x"):
        extras = collect(chosen(file("x", to)), tmp_path)
        with pytest.raises(RecipeError, match="something goes to /hello, where the program"):
            contents_for("hello", (), extras)


def test_a_program_makes_room_for_a_folder_of_the_extras(tmp_path: Path) -> None:
    zones = collect(ImageOptions(extras=(Extra.TIME_ZONES,)), tmp_path)
    assert contents_for("usr", (), zones).entrypoint == ("/usr-program",)
    assert contents_for("usr", (), Extras()).entrypoint == ("/usr",)


def test_a_file_that_changed_since_it_was_measured_is_not_packaged(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("one")
    extras = collect(chosen(file("x", "/x")), tmp_path)
    (tmp_path / "x").write_text("two")
    with pytest.raises(StorageError, match="The file /x changed while its image"):
        image_of(extras, tmp_path)
    assert not (tmp_path / "image.tar").exists()


def test_a_large_folder_takes_little_memory(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / name).touch()
        os.truncate(folder / name, 30_000_000)
    tracemalloc.start()
    try:
        image = image_of(collect(chosen(file("data", "/data")), tmp_path), tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert image.size > 60_000_000
    assert peak < 8_000_000


def test_a_stopped_build_stops_the_reading(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(CancelledError):
        collect(chosen(file("x", "/x")), tmp_path, cancellation)


def test_the_outline_leads_to_the_same_dockerfile(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    options = ImageOptions(extras=ALL, files=(file("x", "/data/"),))
    real = dockerfile(contents_for("hello", (), collect(options, tmp_path)))
    assert dockerfile(contents_for("hello", (), outline(options))) == real
    assert "COPY hello+/ /\n" in real
    assert "USER 65532:65532\n" in real
    assert "only file" not in real
