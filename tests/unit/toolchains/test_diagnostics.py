"""Compiler and linker messages become values; the texts were captured from real tools."""
# ruff: noqa: RUF001 - gcc quotes with curly marks

from __future__ import annotations

import pytest

from scratchpress.core.diagnostics import Diagnostic, Severity
from scratchpress.core.languages import Language
from scratchpress.core.text import shown_line
from scratchpress.toolchains.diagnostics import parse_diagnostics, readable_text
from scratchpress.toolchains.failure import compile_failed

SOURCE = b'#include <iostream>\nint main() {\n  std::cout << "x"\n  return 0;\n}\n'
NAMES = {"/ws/source.cc": "my hello.cc", "/home/ana/src/": ""}
SOURCES = {"my hello.cc": SOURCE}
EXPECTED_PLACE = ("my hello.cc", 3, 19, '  std::cout << "x"')

GCC_MISSING_SEMICOLON = """\
/ws/source.cc: In function ‘int main()’:
/ws/source.cc:3:19: error: expected ‘;’ before ‘return’
    3 |   std::cout << "x"
      |                   ^
      |                   ;
    4 |   return 0;
      |   ~~~~~~
"""
CLANG_14_MISSING_SEMICOLON = "/ws/source.cc:3:19: error: expected ';' after expression\n"
ZIG_MISSING_SEMICOLON = """\
/ws/source.cc:3:19: error: expected ';' after expression
    3 |   std::cout << "x"
      |                   ^
      |                   ;
1 error generated.
"""


def parse(text: str) -> tuple[Diagnostic, ...]:
    return parse_diagnostics(text, NAMES, SOURCES)


def failure_title(text: str, language: Language = Language.CPP) -> str:
    return compile_failed(parse(text), text, language).title


def failure_remedy(text: str, language: Language = Language.CPP) -> str:
    return compile_failed(parse(text), text, language).remedy


@pytest.mark.parametrize(
    "text", [GCC_MISSING_SEMICOLON, CLANG_14_MISSING_SEMICOLON, ZIG_MISSING_SEMICOLON]
)
def test_an_error_carries_the_persons_file_name_line_column_and_source_line(text: str) -> None:
    (found,) = parse(text)
    assert found.severity is Severity.ERROR
    assert (found.file, found.line, found.column, found.source_line) == EXPECTED_PLACE
    assert found.text.startswith("expected ")


def test_the_title_says_file_line_and_message_and_ends_in_a_period() -> None:
    assert failure_title(CLANG_14_MISSING_SEMICOLON) == (
        "my hello.cc does not compile: line 3: expected ';' after expression."
    )


def test_the_title_counts_the_errors_that_follow() -> None:
    text = CLANG_14_MISSING_SEMICOLON + "/ws/source.cc:4:1: error: unknown type name 'retrun'\n" * 2
    assert failure_title(text).endswith("after expression (and 1 more error).")


def test_a_message_without_a_column_is_read() -> None:
    text = "/ws/source.cc: Assembler messages:\n/ws/source.cc:3: Error: no such instruction: `foo'"
    (found,) = parse(text)
    assert (found.severity, found.line, found.column) == (Severity.ERROR, 3, 0)
    assert found.text == "no such instruction: `foo'"


def test_program_text_that_looks_like_a_message_is_no_message() -> None:
    text = (
        "/ws/source.cc:3:9: warning: unused variable 'x' [-Wunused-variable]\n"
        "    3 | /ws/source.cc:1:1: error: made up\n"
        "      |         ^\n"
        " +++ |+#include <fake>: error: made up\n"
    )
    assert [item.severity for item in parse(text)] == [Severity.WARNING]


def test_the_source_line_of_a_header_comes_from_the_compilers_excerpt() -> None:
    text = "/home/ana/src/inc/bad.h:7:22: error: bad\n    7 | int f(void) { return y; }\n"
    (found,) = parse(text)
    assert (found.file, found.source_line) == ("inc/bad.h", "int f(void) { return y; }")


