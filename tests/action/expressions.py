"""GitHub's expressions: ``${{ inputs.source }}``, ``success() && steps.a.outputs.b != 'x'``.

https://docs.github.com/actions/reference/workflows-and-actions/expressions
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Contexts = Mapping[str, Any]
STATUS = frozenset({"success", "failure", "always", "cancelled"})

_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))"
    r"|'(?P<text>(?:[^']|'')*)'"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_-]*)"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|[()\[\].,!<>*]))"
)
_EMBEDDED = re.compile(r"\$\{\{((?:'(?:[^']|'')*'|[^'])*?)\}\}")


class ExpressionError(Exception):
    """The real runner refuses the whole file for this."""


def interpolate(text: str, contexts: Contexts, status: Status | None = None) -> str:
    """Text with its expressions in place, as ``env`` and ``with`` have them."""
    return _EMBEDDED.sub(lambda found: as_text(evaluate(found[1], contexts, status)), text)


def holds(condition: str, contexts: Contexts, status: Status) -> bool:
    """Whether an ``if`` lets its step run: not after a failure, unless it asks for that."""
    bare = condition.strip()
    if found := _EMBEDDED.fullmatch(bare):
        bare = found[1]
    parsed = Parser(bare or "success()", contexts, status)
    value = truth(parsed.parse())
    return value and (parsed.asked_status or status.ok)


def evaluate(expression: str, contexts: Contexts, status: Status | None = None) -> Any:
    """An expression's value."""
    return Parser(expression, contexts, status).parse()


