"""Finds sentences for people that are plain constants, and those that cannot be translated.

A sentence of the core or the command line into which nothing is put is its own template and is
wrapped in nothing. So every text constant there that reads as words counts as one, unless it
stands where others' words are looked for, or is an exception. A sentence that an f-string puts
together has no template, and one of the window that is given to nobody to word has no translation:
both are problems.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

from languages.exceptions import IN_ENGLISH, NOT_WORDS
from setup.checkout import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Patterns, options, addresses, commands and pieces of programs.
_CODE = re.compile(
    r"[\\^|$<]|^[-/'@]|https?://|::|\{ … \}|^\(and |^(Docker|Rancher) (Engine|Desktop)$"
    r"|\b(INTO|SELECT|PRAGMA|DROP|DELETE|CREATE)\b"
    r"|^(sudo|systemctl|podman|orb|open|rdctl|colima|docker|ssh|ssh-copy-id|rustup|chmod|rm|mv"
    r"|mkdir|find|awk|cat|net) "
)
_SENTENCE = re.compile(r"[A-Za-z{\"-].*\s.*[.:]", re.DOTALL)
_WORDS = re.compile(r"[a-z]{2}")
# Fewer words between what is put in are a name, a key or a command.
_WORDS_IN_A_ROW = re.compile(r"[A-Za-z]{2}[,:]? [a-z]{2}")
_WINDOW = "gui"
# Who is called with a pattern, or with what is looked for in a text.
_LOOKING = frozenset(
    {
        *("compile", "execute", "fullmatch", "match", "search", "split", "sub", "_linked"),
        *("endswith", "partition", "removeprefix", "removesuffix", "rpartition", "startswith"),
    }
)


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence of the core and the command line that is a constant, with its module."""
    for module in _modules():
        if not module.startswith(f"{_WINDOW}/"):
            yield from ((module, text) for text in _kept(module, constants_in(_code_of(module))))


def untranslated(templates: frozenset[str]) -> Iterator[str]:
    """What cannot be said in another language, by module; ``templates`` can."""
    for module in _modules():
        code = _code_of(module)
        for text in _kept(module, put_together_in(code)):
            yield f"put together by {module}: {text}"
        if module.startswith(f"{_WINDOW}/"):
            for text in _kept(module, constants_in(code)):
                if text not in templates:
                    yield f"said without a translation by {module}: {text}"


def needless_exceptions() -> Iterator[str]:
    """Exceptions that no module needs any more."""
    modules = {path.relative_to(PACKAGE).with_suffix("").as_posix() for path in _files()}
    yield from (f"no such module: {one}" for one in IN_ENGLISH.keys() - modules)
    for module, exceptions in NOT_WORDS.items():
        code = _code_of(module) if module in modules else ""
        found = {*constants_in(code), *put_together_in(code)}
        for one in exceptions:
            if not found & {one, *_texts_of(code, one)}:
                yield f"not in {module} any more: {one}"


@cache
def constants_in(code: str) -> tuple[str, ...]:
    """The text constants in some code that read as words for people."""
    nodes = _nodes(code)
    others = {id(each) for node in nodes for each in _for_nobody(node)}
    texts = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in others)
    return tuple(one.value for one in texts if isinstance(one.value, str) and _is_words(one.value))


@cache
def put_together_in(code: str) -> tuple[str, ...]:
    """The f-strings in some code that read as words, with ``{}`` for what is put in."""
    texts = (
        "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        for node in _nodes(code)
        if isinstance(node, ast.JoinedStr)
    )
    return tuple(text for text in texts if _WORDS_IN_A_ROW.search(text) and _is_words(text))


@cache
def _nodes(code: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(code)))


def _files() -> Iterator[Path]:
    return PACKAGE.rglob("*.py")


def _modules() -> Iterator[str]:
    """Those that word something for people who may read another language, ``engines/ssh``."""
    for path in sorted(_files()):
        module = path.relative_to(PACKAGE).with_suffix("").as_posix()
        if module not in IN_ENGLISH:
            yield module


def _code_of(module: str) -> str:
    return (PACKAGE / f"{module}.py").read_text(encoding="utf-8")


def _kept(module: str, texts: Iterable[str]) -> Iterator[str]:
    """Those that are no exceptions."""
    exceptions = NOT_WORDS.get(module, ())
    code = _code_of(module)
    out = {text for one in exceptions for text in (one, *_texts_of(code, one))}
    return (text for text in texts if text not in out)


def _texts_of(code: str, name: str) -> Iterator[str]:
    """What a constant of a module, ``_NO_ROOM``, is made of."""
    if not name.isidentifier():
        return
    for node in _nodes(code):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=assigned)], value=value)
                | ast.AnnAssign(target=ast.Name(id=assigned), value=ast.expr() as value)
            ) if assigned == name:
                for one in ast.walk(value):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        yield one.value
            case _:
                pass


def _is_words(text: str) -> bool:
    text = text.strip()
    if " " not in text or not _WORDS.search(text):
        return False
    return _SENTENCE.fullmatch(text) is not None or not _CODE.search(text)


def _for_nobody(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, pieces of f-strings, and what others' words are held against."""
    match node:
        case ast.Expr(value=value) | ast.MatchValue(value=value):
            yield value
        case ast.keyword(arg="pattern", value=value):
            yield value
        case ast.JoinedStr(values=values):
            yield from values
        case ast.Compare(left=left, comparators=others):
            for one in (left, *others):
                yield from (one, *getattr(one, "elts", ()))
        case ast.Call(func=ast.Attribute(attr=called) | ast.Name(id=called), args=args) if (
            called in _LOOKING
        ):
            yield from args
        case ast.Call(func=ast.Attribute(attr="Thread"), keywords=keywords):
            yield from (one.value for one in keywords)
        case _:
            pass