GCC_INCLUDED = """\
In file included from /home/ana/src/mid.h:1,
                 from /ws/source.cc:1:
/home/ana/src/bad.h: In function ‘f’:
/home/ana/src/bad.h:1:22: error: ‘y’ undeclared (first use in this function)
"""
CLANG_INCLUDED = """\
In file included from /ws/source.cc:1:
In file included from /home/ana/src/mid.h:1:
/home/ana/src/bad.h:1:22: error: use of undeclared identifier 'y'
"""


@pytest.mark.parametrize("text", [GCC_INCLUDED, CLANG_INCLUDED])
def test_how_the_compiler_got_to_a_header_is_told_in_notes(text: str) -> None:
    *notes, error = parse(text)
    assert {(note.file, note.line) for note in notes} == {("my hello.cc", 1), ("mid.h", 1)}
    assert {note.severity for note in notes} == {Severity.NOTE}
    assert error.file == "bad.h"


GCC_TEMPLATE = """\
In file included from /usr/include/c++/12/vector:60,
                 from /ws/source.cc:1:
/usr/include/c++/12/bits/stl_algo.h:1809:14:   required from ‘void std::sort(S*)’
/ws/source.cc:3:5:   required from here
/usr/include/c++/12/bits/predefined_ops.h:45:23: error: no match for ‘operator<’
/usr/include/c++/12/bits/stl_iterator.h:1246:5: note: candidate: ‘x’
"""
CLANG_TEMPLATE = """\
In file included from /ws/source.cc:1:
In file included from /usr/include/c++/12/vector:60:
/usr/include/c++/12/bits/predefined_ops.h:45:23: error: no match for 'operator<'
/usr/include/c++/12/bits/stl_algo.h:1631:6: note: in instantiation of 'x' requested here
/ws/source.cc:3:5: note: in instantiation of 'std::sort<S*>' requested here
"""


@pytest.mark.parametrize("text", [GCC_TEMPLATE, CLANG_TEMPLATE])
def test_an_error_in_a_library_is_titled_with_the_persons_line_that_led_there(text: str) -> None:
    assert failure_title(text).startswith("my hello.cc does not compile: line 3: no match for")


GNU_LD_UNDEFINED = """\
/usr/bin/ld: /tmp/ccQB4NtY.o: in function `main':
source.cc:(.text+0xa): undefined reference to `foo(int)'
/usr/bin/ld: source.cc:(.text+0x14): undefined reference to `foo(int)'
collect2: error: ld returned 1 exit status
"""
GNU_LD_UNDEFINED_DEBUG = """\
/usr/bin/ld: /tmp/ccVG8.o: in function `main':
/ws/source.cc:3: undefined reference to `foo(int)'
collect2: error: ld returned 1 exit status
"""
LLD_UNDEFINED = """\
ld.lld: error: undefined symbol: foo(int)
>>> referenced by source.cc
>>>               undef.o:(main)
>>> referenced by source.cc
>>>               undef.o:(main)
"""
LLD_UNDEFINED_DEBUG = LLD_UNDEFINED.replace("source.cc", "source.cc:3 (/ws/source.cc:3)")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GNU_LD_UNDEFINED, 0),
        (GNU_LD_UNDEFINED_DEBUG, 3),
        (LLD_UNDEFINED, 0),
        (LLD_UNDEFINED_DEBUG, 3),
    ],
)
def test_an_undefined_function_is_told_once_with_its_file(text: str, line: int) -> None:
    (found,) = parse(text)
    assert (found.severity, found.file, found.line) == (Severity.ERROR, "my hello.cc", line)
    assert failure_title(text) == "The program uses foo(int), but nothing defines it."


