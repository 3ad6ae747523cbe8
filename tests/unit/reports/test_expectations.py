"""What was expected of an image is held against it, and a difference is told by its cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from scratchpress.core.errors import (
    DigestMismatchError,
    OutputMismatchError,
    SourceError,
    UsageError,
)
from scratchpress.reports.expectations import (
    ExpectedDigest,
    check_digest,
    check_output,
    expected_digest,
    expected_output,
)
from scratchpress.reports.metadata import Metadata, find_kept, keep, to_json

RIGHT, OTHER = f"sha256:{'1' * 64}", f"sha256:{'2' * 64}"
PARTS = {"compiler": "gcc 12.2", "flags": "", "source a.c": "sha256:a", "program linux/amd64": "p"}


def mismatch(expected: dict[str, str], found: dict[str, str]) -> DigestMismatchError:
    with pytest.raises(DigestMismatchError) as caught:
        check_digest(ExpectedDigest(RIGHT, expected), OTHER, found)
    return caught.value


def test_the_right_digest_is_enough() -> None:
    check_digest(ExpectedDigest(RIGHT, PARTS), RIGHT, {})


def test_what_differs_is_named_and_what_follows_from_it_is_not_blamed() -> None:
    found = PARTS | {"compiler": "gcc 13.1", "flags": "-O3", "program linux/amd64": "q"}
    error = mismatch(PARTS, found)

    assert "What differs: compiler and flags." in error.explanation
    assert "compiler: gcc 12.2 was expected, and it is gcc 13.1" in error.details
    assert "flags: nothing was expected, and it is -O3" in error.details


def test_a_source_more_or_less_is_a_difference() -> None:
    fewer = {name: words for name, words in PARTS.items() if name != "source a.c"}

    assert "source a.c: sha256:a was expected, and it is nothing" in mismatch(PARTS, fewer).details
    assert "source a.c" in mismatch(fewer, PARTS).explanation


def test_a_program_that_differs_alone_points_to_what_is_read_besides() -> None:
    error = mismatch(PARTS, PARTS | {"program linux/amd64": "q"})

    assert "what the source includes" in error.explanation


def test_without_the_other_builds_parts_all_of_this_one_are_listed() -> None:
    error = mismatch({}, PARTS)

    assert f"{RIGHT} was expected, and it is {OTHER}" in error.explanation
    assert error.details.splitlines() == [
        "compiler: gcc 12.2",
        "flags: none",
        "source a.c: sha256:a",
        "program linux/amd64: p",
    ]


def test_a_digest_is_given_by_itself_or_by_a_file_with_metadata(tmp_path: Path) -> None:
    (tmp_path / "right.json").write_bytes(to_json(Metadata(digest=RIGHT, ingredients=PARTS)))
    (tmp_path / "none.json").write_bytes(to_json(Metadata()))
    (tmp_path / "other.json").write_text("[1]")

    assert expected_digest(RIGHT, tmp_path) == ExpectedDigest(RIGHT)
    assert expected_digest("right.json", tmp_path) == ExpectedDigest(RIGHT, PARTS)
    for name in ("none.json", "other.json"):
        with pytest.raises(SourceError, match=name):
            expected_digest(name, tmp_path)
    for text in (RIGHT.upper(), RIGHT[:-1], "right", "$(id)"):
        with pytest.raises(UsageError, match="is no digest"):
            expected_digest(text, tmp_path)


@pytest.mark.parametrize(
    ("expected", "printed"),
    [("a", b"a\n"), ("a\n", b"a"), ("a \n b\n\n", b"a\n b"), ("a\nb", b"a\r\nb\r\n"), ("", b"")],
)
def test_what_nobody_sees_is_no_difference(expected: str, printed: bytes) -> None:
    check_output(expected, printed)


@pytest.mark.parametrize(
    ("expected", "printed", "line"),
    [("a", b"b", "+b"), ("a\nb", b"a", "-b"), ("a", b" a", "+ a"), ("", b"\xff", "+\ufffd")],
)
def test_what_differs_is_shown(expected: str, printed: bytes, line: str) -> None:
    with pytest.raises(OutputMismatchError) as caught:
        check_output(expected, printed)

    assert line in caught.value.details.splitlines()


def test_a_long_difference_is_cut() -> None:
    with pytest.raises(OutputMismatchError) as caught:
        check_output("", b"".join(b"%d\n" % n for n in range(1000)))

    assert caught.value.details.splitlines()[-1] == "… and 804 more lines"


def test_expected_output_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.out").write_text("one\ntwo\n")
    (tmp_path / "b.out").write_bytes(b"\xff")

    assert expected_output("@a.out\n", tmp_path) == "one\ntwo\n"
    assert expected_output("@a\nb", tmp_path) == "@a\nb"
    for name in ("@b.out", "@none", "@\0"):
        with pytest.raises(UsageError, match="cannot be read"):
            expected_output(name, tmp_path)


def test_metadata_is_kept_and_a_broken_file_is_begun_anew(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    for number in range(60):
        keep(folder, Metadata(digest=f"sha256:{number}", size=number))
    newest, oldest = find_kept(folder, "sha256:59"), find_kept(folder, "sha256:9")

    assert newest is not None
    assert (newest.size, oldest) == (59, None)
    (folder / "metadata.json").write_text("{")
    assert find_kept(folder, "sha256:59") is None
    keep(folder, Metadata(digest=RIGHT))
    assert find_kept(folder, RIGHT) is not None