def as_text(value: Any) -> str:
    """A value as the runner writes it into text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"{value:.15g}"
        case str():
            return value
        case _:
            return "Object" if isinstance(value, Mapping) else "Array"


def truth(value: Any) -> bool:
    """Falsy are false, 0, the empty text and null."""
    return not (
        value is None
        or value is False
        or value == ""
        or (isinstance(value, int | float) and (value == 0 or math.isnan(value)))
    )


@dataclass
class Status:
    """How the job or composite action stands."""

    ok: bool = True
    cancelled: bool = False


class Parser:
    """Recursive descent; every part is evaluated, which has no effects."""

    def __init__(self, text: str, contexts: Contexts, status: Status | None) -> None:
        self._contexts = {name.lower(): value for name, value in contexts.items()}
        self._status = status
        self._tokens = list(_tokens(text))
        self._text = text
        self.asked_status = False

    def parse(self) -> Any:
        value = self._either()
        if self._tokens:
            raise ExpressionError(f"unexpected {self._tokens[0]} in {self._text!r}")
        return value

    def _take(self, *signs: str) -> str:
        if self._tokens and self._tokens[0][0] == "sign" and self._tokens[0][1] in signs:
            return str(self._tokens.pop(0)[1])
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise ExpressionError(f"{sign} is missing in {self._text!r}")

    def _either(self) -> Any:
        value = self._both()
        while self._take("||"):
            other = self._both()
            value = value if truth(value) else other
        return value

    def _both(self) -> Any:
        value = self._compared()
        while self._take("&&"):
            other = self._compared()
            value = other if truth(value) else value
        return value

    def _compared(self) -> Any:
        value = self._unary()
        while sign := self._take("==", "!=", "<", "<=", ">", ">="):
            other = self._unary()
            if sign in {"==", "!="}:
                value = _equal(value, other) is (sign == "==")
            else:
                value = _ordered(sign, value, other)
        return value

    def _unary(self) -> Any:
        if self._take("!"):
            return not truth(self._unary())
        return self._postfix(self._primary())

    def _primary(self) -> Any:
        if self._take("("):
            value = self._either()
            self._expect(")")
            return value
        if not self._tokens:
            raise ExpressionError(f"{self._text!r} ends too early")
        kind, word = self._tokens.pop(0)
        if kind in {"number", "text"}:
            return word
        if kind == "name":
            return self._named(str(word))
        raise ExpressionError(f"unexpected {word} in {self._text!r}")

    def _named(self, word: str) -> Any:
        if word in {"true", "false", "null"}:
            return {"true": True, "false": False, "null": None}[word]
        if self._take("("):
            arguments = []
            while not self._take(")"):
                arguments.append(self._either())
                if not self._take(","):
                    self._expect(")")
                    break
            return self._call(word, arguments)
        if word.lower() not in self._contexts:
            raise ExpressionError(f"there is no {word} here: {self._text!r}")
        return self._contexts[word.lower()]

    def _postfix(self, value: Any) -> Any:
        while True:
            if self._take("."):
                if not self._tokens or self._tokens[0][0] != "name":
                    raise ExpressionError(f"a name is missing in {self._text!r}")
                value = _member(value, str(self._tokens.pop(0)[1]))
            elif self._take("["):
                value = _member(value, self._either())
                self._expect("]")
            else:
                return value

    def _call(self, name: str, arguments: Sequence[Any]) -> Any:
        word = name.lower()
        if word in STATUS:
            if self._status is None:
                raise ExpressionError(f"{name}() is only known to an if")
            self.asked_status = True
            ok, cancelled = self._status.ok, self._status.cancelled
            return {
                "success": ok and not cancelled,
                "failure": not ok,
                "always": True,
                "cancelled": cancelled,
            }[word]
        if word == "hashfiles":
            return _hash_files(Path(str(_member(self._contexts["github"], "workspace"))), arguments)
        if word not in _FUNCTIONS:
            raise ExpressionError(f"there is no function {name}")
        return _FUNCTIONS[word](*arguments)


def _tokens(text: str) -> Any:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ExpressionError(f"{text[at:]!r} is not understood")
        at = found.end()
        kind = str(found.lastgroup)
        word = found[kind]
        if kind == "number":
            yield kind, float(int(word, 16)) if "x" in word.lower() else float(word)
        else:
            yield kind, word.replace("''", "'") if kind == "text" else word


def _member(value: Any, key: Any) -> Any:
    if isinstance(value, Mapping):
        folded = {str(name).lower(): each for name, each in value.items()}
        return folded.get(str(key).lower())
    if isinstance(value, list) and isinstance(key, float) and 0 <= key < len(value):
        return value[int(key)]
    return None


def _number(value: Any) -> float:
    if isinstance(value, str):
        try:
            return float(value) if value.strip() else 0.0
        except ValueError:
            return math.nan
    return float(value or 0) if not isinstance(value, Mapping | list) else math.nan


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    if type(one) is type(other) or isinstance(one, Mapping | list):
        return bool(one == other)
    return _number(one) == _number(other)


def _ordered(sign: str, one: Any, other: Any) -> bool:
    if not (isinstance(one, str) and isinstance(other, str)):
        one, other = _number(one), _number(other)
    return bool({"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[sign])


def _contains(where: Any, what: Any) -> bool:
    if isinstance(where, list):
        return any(_equal(each, what) for each in where)
    return as_text(what).casefold() in as_text(where).casefold()


def _format(pattern: str, *values: Any) -> str:
    return re.sub(
        r"\{\{|\}\}|\{(\d+)\}",
        lambda found: found[0][0] if found[1] is None else as_text(values[int(found[1])]),
        pattern,
    )


def _join(values: Any, between: str = ",") -> str:
    return between.join(map(as_text, values)) if isinstance(values, list) else as_text(values)


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "contains": _contains,
    "startswith": lambda text, begin: (
        as_text(text).casefold().startswith(as_text(begin).casefold())
    ),
    "endswith": lambda text, end: as_text(text).casefold().endswith(as_text(end).casefold()),
    "format": _format,
    "join": _join,
    "tojson": lambda value: json.dumps(value, indent=2),
    "fromjson": json.loads,
}


def _hash_files(workspace: Path, patterns: Sequence[Any]) -> str:
    whole = hashlib.sha256()
    files = sorted({path for each in patterns for path in workspace.glob(str(each))})
    for path in files:
        if path.is_file():
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest() if any(path.is_file() for path in files) else ""