@pytest.mark.parametrize(
    "text",
    [
        (
            "/usr/bin/ld: /usr/lib/gcc/x86_64-linux-gnu/12/../../../x86_64-linux-gnu/crt1.o: in"
            " function `_start':\n(.text+0x17): undefined reference to `main'\n"
            "collect2: error: ld returned 1 exit status\n"
        ),
        (
            "ld.lld: error: undefined symbol: main\n>>> referenced by crt1.c\n"
            ">>>               /cache/o/x/crt1.o:(.text+0x12)\n"
        ),
    ],
)
def test_a_program_without_main_is_told_so(text: str) -> None:
    (found,) = parse(text)
    assert found.file == ""
    assert failure_title(text) == "The program has no main function."
    assert "int main()" in failure_remedy(text)


@pytest.mark.parametrize(
    "text",
    [
        (
            "/usr/bin/ld: /tmp/ccbEX6Cv.o: in function `main':\n"
            "b.c:(.text+0x0): multiple definition of `main'; "
            "/tmp/cc45jfpT.o:a.c:(.text+0x0): first defined here\n"
            "collect2: error: ld returned 1 exit status\n"
        ),
        (
            "ld.lld: error: duplicate symbol: main\n>>> defined at a.c:1\n"
            ">>>            a.o:(main)\n"
            ">>> defined at b.c:1\n>>>            b.o:(.text+0x0)\n"
        ),
    ],
)
def test_two_mains_are_told_with_both_files(text: str) -> None:
    found = parse_diagnostics(text, {"/ws/a.c": "A file.c", "/ws/b.c": "B file.c"}, {})
    assert {item.file for item in found} == {"A file.c", "B file.c"}
    assert [item.severity for item in found] == [Severity.ERROR, Severity.NOTE]
    error = compile_failed(found, text, Language.C)
    assert error.title == "The program has more than one main function."


@pytest.mark.parametrize(
    "text",
    [
        (
            "/usr/bin/ld: cannot find -lcurl: No such file or directory\n"
            "collect2: error: ld returned 1 exit status\n"
        ),
        (
            "/usr/bin/ld: cannot find -lcurl\nclang: error: linker command failed with exit code 1"
            " (use -v to see invocation)\n"
        ),
        "ld.lld: error: unable to find library -lcurl\n",
    ],
)
def test_an_unknown_library_is_named(text: str) -> None:
    (found,) = parse(text)
    assert "-lcurl" in found.text
    assert failure_title(text).startswith("The library curl is not here")
    assert "libcurl.a" in failure_remedy(text)


def test_a_linkers_warning_stays_a_warning() -> None:
    text = (
        "/usr/bin/ld: /tmp/ccZpaxAv.o: in function `main':\n"
        "source.cc:(.text+0xf): warning: Using 'gethostbyname' in statically linked applications"
        " requires at runtime the shared libraries from the glibc version used for linking\n"
    )
    (found,) = parse(text)
    assert (found.severity, found.file) == (Severity.WARNING, "my hello.cc")
    assert found.text.startswith("Using 'gethostbyname'")


@pytest.mark.parametrize(
    "text",
    [
        (
            "/ws/source.cc:1:10: fatal error: iostream: No such file or directory\n"
            "    1 | #include <iostream>\n      |          ^~~~~~~~~~\ncompilation terminated.\n"
        ),
        "/ws/source.cc:1:10: fatal error: 'iostream' file not found\n",
        "/ws/source.cc:2:1: error: unknown type name ‘using’\n",
        "/ws/source.cc:3:1: error: unknown type name 'class'\n",
    ],
)
def test_cpp_in_a_c_file_is_told_so(text: str) -> None:
    assert failure_title(text, Language.C) == "my hello.cc is compiled as C, but it is C++."
    assert ".cc" in failure_remedy(text, Language.C)


