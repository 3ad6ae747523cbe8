"""What compilers say of their own options: none that names a file is passed on."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

from scratchpress.core.errors import CompileFailedError
from scratchpress.toolchains.c.flags import split_flags
from scratchpress.toolchains.c.refused_flags import PATH_FLAGS

_SPEC = importlib.util.find_spec("ziglang")
assert _SPEC is not None
assert _SPEC.origin is not None
_ZIG = str(Path(_SPEC.origin).with_name("zig"))
_GCC_CLASSES = ("common", "optimizers", "c", "c++", "target", "warnings")
_TOOLS: dict[str, tuple[str, list[tuple[str, ...]]]] = {
    "gcc": ("{}", [("gcc", f"--help={one}") for one in _GCC_CLASSES]),
    "clang": ("{}", [("clang", "--help-hidden")]),
    "zig": ("{}", [(_ZIG, "clang", "--help-hidden")]),
    "ld": ("-Wl,{}", [("ld", "--help")]),
    "lld": ("-Wl,{}", [(_ZIG, "ld.lld", "--help")]),
    "as": ("-Wa,{}", [("as", "--help")]),
}
_OPTION = re.compile(r"^ {1,4}(-\S*)(.*)$")
# What the help says of options that read or write something, or load or start another program.
_TELLS_OF_FILES = re.compile(
    r"<(?:file|dir|path|dsopath)\w*>|=?\b(?:FILE|DIR(?:ECTORY)?|PATH)\b|\bfile-?names?\b|\bfilename"
    r"|\b(?:dump|write|save|store|load|read|generate)s? .*\b(?:to|from|into|in|as|a|the)\b.*"
    r"\b(?:files?|director\w+|path|plug-?in)\b|plug-?in|response file|\bjobserver\b",
)
# They name none, though their help speaks of some; or only folders and headers to search, which
# are taken from the sources' folder.
_HARMLESS = {
    *PATH_FLAGS,
    # Warnings about the program's own files.
    "-Wanalyzer-double-fclose",
    "-Wanalyzer-exposure-through-output-file",
    "-Wanalyzer-file-leak",
    # Told on standard error; with "=filename" it is refused.
    "-fopt-info[-<type>=filename]",
    # A number alone.
    "-flto=",
    # Parts of names to leave out; none of them is opened.
    "-finstrument-functions-exclude-file-list=filename,...",
}


def _options(name: str) -> dict[str, str]:
    """Options and what the tool's help says of them."""
    found: dict[str, str] = {}
    option = ""
    for command in _TOOLS[name][1]:
        run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        for line in run.stdout.splitlines():
            if match := _OPTION.match(line):
                option = match[1].rstrip(",")
                found[option] = line
            elif option and line.startswith("      "):
                found[option] += f" {line.strip()}"
    return found


def _is_passed_on(name: str, option: str) -> bool:
    """Whether an option is, with some value or without."""
    pattern = _TOOLS[name][0]
    plain = re.sub(r"[<\[].*", "", option)
    beginning = plain.rstrip("=")
    spellings = (plain, f"{beginning}=out", f"{beginning}=/out", f"{beginning}/out", beginning)
    return any(map(_is_allowed, (pattern.format(one) for one in spellings)))


def _is_allowed(flag: str) -> bool:
    try:
        split_flags([flag])
    except CompileFailedError:
        return False
    return True


@pytest.mark.parametrize("name", _TOOLS)
def test_an_option_whose_help_tells_of_a_file_is_refused(name: str) -> None:
    options = _options(name)
    assert len(options) > 80
    passed_on = {
        option: text
        for option, text in options.items()
        if _TELLS_OF_FILES.search(text) and option not in _HARMLESS and _is_passed_on(name, option)
    }
    assert passed_on == {}


@pytest.mark.parametrize(("name", "at_least"), [("gcc", 700), ("clang", 400), ("zig", 500)])
def test_most_options_can_be_used(name: str, at_least: int) -> None:
    assert sum(_is_passed_on(name, option) for option in _options(name)) >= at_least
