"""Finds the core's words for people, which the window shows in its own language.

The core knows nothing of translations. So every text in its modules counts as words, as a
template such as ``{0} is empty.``, and has to be translated, unless it stands where others'
words are looked for, or is named in ``words_known`` with its reason. A whole sentence is never
left out by what it looks like.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import chain, count, product
from typing import TYPE_CHECKING

from languages.words_known import IN_THE_WINDOW, LEFT_OUT, LIKE_CORE, NO_WORDS, NOT_CORE, QUOTED
from setup.checkout import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# Patterns, options, addresses, commands and pieces of programs.
_CODE = re.compile(
    r"[\\^|$<]|^[-/'@]|https?://|::|\{ … \}|^\(and |^(Docker|Rancher) (Engine|Desktop)$"
    r"|\b(INTO|SELECT|PRAGMA|DROP|DELETE|CREATE)\b"
    r"|^(sudo|systemctl|podman|orb|open|rdctl|colima|docker|ssh|ssh-copy-id|rustup|chmod|rm|mv"
    r"|mkdir|find|awk|cat|net) "
)
_SENTENCE = re.compile(r"[A-Za-z{\"].*\s.*[.:]", re.DOTALL)
_TITLE = re.compile(r"[A-Z][a-z]+[.]?")
_WORDS = re.compile(r"[a-z]{2}")
# One thing that is put in by its name, as str.format does.
_NAMED = re.compile(r"\{[A-Za-z]+\}")
# Who is called with a pattern, or with what is looked for in a text.
_LOOKING = frozenset(
    {
        *("compile", "execute", "fullmatch", "match", "search", "split", "sub"),
        *("endswith", "partition", "removeprefix", "removesuffix", "rpartition", "startswith"),
    }
)


def core_modules() -> Iterator[str]:
    """All whose words can come into the window, ``engines/ssh``."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).with_suffix("").as_posix()
        if module.partition("/")[0] in NOT_CORE:
            if module in LIKE_CORE:
                yield module
        elif module not in LEFT_OUT:
            yield module


def words_of(module: str) -> Iterator[str]:
    """A module's texts for people, as they are said, in the order of the syntax tree."""
    quoted = QUOTED.get(module, ())
    for text in words_in(_code_of(module), NO_WORDS.get(module, ())):
        if text not in quoted:
            yield text


def words_of_window(module: str) -> Iterator[str]:
    """A module's texts for people, translated or not, without those that are known as none."""
    known = IN_THE_WINDOW.get(module, ())
    yield from (text for text in words_in(_code_of(module)) if text not in known)


