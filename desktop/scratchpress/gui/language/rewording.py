"""Puts texts from one language into another by a list of messages; knows nothing of Qt.

The core words everything in English, with what it found put in: ``hello.cc is empty.`` It does not
know who reads it. The window has a list of those sentences as templates, ``{0} is empty.``, each
with its translation, and finds which one a text was made from. The same list read the other way
round puts the window's own words back, so that the language can change while it is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# What the core's messages are under; all others are the window's, under the class they are in.
CORE = "Core"
_PLACE = re.compile(r"\{(\d)\}")
_LETTER = re.compile(r"[^\W\d_]")
# One word, or a name of several: ``Docker Desktop 28.5``.
_NAME = re.compile(r"\S+|[A-Z][\w.+-]*( [A-Z\d][\w.+-]*)*")
_SENTENCES = re.compile(r"(?<=[.!?])[ ]")
# A template with fewer letters says too little to take any text for one made from it.
_FEW_LETTERS = 6
_DEEPEST = 4
_SENTENCE_ENDS = re.compile(r"[.!?]\s+[A-Z]")
# A sentence with names behind it: ``It uses local time (localtime).``
_ASIDE = re.compile(r"(.+?) \((.+)\)(\.?)")
# What texts are joined by, the strongest first: above sentences, and within one.
_JOINTS = ("\n", " · ")
_WEAK_JOINTS = ("; ", ", ")
_WITH_UNIT = re.compile(r"(?<![\w.,])(\d[\d.,]*)(?=[\s\u00a0](?:[kMGT]?B|bytes?|s|min|%)(?!\w))")
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Pair:
    """A message in two languages.

    Attributes:
        context: what it is under: the class it is worded in, or ``CORE``.
        before: as it is now; ``{0}`` and so on stand for what is put in.
        after: as it is to be.
    """

    context: str
    before: str
    after: str


class _Template:
    """A message with places; its pattern is made when a text has its longest piece."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        pieces = _PLACE.split(pair.before)
        self._texts = pieces[::2]
        self.places = tuple(map(int, pieces[1::2]))
        self._hint = max(self._texts, key=len)
        self.length = sum(map(len, self._texts))

    @cached_property
    def is_weak(self) -> bool:
        """Whether it says too little to take any text for one made from it."""
        return sum(len(_LETTER.findall(text)) for text in self._texts) < _FEW_LETTERS

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("(.+?)".join(map(re.escape, self._texts)), re.DOTALL)

    def parts_of(self, text: str) -> tuple[str, ...] | None:
        """What was put in; ``None`` when the text was not made from this."""
        if self._hint not in text:
            return None
        match = self._pattern.fullmatch(text)
        # What is put in is a part of a sentence, never the end of one and the next.
        if match is None or any(map(_SENTENCE_ENDS.search, match.groups())):
            return None
        return match.groups()


class Rewording:
    """From one language to another.

    Args:
        pairs: all messages.
        number: puts the digits of one number, such as ``359,736`` or ``6.4``, as the other
            language writes them.
    """

    def __init__(self, pairs: Iterable[Pair], number: Callable[[str], str]) -> None:
        self._number = number
        self._exact: dict[str, list[Pair]] = {}
        self._templates: list[_Template] = []
        for pair in pairs:
            if _PLACE.search(pair.before):
                self._templates.append(_Template(pair))
            else:
                self._exact.setdefault(pair.before, []).append(pair)
        # The one that says most is the one a text was made from.
        self._templates.sort(key=lambda one: -one.length)

    def __call__(self, text: str, contexts: Sequence[str] = (CORE,)) -> str:
        """A text in the other language; as it is where nothing is known of it.

        ``contexts`` are where it was worded, the likeliest first.
        """
        return self._reworded(text, contexts, 0)

    def knows(self, text: str) -> bool:
        """Whether a text is one of the messages, or was made from one."""
        return text in self._exact or any(self._parts(one, text) for one in self._templates)

    def _reworded(self, text: str, contexts: Sequence[str], depth: int) -> str:
        whole = self._whole(text, contexts, depth)
        if whole is not None or depth >= _DEEPEST:
            return text if whole is None else whole
        if text.endswith(".") and (whole := self._whole(text[:-1], contexts, depth)) is not None:
            return f"{whole}."
        aside = _ASIDE.fullmatch(text)
        if aside is not None and aside[1] in self._exact:
            known = self._reworded(aside[1], contexts, depth + 1)
            return f"{known} ({self._reworded(aside[2], contexts, depth + 1)}){aside[3]}"
        parts = _SENTENCES.split(text)
        for joint in (*_JOINTS, *(() if len(parts) > 1 else _WEAK_JOINTS)):
            if joint in text:
                pieces = text.split(joint)
                done = [self._reworded(piece, contexts, depth + 1) for piece in pieces]
                return str(joint).join(done)
        if len(parts) > 1:
            return self._sentences(parts, contexts, depth)
        stripped = text.strip()
        if stripped != text and stripped:
            return text.replace(stripped, self._reworded(stripped, contexts, depth + 1))
        return self._with_units(text)

    def _sentences(self, parts: list[str], contexts: Sequence[str], depth: int) -> str:
        """Sentence by sentence; as many together as one message has."""
        done: list[str] = []
        start = 0
        while start < len(parts):
            for end in range(len(parts), start, -1):
                whole = self._whole(" ".join(parts[start:end]), contexts, depth)
                if whole is not None:
                    done.append(whole)
                    start = end
                    break
            else:
                done.append(self._reworded(parts[start], contexts, depth + 1))
                start += 1
        return " ".join(done)

    def _whole(self, text: str, contexts: Sequence[str], depth: int) -> str | None:
        if text in self._exact:
            return _likeliest(self._exact[text], contexts).after
        for template in self._templates:
            parts = self._parts(template, text)
            if parts is not None:
                return self._filled(template, parts, contexts, depth)
        return None

    def _parts(self, template: _Template, text: str) -> tuple[str, ...] | None:
        parts = template.parts_of(text)
        if parts is None or not template.is_weak or all(map(self._is_plain, parts)):
            return parts
        return None

    def _is_plain(self, part: str) -> bool:
        """Whether it is a name, a size, or known: what stands in a short message."""
        return bool(_NAME.fullmatch(part) or part in self._exact or _WITH_UNIT.match(part))

    def _filled(
        self, template: _Template, parts: Sequence[str], contexts: Sequence[str], depth: int
    ) -> str:
        put_in = {}
        for place, part in zip(template.places, parts, strict=True):
            # The window's numbers are written as its language does; those of the core, which
            # versions are among, only where a unit follows.
            if template.pair.context != CORE and _NUMBER.fullmatch(part):
                put_in[place] = self._number(part)
            else:
                put_in[place] = self._reworded(part, contexts, depth + 1)
        return _PLACE.sub(lambda found: put_in.get(int(found[1]), ""), template.pair.after)

    def _with_units(self, text: str) -> str:
        return with_units(text, self._number)


def with_units(text: str, number: Callable[[str], str]) -> str:
    """Sizes and times in a text as another language writes them; versions stay."""
    return _WITH_UNIT.sub(lambda found: number(found[1]), text)


def _likeliest(pairs: Sequence[Pair], contexts: Sequence[str]) -> Pair:
    for context in contexts:
        for pair in pairs:
            if pair.context == context:
                return pair
    return pairs[0]
