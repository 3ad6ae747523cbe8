"""Where the leading includes of a source end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.recipe.model import CompileOptions, Optimize
from scratchpress.toolchains.c.flags import split_flags
from scratchpress.toolchains.c.pch_cache import allows_header_cache, leading_includes
from tests.support.patience import SOON


@pytest.mark.parametrize(
    "leading",
    [
        b"#include <iostream>\n",
        b"  #  include <sys/types.h>  // why\n",
        b"#include <a>\r\n#include <b>\r\n",
        b"// Copyright\n\n/* several\n * lines **/\n#include <a>\n",
        b"#define _GNU_SOURCE\n#define LIMIT (1 + 2)\n#include <a>\n",
    ],
)
def test_includes_comments_blank_lines_and_plain_macros_are_leading(leading: bytes) -> None:
    assert leading_includes(leading + b"int main() {}\n") == leading


@pytest.mark.parametrize(
    "first",
    [
        b"int x;\n",
        b'#include "beside.h"\n',
        b"#include </etc/passwd>\n",
        b"#include MACRO\n",
        b"#ifdef X\n",
        b"#pragma once\n",
        b"#define CALL(x) x\n",
        b"#define OPEN /*\n",
        b"#define LONG 1 \\\n",
        b"// continued \\\n",
        b"/* never closed\n",
        b"/* closed */ int y; /* again */\n",
        b"\xef\xbb\xbf",
        b"#include <a>",
    ],
)
def test_whatever_else_ends_them(first: bytes) -> None:
    assert leading_includes(first + b"#include <b>\n") == b""
    before = b"#include <a>\n"
    assert leading_includes(before + first + b"int main() {}\n#include <b>\n") == before


def test_what_follows_the_last_include_is_left_out() -> None:
    assert leading_includes(b"#include <a>\n\n// says more\n#define X\n") == b"#include <a>\n"


@given(st.binary())
def test_any_bytes_at_all_are_read(content: bytes) -> None:
    assert content.startswith(leading_includes(content))


def test_a_long_comment_that_never_closes_is_read_once() -> None:
    began = time.process_time()
    assert leading_includes(b"/*" + b"* " * 1_000_000) == b""
    assert time.process_time() - began < SOON


@pytest.mark.parametrize("flag", ["-Iinc", "-isystem/x", "-include", "-g", "-nostdinc", "-ggdb"])
def test_flags_that_bring_other_headers_or_debug_information_turn_it_off(flag: str) -> None:
    words = [flag, "x.h"] if flag == "-include" else [flag]
    assert not allows_header_cache(CompileOptions(), split_flags(words))


def test_debug_builds_do_without_it_and_ordinary_flags_do_not() -> None:
    flags = split_flags(["-Wall", "-DX", "-O3", "-fno-rtti", "-march=x86-64-v3", "-lm"])
    assert allows_header_cache(CompileOptions(), flags)
    assert not allows_header_cache(CompileOptions(optimize=Optimize.DEBUG), flags)
