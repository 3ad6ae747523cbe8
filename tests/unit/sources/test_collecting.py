"""A folder, or several files, become one program or one clear sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from scratchpress.core.errors import SourceError, UnknownLanguageError
from scratchpress.core.languages import Language
from scratchpress.sources import collecting as gathering
from scratchpress.sources import folders
from scratchpress.sources.collecting import read_given
from scratchpress.sources.naming import is_recipe, named_after, named_in_folder, recipe_of

MAIN = "int main(void) { return 0; }\n"
PART = "int part(void) { return 0; }\n"


def folder(root: Path, files: dict[str, str]) -> Path:
    """A folder called app with these files."""
    for name, text in files.items():
        path = root / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "app"


def names(paths: list[Path]) -> list[str]:
    sources = read_given(paths)
    return [file.path.name for file in sources.files]


def refusal(*paths: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_given(paths)
    assert caught.value.title.endswith(".")
    assert caught.value.remedy
    return caught.value


def test_a_folder_is_its_sources_with_main_first_and_named_after_it(tmp_path: Path) -> None:
    app = folder(
        tmp_path, {"a.c": PART, "z.cc": MAIN, "lib/b.c": "int b;\n", "z.h": "", "notes.txt": "x"}
    )
    sources = read_given([app])
    assert [file.path.relative_to(app).as_posix() for file in sources.files] == [
        "z.cc", "a.c", "lib/b.c",
    ]  # fmt: skip
    assert sources.language is Language.CPP
    assert named_after(sources.files[0]) == "z.cc"
    assert sources.notices == ()


def test_what_tools_made_or_hid_is_left_out(tmp_path: Path) -> None:
    app = folder(
        tmp_path,
        {
            "main.c": MAIN,
            "build/main.c": MAIN,
            "cmake-build-debug/x.c": MAIN,
            ".git/y.c": MAIN,
            "node_modules/n/z.c": MAIN,
            "empty.c": "",
        },
    )
    sources = read_given([app])
    assert [file.name for file in sources.files] == ["main.c"]
    (notice,) = sources.notices
    assert "Left out of app" in notice
    assert "build, cmake-build-debug and node_modules" in notice


def test_links_in_a_circle_end_and_a_file_met_twice_is_taken_once(tmp_path: Path) -> None:
    app = folder(tmp_path, {"main.c": MAIN, "sub/part.c": PART})
    (app / "sub" / "up").symlink_to("..")
    (app / "again.c").symlink_to("sub/part.c")
    (app / "self.c").symlink_to("self.c")
    sources = read_given([app])
    assert sorted(file.name for file in sources.files) == ["main.c", "part.c"]
    assert any("self.c" in notice and "leads nowhere" in notice for notice in sources.notices)


def test_more_than_a_program_has_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = folder(tmp_path, {f"{number}.c": PART for number in range(8)})
    monkeypatch.setattr(gathering, "MAX_BYTES", 100)
    assert "too large" in refusal(app).title
    monkeypatch.setattr(gathering, "MAX_SOURCES", 7)
    assert "8 source files" in refusal(app).title
    monkeypatch.setattr(folders, "MAX_ENTRIES", 7)
    assert "more than 7 files" in refusal(app).title


def test_folders_too_deep_are_left_out_with_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MAX_DEPTH", 1)
    app = folder(tmp_path, {"main.c": MAIN, "a/b/c.c": PART})
    sources = read_given([app])
    assert len(sources.files) == 1
    assert "a/b" in sources.notices[0]


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("go.mod", "module shop\n", Language.GO),
        ("Cargo.toml", '[package]\nname = "shop"\n', Language.RUST),
    ],
)
def test_a_project_is_taken_whole(tmp_path: Path, name: str, text: str, language: Language) -> None:
    app = folder(tmp_path, {name: text, "src/helper.c": PART, "Makefile": "all:\n"})
    sources = read_given([app])
    assert (sources.language, sources.is_project) == (language, True)


def test_two_projects_are_a_choice(tmp_path: Path) -> None:
    app = folder(tmp_path, {"go.mod": "module shop\n", "Cargo.toml": "[package]\n"})
    error = refusal(app)
    assert [choice.paths for choice in error.choices] == [(app / "go.mod",), (app / "Cargo.toml",)]


def test_a_project_in_a_folder_below_is_offered(tmp_path: Path) -> None:
    app = folder(tmp_path, {"rust/Cargo.toml": "[package]\n", "rust/src/main.rs": "fn main(){}\n"})
    error = refusal(app)
    assert "rust/Cargo.toml" in error.title
    assert [choice.paths for choice in error.choices] == [(app / "rust" / "Cargo.toml",)]


@pytest.mark.parametrize("script", ["CMakeLists.txt", "Makefile", "meson.build", "configure"])
def test_a_build_script_is_not_followed_and_that_is_said(tmp_path: Path, script: str) -> None:
    app = folder(tmp_path, {script: "all:\n", "main.c": MAIN})
    (notice,) = read_given([app]).notices
    assert notice.startswith(f"{script} is not followed. The source file is compiled as")
    (app / "main.c").unlink()
    error = refusal(app)
    assert script in error.title
    assert "no source file" in error.title


def test_a_folder_without_sources_says_what_is_there(tmp_path: Path) -> None:
    app = folder(tmp_path, {"script.py": "print()\n", "readme.md": "x\n"})
    error = refusal(app)
    assert error.title == "The folder app holds no source file."
    assert error.explanation == "There is readme.md and script.py."


def test_languages_that_make_no_program_together_are_named_and_offered(tmp_path: Path) -> None:
    app = folder(tmp_path, {"a.c": MAIN, "b.cc": PART, "tool.go": "package main\n"})
    error = refusal(app)
    assert error.explanation == "C and C++: a.c and b.cc; Go: tool.go."
    c_files, go_files = error.choices
    assert c_files.paths == (app / "a.c", app / "b.cc")
    assert go_files.paths == (app / "tool.go",)
    assert read_given(c_files.paths).language is Language.CPP


def test_two_programs_are_named_and_each_can_be_chosen(tmp_path: Path) -> None:
    app = folder(tmp_path, {"a.c": MAIN, "tools/b.c": MAIN, "part.c": PART})
    error = refusal(app)
    assert "more than one program: 2 files have a main function" in error.title
    assert "a.c and tools/b.c" in error.explanation
    assert "app/a.c app" in error.remedy
    assert [choice.label for choice in error.choices] == ["a.c", "tools/b.c"]
    sources = read_given(error.choices[1].paths)
    assert [file.name for file in sources.files] == ["b.c", "part.c"]
    assert sources.notices == ("Left out: a.c has its own main function.",)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("int main() {}", True),
        ("int\nmain(int argc, char *argv[])\n{ }", True),
        ("auto main() -> int { }", True),
        ("int f(void); int main(void) { }", True),
        ("__attribute__((cold)) int main(void) { }", True),
        ("#ifdef TEST\nint main() {}\n#endif\n", False),
        ("#if A\n#endif\nint main(void) {}\n", True),
        ("// int main() {}\n", False),
        ("/* int main() {} */ int x;", False),
        ('const char *s = "int main() {";', False),
        ('auto s = R"x(\nint main() {\n)x";', False),
        ("int main(void);", False),
        ("int x = main(1); void f() {}", False),
        ("void f() { if (main(2)) { } }", False),
        ("int domain(void) {}", False),
    ],
)
def test_a_main_function_is_told_from_its_name(tmp_path: Path, text: str, counts: bool) -> None:
    app = folder(tmp_path, {"first.cc": MAIN, "second.cc": text})
    if counts:
        assert len(refusal(app).choices) == 2
    else:
        assert len(read_given([app]).files) == 2


def test_go_takes_the_files_beside_main_and_rust_the_file_with_it(tmp_path: Path) -> None:
    go = folder(
        tmp_path / "go",
        {
            "main.go": "package main\n\nfunc main() { help() }\n",
            "help.go": "package main\n\nfunc help() {}\n",
            "help_test.go": "package main\n",
            "other/other.go": "package other\n",
        },
    )
    sources = read_given([go])
    assert [file.name for file in sources.files] == ["main.go", "help.go"]
    assert "help_test.go and other/other.go" in sources.notices[0]
    rust = folder(
        tmp_path / "rust", {"a.rs": "pub fn a() {}\n", "main.rs": "mod a;\nfn main() {}\n"}
    )
    assert names([rust]) == ["main.rs"]


def test_headers_beside_sources_are_taken_and_alone_are_not(tmp_path: Path) -> None:
    app = folder(tmp_path, {"main.c": MAIN, "inc/one.h": "\n", "two.hpp": "\n"})
    sources = read_given([app / "inc" / "one.h", app / "main.c", app / "two.hpp"])
    assert [file.name for file in sources.files] == ["main.c"]
    assert sources.search == (app / "inc",)
    error = refusal(app / "two.hpp")
    assert error.title == "two.hpp is a header, which other files include."
    assert "main function" in error.remedy
    assert "one.h and two.hpp are headers" in refusal(app / "inc" / "one.h", app / "two.hpp").title


def test_headers_are_searched_in_the_folder_first_and_then_where_they_are(tmp_path: Path) -> None:
    app = folder(
        tmp_path, {"src/main.c": MAIN, "include/x/y.h": "\n", "a/a.h": "\n", "include/top.h": "\n"}
    )
    assert read_given([app]).search == (app, app / "include", app / "a", app / "include" / "x")


def test_a_flat_folder_searches_nothing_more(tmp_path: Path) -> None:
    assert read_given([folder(tmp_path, {"main.c": MAIN, "own.h": "\n"})]).search == ()


def test_names_are_those_of_the_innermost_folder(tmp_path: Path) -> None:
    app = folder(tmp_path, {"src/main.c": MAIN})
    assert named_in_folder([app]) == (app, (".",))
    assert named_in_folder([app / "src" / "main.c", app]) == (app, ("src/main.c", "."))


def test_a_recipe_in_a_folder_given_alone_says_what_to_make(tmp_path: Path) -> None:
    app = folder(tmp_path, {"main.c": MAIN, "scratchpress.toml": "version = 1\n"})
    assert recipe_of([app]) == app / "scratchpress.toml"
    assert recipe_of([app, app]) is None
    assert recipe_of([app / "main.c"]) is None
    assert is_recipe(Path("Mine.TOML"))
    assert not is_recipe(Path("Cargo.toml"))


def test_a_build_script_of_zig_is_no_source_of_the_program(tmp_path: Path) -> None:
    main = "pub fn main() void {}\n"
    app = folder(tmp_path, {"build.zig": main, "main.zig": main})
    sources = read_given([app])
    assert [file.path.name for file in sources.files] == ["main.zig"]
    (notice,) = sources.notices
    assert notice.startswith("build.zig is not followed. The source file is compiled as it stands")
    assert (
        refusal_of_script(app / "build.zig").title
        == "build.zig tells zig build how to build a program."
    )


def refusal_of_script(path: Path) -> UnknownLanguageError:
    with pytest.raises(UnknownLanguageError) as caught:
        read_given([path])
    return caught.value
