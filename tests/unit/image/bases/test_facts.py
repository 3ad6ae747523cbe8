"""What a base holds is read from its layers as they lie above each other."""

from __future__ import annotations

import io
import sqlite3
from typing import TYPE_CHECKING

import pytest

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import BaseError
from scratchpress.core.platforms import Platform
from scratchpress.image.bases.engine_export import keep_export
from scratchpress.image.bases.facts import read_base
from scratchpress.image.bases.store import BaseStore, KeptName
from tests.support.bases import HARD, LINK, Entry, MadeBase, busybox, entry, layer_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scratchpress.image.bases.model import Base

APK = b"C:Q1x\nP:musl\nV:1\n\nC:Q1y\nP:busybox\nV:1\nF:lib\n"
DPKG = (
    b"Package: libc6\nStatus: install ok installed\n\n"
    b"Package: gone\nStatus: deinstall ok config-files\n\n"
    b"Package: bash\nStatus: install ok installed\n"
)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[MadeBase], Base]:
    store = BaseStore(tmp_path, Cancellation())
    for name in ("blobs", "names"):
        (tmp_path / name).mkdir()

    def reading(made: MadeBase) -> Base:
        digest = keep_export(io.BytesIO(made.legacy()), Platform.LINUX_AMD64, "base:1", store)
        return read_base("base:1", Platform.LINUX_AMD64, KeptName("", digest, ""), store)

    return reading


def rpm(packages: int) -> bytes:
    database = sqlite3.connect(":memory:")
    database.execute("create table Packages (hnum integer primary key, blob blob)")
    database.executemany("insert into Packages values (?, 'x')", ((n,) for n in range(packages)))
    database.commit()
    content = bytes(database.serialize())
    database.close()
    # As rpm leaves it: with a log beside it, which is empty by then.
    return content[:18] + b"\x02\x02" + content[20:]


def test_a_base_with_a_shell_is_told_in_words(read: Callable[[MadeBase], Base]) -> None:
    made = busybox(process={"User": "app"})
    base = read(made)
    assert base.digest == made.digest
    assert base.words == (
        f"Test System 1 · {base.facts.size / 1e6:.1f} MB in 2 layers · shell /bin/sh"
        " (/usr/bin/busybox) · no package manager · has accounts, /tmp · user app"
    )


def test_a_base_with_nothing_says_so(read: Callable[[MadeBase], Base]) -> None:
    base = read(MadeBase((layer_of(entry("x", b"12345")),), {}))
    assert base.words == (
        "5 bytes in 1 layer · no shell · no package manager"
        " · nothing else that programs look for · user root"
    )


@pytest.mark.parametrize(
    ("entries", "manager", "packages"),
    [
        ([entry("lib/apk/db/installed", APK)], "apk", 2),
        ([entry("usr/lib/apk/db/installed", APK)], "apk", 2),
        ([entry("var/lib/dpkg/status", DPKG)], "dpkg", 2),
        (
            [entry(f"var/lib/dpkg/status.d/{name}") for name in ("a", "b", "c", "a.md5sums")],
            "dpkg",
            3,
        ),
        ([entry("usr/lib/sysimage/rpm/rpmdb.sqlite", rpm(7))], "rpm", 7),
        ([entry("var/lib/rpm/Packages", b"Berkeley")], "rpm", None),
        ([entry("var/lib/rpm/rpmdb.sqlite", b"SQLite format 3\0 and broken")], "rpm", None),
        ([], "", None),
    ],
)
def test_packages_are_counted(
    read: Callable[[MadeBase], Base], entries: list[Entry], manager: str, packages: int | None
) -> None:
    facts = read(MadeBase((layer_of(*entries),))).facts
    assert (facts.package_manager, facts.packages) == (manager, packages)


def test_what_programs_look_for_is_found(read: Callable[[MadeBase], Base]) -> None:
    facts = read(
        MadeBase(
            (
                layer_of(
                    entry("etc/ssl/certs/all.pem", b"cert"),
                    entry("etc/ssl/cert.pem", kind=LINK, linkname="certs/all.pem"),
                    entry("usr/share/zoneinfo/"),
                    entry("usr/share/zoneinfo/UTC", b"zone"),
                    entry("usr/lib/locale/C.utf8/"),
                ),
            )
        )
    ).facts
    assert (facts.has_certificates, facts.has_time_zones, facts.has_locales) == (True, True, True)
    assert (facts.has_tmp, facts.has_accounts, facts.shell) == (False, False, "")


def test_higher_layers_stand_above_lower_ones(read: Callable[[MadeBase], Base]) -> None:
    first = layer_of(
        entry("bin/"),
        entry("bin/sh", b"shell"),
        entry("tmp/"),
        entry("usr/share/zoneinfo/UTC", b"zone"),
        entry("etc/passwd", b"old"),
        entry("etc/group", b"old"),
        entry("lib/"),
        entry("lib/x", b"1"),
    )
    second = layer_of(
        entry("bin/.wh.sh"),
        entry(".wh.tmp"),
        entry("usr/share/zoneinfo/.wh..wh..opq"),
        entry("etc/passwd", b"new"),
        entry("etc/.wh.group"),
        entry("etc/group", b"same layer"),
        entry("lib", kind=LINK, linkname="bin"),
    )
    base = read(MadeBase((first, second)))
    facts = base.facts
    assert (facts.shell, facts.has_tmp, facts.has_time_zones) == ("", False, False)
    assert base.accounts == {"/etc/passwd": b"new", "/etc/group": b"same layer"}
    assert base.links == {"/lib": "bin"}
    # Both layers count: that is what engines store and send.
    assert facts.size == len(b"shellzoneoldold1newsame layer")


def test_an_entry_behind_a_link_of_a_lower_layer_is_where_the_link_leads(
    read: Callable[[MadeBase], Base],
) -> None:
    first = layer_of(entry("usr/bin/sh", b"old"), entry("bin", kind=LINK, linkname="usr/bin"))
    second = layer_of(entry("bin/.wh.sh"))
    third = layer_of(entry("bin/tool", b"new"), entry("bin/sh", kind=HARD, linkname="bin/tool"))
    assert read(MadeBase((first,))).facts.shell == "/usr/bin/sh"
    assert read(MadeBase((first, second))).facts.shell == ""
    assert read(MadeBase((first, second, third))).facts.shell == "/usr/bin/sh"


def test_a_layer_that_leads_out_of_the_image_is_damaged(
    read: Callable[[MadeBase], Base],
) -> None:
    with pytest.raises(BaseError, match="The image to start from is damaged"):
        read(MadeBase((layer_of(entry("../out", b"x")),)))


def test_a_shell_behind_links_and_other_names_is_found(read: Callable[[MadeBase], Base]) -> None:
    shell = layer_of(
        entry("usr/bin/tool", b"x" * 9),
        entry("usr/bin/dash", kind=HARD, linkname="usr/bin/tool"),
        entry("usr/bin/sh", kind=LINK, linkname="dash"),
        entry("bin", kind=LINK, linkname="usr/bin"),
    )
    assert read(MadeBase((shell,))).facts.shell == "/usr/bin/dash"
    dangling = layer_of(entry("bin/sh", kind=LINK, linkname="/nowhere"))
    assert read(MadeBase((dangling,))).facts.shell == ""
