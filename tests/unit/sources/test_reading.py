"""Whatever a person gives is read as a program or answered with one clear sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.core.errors import SourceError, UnknownLanguageError
from scratchpress.core.languages import Language, language_of
from scratchpress.core.text import shown_name
from scratchpress.sources.model import Source, file_language
from scratchpress.sources.naming import named_after
from scratchpress.sources.reading import read_sources

HELLO = b"int main() { return 0; }\n"
DESKTOP = Path(__file__).parents[3] / "desktop"


def source(folder: Path, name: str, content: bytes = HELLO) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refusal(*paths: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_sources(paths)
    assert caught.value.title.isprintable()
    assert caught.value.title.endswith(".")
    assert caught.value.remedy
    return caught.value


def test_a_source_is_read_whole(tmp_path: Path) -> None:
    sources = read_sources([source(tmp_path, "hello.cc")])
    assert sources.language is Language.CPP
    assert sources.files[0].content == HELLO
    assert sources.files[0].path == tmp_path / "hello.cc"
    assert sources.summary == "C++ · 25 bytes"
    assert sources.notices == ()


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("a.c", Language.C), ("a.C", Language.CPP), ("a.cc", Language.CPP), ("a.CPP", Language.CPP),
        ("a.cxx", Language.CPP), ("a.c++", Language.CPP), ("a.tar.c", Language.C),
        ("a.py", None), ("a", None), (".c", None), ("a.", None),
    ],
)  # fmt: skip
def test_the_end_of_a_name_tells_the_language(name: str, language: Language | None) -> None:
    assert language_of(Path(name)) is language


def test_c_and_cpp_together_are_cpp_in_the_order_given(tmp_path: Path) -> None:
    sources = read_sources([source(tmp_path, "b.c"), source(tmp_path, "a.cc")])
    assert sources.language is Language.CPP
    assert [file.name for file in sources.files] == ["b.c", "a.cc"]
    assert sources.summary == "C++ · 2 files · 50 bytes"


def test_an_executable_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    sources = read_sources([source(tmp_path, "tool", b"\x7fELF" + bytes(100))])
    assert sources.language is Language.EXECUTABLE
    assert "together" in refusal(tmp_path / "tool", source(tmp_path, "a.c")).title


@pytest.mark.parametrize(
    "name",
    [
        "a b.c",
        "'q\"uote`s.c",
        "🎉.c",
        "-v.c",
        "@evil.c",
        "new\nline.c",
        "x" * 253 + ".c",
        "\u202ea.c",
    ],
)
def test_odd_names_are_read_and_shown_on_one_line(tmp_path: Path, name: str) -> None:
    path = source(tmp_path, name)
    assert read_sources([path]).files[0].path == path
    path.write_bytes(b"")
    refusal(path)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are always text")
def test_a_name_that_is_no_text_is_read_and_shown(tmp_path: Path) -> None:
    path = source(tmp_path, os.fsdecode(b"caf\xe9.c"))
    assert read_sources([path]).files[0].path == path
    path.write_bytes(b"")
    assert refusal(path).title.encode()


def test_no_file_at_all_is_said() -> None:
    assert refusal().title == "No source file was given."


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.c").title == "gone.c does not exist."


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_an_empty_file_is_said(tmp_path: Path, content: bytes) -> None:
    assert refusal(source(tmp_path, "a.c", content)).title == "a.c is empty."


def test_a_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder.c").mkdir()
    assert refusal(tmp_path / "folder.c").title == "folder.c is a folder."
    monkeypatch.chdir(tmp_path)
    assert refusal(Path()).title == f"{tmp_path.name} is a folder."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.c")
    assert refusal(tmp_path / "pipe.c").title == "pipe.c is not a regular file."


@pytest.mark.parametrize("name", ["x" * 300 + ".c", "a\0b.c"])
def test_a_name_the_system_refuses_is_said(tmp_path: Path, name: str) -> None:
    assert "cannot be read" in refusal(tmp_path / name).title


def test_a_link_to_itself_is_said(tmp_path: Path) -> None:
    (tmp_path / "loop.c").symlink_to("loop.c")
    refused = refusal(tmp_path / "loop.c")
    assert refused.title == "loop.c is a link that leads back to itself."
    assert "make the link anew" in refused.remedy


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_an_unreadable_file_is_said(tmp_path: Path) -> None:
    """As another user, because root may read everything."""
    closed = source(tmp_path, "closed.c")
    closed.chmod(0)
    script = (
        "import os, sys; from pathlib import Path\n"
        "from scratchpress.sources.reading import read_sources\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "try: read_sources([Path('closed.c')])\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        # A relative name from inside, so that closed parents are not what is met.
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(DESKTOP), *sys.path])},
    )
    assert said.stdout == "SourceError closed.c may not be read by you.\n"


def test_a_file_of_100_mb_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = source(tmp_path, "large.c")
    os.truncate(path, 100_000_000)
    error = refusal(path)
    assert error.title == "large.c is too large: 100.0 MB."
    assert "at most 16.0 MB" in error.explanation


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"\xff\xd8\xff\xe1 no zero byte", "a JPEG picture"),
        (b"GIF89a\1\0", "a GIF picture"),
        (b"%PDF-1.7\nno zero byte", "a PDF document"),
        (b"PK\x03\x04 no zero byte", "a ZIP archive or an Office document"),
        (b"\x1f\x8b\x08 no zero byte", "a gzip archive"),
        (b"MZ\x90\0", "a Windows program"),
        (b"\xcf\xfa\xed\xfe\0", "a macOS program"),
        (b"\xce\xfa\xed\xfe\0", "a macOS program"),
        (b"\0asm\1", "a WebAssembly module"),
        (b"!<arch>\nhello.o/\0", "a static library"),
        (b"\1\2\0\3", "binary data"),
        (HELLO + b"\0", "binary data"),
    ],
)
def test_a_picture_named_cc_is_called_what_it_is(tmp_path: Path, content: bytes, what: str) -> None:
    error = refusal(source(tmp_path, "picture.cc", content))
    assert error.title == f"picture.cc is {what}, not a source file."
    is_program = "program" in what or "module" in what
    assert ("made for Linux" in error.remedy) == is_program


@pytest.mark.parametrize("start", [b"BM(int) x;", b"MZ;", b"GIF8;", b"RIFF;"])
def test_letters_that_could_be_a_program_are_left_to_the_compiler(
    tmp_path: Path, start: bytes
) -> None:
    assert read_sources([source(tmp_path, "a.c", start)]).language is Language.C


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_text_is_said_with_what_to_do(tmp_path: Path, encoding: str) -> None:
    error = refusal(source(tmp_path, "a.c", HELLO.decode().encode(encoding)))
    assert "UTF-16" in error.title
    assert error.remedy == "Save it as UTF-8 in your editor."


def test_text_that_is_not_utf_8_gets_a_notice_with_its_line(tmp_path: Path) -> None:
    sources = read_sources([source(tmp_path, "a.c", b'int main() {\n  "caf\xe9";\n}\n')])
    (notice,) = sources.notices
    assert notice.startswith("a.c is not UTF-8 (line 2): letters with accents may print wrong.")


def test_an_unknown_language_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnknownLanguageError, match=r"a is in no language Scratchpress recognises"):
        read_sources([source(tmp_path, "a", b"hello\n")])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("#include <stdio.h>\nint main(void) {}\n", Language.C),
        ("void main() {}", Language.C),
        ('#include "own.h"\n', Language.C),
        ("#include <iostream>\nint main() {}\n", Language.CPP),
        ("int main() { std::string text; }", Language.CPP),
        ("// package main\nusing namespace std;\nint main() {}\n", Language.CPP),
        ("package main\n\nfunc main() {}\n", Language.GO),
        ("#![allow(unused)]\nfn main() {}\n", Language.RUST),
    ],
)
@pytest.mark.parametrize("name", ["hello", "hello.txt"])
def test_a_clear_text_tells_what_its_name_does_not(
    tmp_path: Path, name: str, text: str, language: Language
) -> None:
    path = source(tmp_path, name)
    for mark, end in ((b"", "\n"), (b"\xef\xbb\xbf", "\r\n")):
        path.write_bytes(mark + text.replace("\n", end).encode())
        sources = read_sources([path])
        assert (sources.language, sources.detected) == (language, language)
        assert sources.notices == (f"{name} is taken for {language.label} by its text.",)
        assert named_after(sources.files[0]).startswith("hello.")


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("hello", "#!/usr/bin/env python3\nprint()\n", "hello is a script for python3."),
        ("run.c", "#! /bin/sh -e\necho\n", "run.c is a script for sh."),
        ("go", "#!/usr/bin/env -S A=1 bash -x\r\n", "go is a script for bash."),
        ("a.py", "int main() {}\n", "a.py is Python, which does not run alone."),
        ("A.java", "class A {}\n", "A.java is Java, which does not run alone."),
        ("a.swift", "print()\n", "a.swift is Swift, for which there is no compiler here."),
        ("Makefile", "all:\n", "Makefile tells make how to build a program."),
    ],
)
def test_what_is_known_and_no_source_is_called_what_it_is(
    tmp_path: Path, name: str, text: str, title: str
) -> None:
    error = refusal(source(tmp_path, name, text.encode()))
    assert isinstance(error, UnknownLanguageError)
    assert error.title == title


def test_a_rust_source_may_begin_with_an_interpreter(tmp_path: Path) -> None:
    path = source(tmp_path, "a.rs", b"#!/usr/bin/env rust-script\nfn main() {}\n")
    assert read_sources([path]).language is Language.RUST


def test_the_person_may_say_what_a_source_is_in(tmp_path: Path) -> None:
    text, c, cpp = (source(tmp_path, name, b"x\n") for name in ("a", "b.c", "c.cc"))
    assert refusal(text).choices[1].language is Language.CPP
    sources = read_sources([text], Language.GO)
    assert (sources.language, sources.detected) == (Language.GO, None)
    sources = read_sources([c, cpp, text], Language.C)
    assert sources.language is Language.C
    assert [file_language(file, sources) for file in sources.files] == [Language.C] * 3
    sources = read_sources([c], Language.CPP)
    assert (sources.language, sources.detected) == (Language.CPP, Language.C)
    assert sources.notices == ()


@pytest.mark.parametrize(
    ("name", "content", "chosen"),
    [
        ("a.rs", HELLO, Language.C),
        ("a", b"\x7fELF", Language.C),
        ("a.go", HELLO, Language.RUST),
        ("a.c", HELLO, Language.EXECUTABLE),
    ],
)
def test_what_cannot_be_is_refused(
    tmp_path: Path, name: str, content: bytes, chosen: Language
) -> None:
    path = source(tmp_path, name, content + bytes(100 if name == "a" else 0))
    with pytest.raises(SourceError, match="was to be taken for"):
        read_sources([path], chosen)


def test_languages_that_do_not_go_together_are_told_with_their_files(tmp_path: Path) -> None:
    error = refusal(source(tmp_path, "a.c"), source(tmp_path, "b.rs"))
    assert error.title == "C and Rust files were given together."
    assert error.explanation == "a.c is C, b.rs is Rust."


@given(st.text())
def test_a_shown_name_is_always_printable(name: str) -> None:
    shown = shown_name(name)
    assert shown.isprintable()
    if name.isprintable():
        assert shown == name
    assert not re.search(r"[\n\x1b\u202e]", shown)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("hello.cc", "int main() {}", "hello.cc"),
        ("go.mod", "// ours\nmodule example.com/team/shop/v2\n\ngo 1.21\n", "shop.go"),
        ("go.mod", 'module "shop"\n', "shop.go"),
        ("go.mod", "go 1.21\n", "go.go"),
        ("Cargo.toml", '[package]\nname = "shop"\n', "shop.rs"),
        ("Cargo.toml", '[workspace]\nmembers = ["a"]\n', "Cargo.rs"),
        ("Cargo.toml", "not toml", "Cargo.rs"),
        ("Cargo.toml", "[package]\nname = 3\n", "Cargo.rs"),
    ],
)
def test_a_project_is_named_as_it_calls_itself(
    tmp_path: Path, name: str, content: str, expected: str
) -> None:
    assert named_after(Source(tmp_path / name, content.encode())) == expected
