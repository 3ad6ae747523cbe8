"""What a layer's entries do to the layers below, and where links of an image lead."""

from __future__ import annotations

import pytest

from scratchpress.image.layer_changes import Change, ChangeKind, change_of, follow_links


@pytest.mark.parametrize(
    ("entry", "change"),
    [
        ("./usr/bin/sh", Change(ChangeKind.PUT, "/usr/bin", "sh")),
        ("/hello", Change(ChangeKind.PUT, "/", "hello")),
        ("usr//bin/", Change(ChangeKind.PUT, "/usr", "bin")),
        ("./", Change(ChangeKind.PUT, "/", "")),
        ("bin/.wh.sh", Change(ChangeKind.REMOVE, "/bin", "sh")),
        ("data/.wh..wh..opq", Change(ChangeKind.EMPTY, "/data", "")),
        (".wh..wh..opq", Change(ChangeKind.EMPTY, "/", "")),
    ],
)
def test_an_entry_puts_removes_or_empties(entry: str, change: Change) -> None:
    assert change_of(entry) == change


@pytest.mark.parametrize("entry", ["../out", "a/../../out", "..", ".wh.", ".wh...", "a/.wh.."])
def test_an_entry_that_leads_out_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="leads out of the image"):
        change_of(entry)


def test_links_are_followed_as_if_the_image_were_the_root_folder() -> None:
    links = {"/bin": "usr/bin", "/up": "../../x", "/whole": "/bin/sh", "/a": "b", "/b": "./a"}
    assert follow_links("/bin/sh", links.get) == "/usr/bin/sh"
    assert follow_links("/up/y", links.get) == "/x/y"
    assert follow_links("/whole", links.get) == "/usr/bin/sh"
    assert follow_links("/../../etc/./", links.get) == "/etc"
    assert follow_links("/", links.get) == "/"
    assert follow_links("/a/file", links.get) is None