@cache
def words_in(code: str, constants: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The texts for people in some code; ``constants`` are the names of those that are none."""
    return tuple(_words_in(code, constants))


def _words_in(code: str, constants: tuple[str, ...]) -> Iterator[str]:
    tree = _PutIn().visit(ast.parse(code))
    skipped = {id(each) for node in ast.walk(tree) for each in _not_for_people(node, constants)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        for text in (_NAMED.sub("{0}", one).strip() for one in templates(node)):
            is_words = " " in text and _WORDS.search(text)
            if is_words and (_SENTENCE.fullmatch(text) or not _CODE.search(text)):
                yield text
        yield from _titles_in(node)


def _titles_in(node: ast.AST) -> Iterator[str]:
    """Single words that a value for people or an error is made with."""
    match node:
        case ast.Call(func=ast.Name(id=made), args=given, keywords=named) if (
            made[0].isupper() and made != "TypeVar"
        ):
            for one in (*given, *(each.value for each in named)):
                yield from (text for text in templates(one) if _TITLE.fullmatch(text))
        case _:
            pass


def stale() -> Iterator[str]:
    """Exceptions that are not needed any more."""
    modules = {*IN_THE_WINDOW, *LEFT_OUT, *LIKE_CORE, *NO_WORDS, *QUOTED}
    gone = {module for module in modules if not (PACKAGE / f"{module}.py").is_file()}
    yield from (f"no module any more: {module}" for module in sorted(gone))
    for module in sorted(NO_WORDS.keys() - gone):
        code = _code_of(module)
        all_words = set(words_in(code))
        for name in NO_WORDS[module]:
            if set(words_in(code, (name,))) == all_words:
                yield f"no words in it any more: {name} of {module}"
    found = {module: set(words_in(_code_of(module))) for module in core_modules()}
    for module in sorted(QUOTED.keys() - gone):
        left = (text for text in QUOTED[module] if text not in found[module])
        yield from (f"not said any more by {module}: {text}" for text in left)
    for module, texts in sorted(IN_THE_WINDOW.items()):
        left = (text for text in texts if text not in words_in(_code_of(module)))
        yield from (f"not said any more by {module}: {text}" for text in left)


def _code_of(module: str) -> str:
    return (PACKAGE / f"{module}.py").read_text(encoding="utf-8")


def templates(node: ast.AST) -> Iterator[str]:
    """A text as templates: one for each of the words of ours that it may be made with."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        for pieces in product(*map(_pieces, node.values)):
            numbers = count()
            yield "".join(f"{{{next(numbers)}}}" if one is None else one for one in pieces)


class _PutIn(ast.NodeTransformer):
    """Puts a choice between texts, made just before, into the text that it is for."""

    def __init__(self) -> None:
        self._choices: dict[str, ast.IfExp] = {}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Its choices hold in it alone."""
        before, self._choices = self._choices, _choices_in(node)
        self.generic_visit(node)
        self._choices = before
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        """Where a choice is put in by its name."""
        if isinstance(node.value, ast.Name) and node.value.id in self._choices:
            node.value = self._choices[node.value.id]
        return node


def _choices_in(function: ast.FunctionDef) -> dict[str, ast.IfExp]:
    """What is assigned once, and chosen as it is."""
    assigned = [
        (ast.unparse(target), one.value)
        for one in ast.walk(function)
        if isinstance(one, ast.Assign)
        for target in one.targets
    ]
    names = [name for name, _ in assigned]
    return {
        name: value
        for name, value in assigned
        if isinstance(value, ast.IfExp) and names.count(name) == 1
    }


def _pieces(part: ast.expr) -> tuple[str | None, ...]:
    """What may stand at one place of a text; ``None`` for what is put in."""
    match part:
        case ast.Constant(value=str(text)):
            return (text,)
        case ast.FormattedValue(value=ast.IfExp(body=body, orelse=other)):
            return tuple(dict.fromkeys((*_pieces(body), *_pieces(other))))
        case _:
            return (None,)


def _not_for_people(node: ast.AST, constants: Collection[str]) -> Iterator[ast.AST]:
    """Docstrings, parts of templates, and what others' words are held against."""
    match node:
        case ast.Expr(value=value) | ast.MatchValue(value=value):
            yield value
        case ast.JoinedStr(values=values):
            yield from chain.from_iterable(map(_put_in, values))
        case ast.Compare(left=left, comparators=others):
            for one in (left, *others):
                yield from (one, *getattr(one, "elts", ()))
        case ast.Call():
            yield from _given(node)
        case ast.keyword(arg="pattern", value=value):
            yield value
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ) if name in constants:
            yield from ast.walk(value)
        case _:
            pass


def _put_in(part: ast.expr) -> Iterator[ast.AST]:
    yield part
    match part:
        case ast.FormattedValue(value=ast.IfExp(body=body, orelse=other)):
            yield from (one for one in (body, other) if isinstance(one, ast.Constant))
        case _:
            pass


def _given(call: ast.Call) -> Iterator[ast.AST]:
    """What a call is given that is no words: a pattern, symbols, the name of a thread."""
    match call.func:
        case ast.Attribute(attr=called) if called in _LOOKING:
            yield from call.args
        case ast.Name(id="_linked"):
            yield from call.args
        case ast.Attribute(attr="Thread"):
            yield from (one.value for one in call.keywords)
        case _:
            pass
