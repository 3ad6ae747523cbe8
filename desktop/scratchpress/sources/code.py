"""Reads the code of a source: its text without comments and strings, and its main function."""

from __future__ import annotations

import re

from scratchpress.core.languages import Language

# Words that are no code: comments, strings, characters. A raw string of C++ first.
_NO_CODE = re.compile(
    r"""R"([^\s()\\]{0,16})\(.*?\)\1" | //[^\n]* | /\*.*?\*/
      | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])'""",
    re.VERBOSE | re.DOTALL,
)

UTF8_MARK = b"\xef\xbb\xbf"
_C_MAIN = re.compile(r"(?:^|[;})])[\w\s*:\[\]]*?\bmain\s*\([^;{}]*\)[^;{}]*\{", re.MULTILINE)
_CONDITION = re.compile(r"^[ \t]*#[ \t]*(if|endif)", re.MULTILINE)
_MAINS = {
    Language.ASSEMBLY: re.compile(r"(?:^|;)\s*(?:_start|main)\s*:", re.MULTILINE),
    Language.GO: re.compile(r"^func\s+main\s*\(", re.MULTILINE),
    Language.ZIG: re.compile(r"^pub\s+fn\s+main\s*\(", re.MULTILINE),
    Language.RUST: re.compile(r"^(?:pub\s+)?(?:async\s+)?fn\s+main\s*\(", re.MULTILINE),
}
_ENTRY = re.compile(r"(?:^|;)\s*_start\s*:", re.MULTILINE)
_NEAR_MAIN = re.compile(r"\b(Main|MAIN|mian|WinMain|wWinMain|wmain|_tmain)\s*\([^;{}]*\)[^;{}]*\{")


def defines_main(content: bytes, language: Language | None) -> bool:
    """Whether a source defines the main function, as far as its text tells.

    What stands between ``#if`` and ``#endif`` may not be compiled and does not count.
    """
    code = code_of(content)
    if language in _MAINS:
        return _MAINS[language].search(code) is not None
    return any(not _is_conditional(code, match.end()) for match in _C_MAIN.finditer(code))


def starts_itself(content: bytes) -> bool:
    """Whether assembly has the place where the kernel starts a program, without a C library."""
    return _ENTRY.search(code_of(content)) is not None


def near_main(content: bytes) -> str:
    """What a source calls a function that may be meant as main: ``Main``, ``WinMain``."""
    found = _NEAR_MAIN.search(code_of(content))
    return found[1] if found else ""


def code_of(content: bytes) -> str:
    """A source without comments and strings, on the same lines."""
    text = content.removeprefix(UTF8_MARK).decode(errors="replace")
    return _NO_CODE.sub(_blank, text.replace("\r\n", "\n"))


def _blank(match: re.Match[str]) -> str:
    """Nothing in place of a comment or a string, on as many lines."""
    return " " + "\n" * match[0].count("\n")


def _is_conditional(code: str, position: int) -> bool:
    depth = 0
    for match in _CONDITION.finditer(code, 0, position):
        depth += 1 if match[1] == "if" else -1
    return depth > 0
