"""What GitHub's runner is told arrives, and nothing that others wrote is obeyed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.errors import CompileFailedError, StorageError
from scratchpress.core.languages import Language
from scratchpress.github.runner import (
    MOST,
    annotate,
    command,
    fenced,
    group,
    harmless,
    write_outputs,
    write_summary,
)
from scratchpress.sources.model import Source, Sources
from tests.action.commands import Command, Listener, read_pairs

# As a runner and its attackers have it.
TEXT = st.one_of(
    st.text(st.characters(codec="utf-8")),
    st.lists(
        st.sampled_from(
            ["::error::x", "##[error]x", "\n", "\r", "%0A", "::", " ", "##[", "]", "add-mask", "a"]
        )
    ).map("".join),
)


def heard(text: str) -> Listener:
    import re

    listener = Listener()
    for line in re.split(r"\r\n|[\r\n]", text):
        listener.hear(line)
    return listener


@given(TEXT, TEXT)
def test_a_command_arrives_as_it_was_meant(message: str, title: str) -> None:
    (found,) = heard(command("error", message, title=title, line=3, col=0)).commands

    assert found.message == message
    assert found.properties.get("title", "") == title.rstrip() or title != title.strip()
    assert found.properties["line"] == "3"
    assert "col" not in found.properties


@given(TEXT)
def test_text_of_others_holds_no_command(text: str) -> None:
    assert heard(harmless(text)).commands == []


@given(st.lists(TEXT))
def test_what_is_fenced_is_not_obeyed_and_what_follows_is(lines: list[str]) -> None:
    text = "\n".join([*fenced(lines), command("notice", "after")])

    assert heard(text).commands == [Command("notice", "after")]


def test_a_group_without_lines_is_its_title() -> None:
    assert list(group("Title", [])) == ["Title"]
    assert list(group("a\nb", ["x"])) == ["::group::a%0Ab", "x", "::endgroup::"]


@given(st.dictionaries(st.sampled_from(["digest", "tags", "a-b"]), TEXT))
def test_outputs_come_back_as_they_are(outputs: dict[str, str]) -> None:
    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        write_outputs(file.name, outputs)
        text = Path(file.name).read_bytes().decode()

    def with_line_ends(value: str) -> str:
        """The runner reads lines, whichever of the three ends them."""
        return f"{value}\n".replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")

    assert read_pairs(text) == {name: with_line_ends(text) for name, text in outputs.items()}


def test_a_summary_is_no_larger_than_github_takes(tmp_path: Path) -> None:
    path = tmp_path / "summary"
    write_summary(str(path), "é" * 1_000_000)
    write_summary("", "outside of GitHub")

    assert path.stat().st_size == 1024 * 1024
    assert set(path.read_text()) == {"é"}


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="GitHub"):
        write_outputs(str(tmp_path), {"a": "b"})


def annotated(*diagnostics: Diagnostic, folder: Path, **more: Any) -> list[Command]:
    source = folder / "app/src/a b.c"
    source.parent.mkdir(parents=True)
    source.with_name("part.h").touch()
    sources = Sources(Language.C, (Source(source, b""), Source(folder / "app/b.c", b"")))
    lines = annotate(diagnostics, sources, folder, **more)
    return heard("\n".join(lines)).commands


def test_a_message_is_shown_where_it_is_and_its_column_counts_characters(tmp_path: Path) -> None:
    (found,) = annotated(
        Diagnostic(Severity.ERROR, "no: 100 %,\nx", "a b.c", 7, 9, 'x = "é😀", y;'),
        folder=tmp_path,
    )

    assert found == Command(
        "error",
        "no: 100 %,\nx",
        {"file": "app/src/a b.c", "line": "7", "col": "7", "title": "Compiler"},
    )


def test_notes_belong_to_their_message_and_others_files_are_named_in_words(tmp_path: Path) -> None:
    second, first = annotated(
        Diagnostic(Severity.WARNING, "unused", "/usr/include/x.h", 3, 1, "int x;"),
        Diagnostic(Severity.ERROR, "no such name", "part.h", 1),
        Diagnostic(Severity.NOTE, "did you mean b", "b.c", 2),
        folder=tmp_path,
    )

    assert first == Command("warning", "/usr/include/x.h:3: unused", {"title": "Compiler"})
    assert second.message == "no such name\ndid you mean b"
    assert second.properties["file"] == "app/src/part.h"


def test_no_more_than_github_shows_are_annotated(tmp_path: Path) -> None:
    many = [Diagnostic(Severity.ERROR, f"number {n}", "b.c", n + 1) for n in range(MOST + 5)]

    assert len(annotated(*many, folder=tmp_path)) == MOST


def test_the_decisive_error_is_among_those_that_github_shows(tmp_path: Path) -> None:
    unused = [Diagnostic(Severity.WARNING, f"unused {n}", "b.c", 1) for n in range(3)]
    many = [Diagnostic(Severity.ERROR, f"number {n}", "b.c", n + 1) for n in range(MOST + 5)]
    failure = CompileFailedError(
        "b.c does not compile: line 1: number 0 (and 14 more errors).", remedy="Correct line 1."
    )
    found = annotated(*unused, *many, folder=tmp_path, failure=failure, told=2)

    assert found[0] == Command(
        "error",
        "Correct line 1.",
        {"file": "app/b.c", "line": "1", "title": failure.title},
    )
    assert [one.message for one in found[1:9]] == [f"number {n}" for n in range(1, 8)] + [
        "unused 0"
    ]


def test_what_an_error_means_stands_with_the_compilers_words(tmp_path: Path) -> None:
    said = Diagnostic(Severity.ERROR, "undefined symbol: sqrt", "b.c", 3)
    noted = Diagnostic(Severity.NOTE, "used here", "b.c", 4)
    failure = CompileFailedError("b.c needs the mathematics library.", explanation="A. ", remedy="")
    (found,) = annotated(said, noted, folder=tmp_path, failure=failure)

    assert found.message == "undefined symbol: sqrt\nused here\nA. "
    assert found.properties["title"] == failure.title