@pytest.mark.parametrize(
    ("header", "remedy"),
    [
        ("bits/stdc++.h", "choose gcc"),
        ("windows.h", "standard functions"),
        ("iostream.h", "Write <iostream>"),
        ("mine.h", '#include "mine.h"'),
    ],
)
@pytest.mark.parametrize("form", ["'{}' file not found", "{}: No such file or directory"])
def test_a_missing_header_is_named_with_what_to_do(header: str, remedy: str, form: str) -> None:
    text = f"/ws/source.cc:1:10: fatal error: {form.format(header)}\n"
    assert failure_title(text) == f"my hello.cc, line 1 includes {header}, which is not here."
    assert remedy in failure_remedy(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("gcc: error: unrecognized command-line option ‘-fnope’\n", "option -fnope."),
        ("clang: error: unknown argument: '-fnope'\n", "option -fnope."),
        ('error: unknown clang option: "-fnope"\n', "option -fnope."),
        ("error: invalid value 'bogus' in '-std=bogus'\n", "standard bogus here."),
        ("gcc: error: unrecognized command-line option ‘-std=bogus’\n", "standard bogus here."),
    ],
)
def test_a_refused_option_is_named(text: str, title: str) -> None:
    assert failure_title(text).endswith(title)


@pytest.mark.parametrize(
    "text",
    [
        "/ws/source.cc:1:2: internal compiler error: Segmentation fault\n",
        "g++: fatal error: Killed signal terminated program cc1plus\ncompilation terminated.\n",
        (
            "clang: error: clang frontend command failed with exit code 139 (use -v to see"
            " invocation)\n"
        ),
        "LLVM ERROR: broken module found, compilation aborted!\n",
    ],
)
def test_a_crash_of_the_compiler_is_not_blamed_on_the_person(text: str) -> None:
    assert failure_title(text).startswith("The compiler itself crashed: ")
    assert "no mistake of yours" in failure_remedy(text)


def test_a_mathematics_function_in_c_needs_its_library() -> None:
    text = "source.cc:(.text+0xa): undefined reference to `sqrt'\n"
    assert "-lm" in failure_remedy(text, Language.C)


@pytest.mark.parametrize(
    "text",
    [
        "/ws/source.cc:2:1: error: ‘cout’ was not declared in this scope\n",
        "/ws/source.cc:2:1: error: use of undeclared identifier 'cout'\n",
    ],
)
def test_a_forgotten_namespace_is_recognised(text: str) -> None:
    assert "std::cout" in failure_remedy(text)


def test_a_failure_without_any_message_still_says_what_to_do() -> None:
    error = compile_failed((), "", Language.C)
    assert error.title == "The compiler stopped without saying why."
    assert error.remedy


def test_control_and_direction_characters_in_messages_are_made_shown_line() -> None:
    text = "/ws/source.cc:2:1: error: bad \x1b[31m\u202e name\r\n"
    (found,) = parse(text)
    assert found.text == "bad \\x1b[31m\\u202e name"
    assert shown_line("é 日本 👩‍🚀\t") == "é 日本 👩‍🚀\t"


def test_control_characters_in_source_lines_are_made_shown_line() -> None:
    (found,) = parse_diagnostics(
        "/ws/source.cc:1:1: error: bad\n", NAMES, {"my hello.cc": b"\xe9\x1b[31m\tx\n"}
    )
    assert found.source_line == "\ufffd\\x1b[31m\tx"


def test_that_the_compiler_gave_up_is_no_error_to_count() -> None:
    text = CLANG_14_MISSING_SEMICOLON + (
        "/ws/source.cc:4:1: error: unknown type name 'retrun'\n"
        "fatal error: too many errors emitted, stopping now [-ferror-limit=]\n"
    )
    assert failure_title(text).endswith("after expression (and 1 more error).")
    assert parse(text)[-1].severity is Severity.NOTE


def test_of_a_very_long_line_the_beginning_is_told() -> None:
    line = b"x" * 3_000_000
    near, far = parse_diagnostics(
        "/ws/source.cc:1:9: error: bad\n/ws/source.cc:1:2000000: error: bad\n",
        NAMES,
        {"my hello.cc": line},
    )
    assert (near.column, len(near.source_line)) == (9, 4096)
    assert (far.column, len(far.source_line)) == (0, 4096)


def test_the_raw_text_is_told_in_the_persons_names() -> None:
    assert readable_text(GCC_INCLUDED, NAMES).splitlines()[:2] == [
        "In file included from mid.h:1,",
        "                 from my hello.cc:1:",
    ]
