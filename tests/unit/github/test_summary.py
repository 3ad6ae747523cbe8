"""The job's summary: Markdown in which text of others stays text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.errors import CompileFailedError, OutputMismatchError
from scratchpress.core.platforms import Platform
from scratchpress.github import markdown
from scratchpress.github.summary import Earlier, Told, summary
from scratchpress.image.model import Image
from scratchpress.pipeline.job import BuildResult
from scratchpress.reports.metadata import Metadata

AMD64, ARM64 = Platform.LINUX_AMD64, Platform.LINUX_ARM64
LAST = "the last build"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a_b *c* <d> [e](f)", r"a\_b \*c\* \<d\> \[e\](f)"),
        ("- item\nnext", r"\- item next"),
        ("1. first", r"1\. first"),
        ("# title | cell", r"\# title \| cell"),
        ("www.example.org @me :smile:", r"www\.example.org \@me \:smile\:"),
        ("a\x1b[31m\u202eb", r"a\\x1b\[31m\\u202eb"),
    ],
)
def test_text_is_shown_as_it_is(words: str, shown: str) -> None:
    assert markdown.text(words) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b\nc", "`a\\|b c`")],
)
def test_code_is_shown_as_it_is(words: str, shown: str) -> None:
    assert markdown.code(words) == shown


def test_nothing_ends_a_block_of_code() -> None:
    block = markdown.block("a\n```\n````\n# b")

    assert block == "`````text\na\n```\n````\n# b\n`````"


def test_bars_are_drawn_to_one_scale_and_the_smallest_can_be_seen() -> None:
    sizes = {"ours": (1, "1 byte"), "half": (500, "500"), "all": (1000, "1 kB")}
    chart = markdown.bars([markdown.Bar(name, *size, name) for name, size in sizes.items()])

    lines = chart.splitlines()[1:-1]
    assert [line.count("█") for line in lines] == [1, 20, 40]
    assert lines[0] == "ours  █ 1 byte"


def image_of(*sizes: tuple[Platform, int]) -> Image:
    def one(platform: Platform, size: int, *variants: Image) -> Image:
        named = ("hello:latest", platform, "sha256:c", "sha256:d", size, ("/hello",), (), ())
        return Image(*named, Path("image.tar"), b"{}", variants=variants)

    variants = tuple(one(*each) for each in sizes)
    return one(*sizes[0], *variants) if len(sizes) > 1 else variants[0]


def told_of(*sizes: tuple[Platform, int], **more: Any) -> str:
    image = image_of(*sizes)
    metadata = Metadata(tags=("hello:latest",), ingredients={"compiler": "Clang", "flags": ""})
    return summary(Told("hello.cc", BuildResult(image=image), metadata, **more))


def headlines(words: str) -> list[str]:
    return re.findall(r"^- (linux/.*)$", words, re.MULTILINE)


def bars_of(words: str) -> list[str]:
    return re.findall(r"^(\S.*?)  +█", words, re.MULTILINE)


def test_the_first_build_is_compared_with_nothing() -> None:
    words = told_of((AMD64, 360_000))

    assert headlines(words) == ["linux/amd64 · **360.0 kB** (360,000 bytes)"]
    assert bars_of(words) == ["this image", "busybox", "alpine"]


def test_each_platform_has_its_own_size_share_and_history() -> None:
    words = told_of(
        *((AMD64, 100_000), (ARM64, 400_000)),
        max_size=500_000,
        earlier=(
            Earlier(LAST, {AMD64: 100_000, ARM64: 500_000}),
            Earlier("main", {ARM64: 320_000}),
        ),
    )

    first, second = headlines(words)
    assert first == (
        "linux/amd64 · **100.0 kB** (100,000 bytes) · 20 % of the 500.0 kB allowed"
        " · as large as the last build"
    )
    assert second == (
        "linux/arm64 · **400.0 kB** (400,000 bytes) · 80 % of the 500.0 kB allowed"
        " · 100.0 kB (20.0 %) smaller than the last build · 80.0 kB (25.0 %) larger than main"
    )


def test_a_bar_that_looks_like_what_it_is_compared_with_is_not_drawn() -> None:
    earlier = (Earlier(LAST, {AMD64: 360_100}), Earlier("main", {AMD64: 4_000_000}))

    assert bars_of(told_of((AMD64, 360_000), max_size=400_000, earlier=earlier)) == [
        *("this image", "main", "busybox", "alpine")
    ]
    both = told_of((AMD64, 360_000), (ARM64, 360_000), earlier=earlier)
    assert bars_of(both) == [
        *("linux/amd64", "linux/amd64, main", "linux/arm64", "busybox", "alpine")
    ]


def test_a_branch_is_called_what_it_is() -> None:
    words = told_of((AMD64, 1000), earlier=(Earlier("a|b_c", {AMD64: 1000}),))

    assert r"as large as a\|b\_c" in words


def test_no_table_begins_with_an_empty_row() -> None:
    words = told_of((AMD64, 1000), commit="0123456789abcdef", commit_url="https://example.org/c")

    assert "| Image | `hello:latest` |\n| --- | --- |\n" in words
    assert "| Commit | [`0123456789ab`](https://example.org/c) |" in words
    assert not re.search(r"^\|[ |]*\|$", words, re.MULTILINE)


def failed(*errors: CompileFailedError | OutputMismatchError, **more: Any) -> str:
    said = tuple(one for error in errors for one in getattr(error, "diagnostics", ()))
    told = Told("bad.c", BuildResult(), Metadata(), said, errors, **more)
    return summary(told)


def test_a_compile_that_fails_is_told_once() -> None:
    wrong = Diagnostic(Severity.ERROR, "use of undeclared identifier 'y'", "bad.c", 4)
    error = CompileFailedError(
        "bad.c does not compile: line 4.", details=f"bad.c:4: error: {wrong.text}",
        diagnostics=(wrong,),
    )  # fmt: skip
    words = failed(error, command="scratchpress build bad.c", commit="0123456789abcdef")

    assert words.startswith("## ❌ `bad.c`\n\n**bad.c does not compile")
    assert words.count("undeclared identifier") == 1
    assert words.endswith("```sh\nscratchpress build bad.c\n```\n\n")
    assert "| Commit | `0123456789ab` |\n| --- | --- |" in words
    assert "none" not in words
    assert "undeclared identifier" in failed(CompileFailedError("Bad.", diagnostics=(wrong,)))
