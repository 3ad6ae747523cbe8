"""What is put onto a base adds to it and hides nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scratchpress.core.errors import RecipeError
from scratchpress.core.platforms import Platform
from scratchpress.image.bases.extras_on_base import contents_on, on_base, program_on, start_of
from scratchpress.image.bases.model import Base, BaseFacts
from scratchpress.image.extras import NO_EXTRAS, collect
from scratchpress.image.layer import LayerText
from scratchpress.recipe.model import Extra, FileOptions, ImageOptions

if TYPE_CHECKING:
    from pathlib import Path

    from scratchpress.image.extras import Extras


def base(**fields: object) -> Base:
    values: dict[str, object] = {
        "reference": "alpine:3.20",
        "platform": Platform.LINUX_AMD64,
        "digest": "sha256:c",
        "registry_digest": "",
        "config": {},
        "layers": (),
        "facts": BaseFacts(0),
        **fields,
    }
    return Base(**values)  # type: ignore[arg-type] # the types are those of the fields


def extras(folder: Path, *chosen: Extra, **files: str) -> Extras:
    for name in files:
        (folder / name).write_bytes(name.encode())
    options = ImageOptions(
        extras=chosen, files=tuple(FileOptions(source=one, to=to) for one, to in files.items())
    )
    return collect(options, folder)


def paths(given: Extras) -> list[str]:
    return [member.path for member in given.members]


def test_folders_of_the_base_are_left_to_it(tmp_path: Path) -> None:
    given = on_base(extras(tmp_path, a="/etc/app/a"), base(folders=frozenset({"/etc"})))
    assert paths(given) == ["/etc/app", "/etc/app/a"]


def test_a_place_behind_a_link_of_the_base_is_put_where_it_leads(tmp_path: Path) -> None:
    linked = base(
        folders=frozenset({"/usr", "/usr/bin"}), links={"/bin": "usr/bin", "/usr/bin/old": "sh"}
    )
    given = on_base(extras(tmp_path, tool="/bin/tool", old="/bin/old"), linked)
    assert paths(given) == ["/usr/bin/old", "/usr/bin/tool"]


def test_two_files_that_meet_behind_a_link_are_refused(tmp_path: Path) -> None:
    linked = base(folders=frozenset({"/usr", "/usr/bin"}), links={"/bin": "usr/bin"})
    with pytest.raises(RecipeError, match="two things go to /usr/bin/a"):
        on_base(extras(tmp_path, a="/bin/a", b="/usr/bin/a"), linked)


def test_the_folder_for_temporary_files_is_made_sure_of(tmp_path: Path) -> None:
    assert paths(on_base(extras(tmp_path, Extra.TMP), base(folders=frozenset({"/tmp"})))) == [
        "/tmp"
    ]


def test_accounts_are_added_to_those_of_the_base(tmp_path: Path) -> None:
    theirs = b"root:x:0:0:root:/root:/bin/sh\nguest:x:65534:65534::/:/bin/false"
    given = on_base(
        extras(tmp_path, Extra.USER),
        base(folders=frozenset({"/etc"}), accounts={"/etc/passwd": theirs}),
    )
    texts = {one.path: one.content for one in given.members if isinstance(one, LayerText)}
    # Its root keeps its shell, and 65534 its name.
    assert texts["/etc/passwd"] == (theirs + b"\nnonroot:x:65532:65532:nonroot:/:/sbin/nologin\n")
    assert texts["/etc/group"].startswith(b"root:x:0:\nnobody:")


@pytest.mark.parametrize("there", [{"folders": frozenset({"/app"})}, {"links": {"/app": "x"}}])
def test_the_program_is_called_otherwise_where_the_base_has_a_folder_or_link_of_its_name(
    there: dict[str, object],
) -> None:
    assert program_on([base(**there)], "app:1", NO_EXTRAS) == "app-program"
    assert program_on([base()], "app:1", NO_EXTRAS) == "app"


def test_from_names_exactly_this_base() -> None:
    digest = f"sha256:{'a' * 64}"
    assert start_of(base(registry_digest=digest)) == f"alpine:3.20@{digest}"
    assert start_of(base()) == "alpine:3.20"
    assert contents_on(None, "app", (), NO_EXTRAS).start == "scratch"
