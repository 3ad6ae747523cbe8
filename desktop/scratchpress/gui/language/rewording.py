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
# One word, words that are listed, or a name of several: ``Docker Desktop 28.5``.
_NAME = re.compile(r"\S+(?:, \S+)*(?: (?:and|e) \S+)?|[A-Z][\w.+-]*( [A-Z\d][\w.+-]*)*")
_SENTENCES = re.compile(r"(?<=[.!?])[ ]")
# A template with fewer letters says too little to take any text for one made from it.
_FEW_LETTERS = 6
_DEEPEST = 4
_SENTENCE_ENDS = re.compile(r"[.!?]\s+[A-Z]")
# A sentence with names behind it: ``It uses local time (localtime).``
_ASIDE = re.compile(r"(.+?) \((.+)\)(\.?)")
# A sentence with what to type behind it: ``Give it your key once: ssh-copy-id ada@host``.
_LEAD = re.compile(r"(.+?:) (.+)", re.DOTALL)
# What texts are joined by, the strongest first: above sentences, and within one.
_JOINTS = ("\n", " · ")
_WEAK_JOINTS = ("; ", ", ")
_OPEN_ENDS = (",", ";", " ·")
_WITH_UNIT = re.compile(r"(?<![\w.,])(\d[\d.,]*)(?=[\s\u00a0](?:[kMGT]?B|bytes?|s|min|%)(?!\w))")
_SIZES = re.compile(r"(?:\d[\d.,]*[\s\u00a0](?:[kMGT]?B|bytes?|s|min|%)\s?)+")
# ``12,345`` and ``6.4``, in either way to write them; a version has more points.
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?")


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
        self.begins_with_place = not self._texts[0]

    @cached_property
    def is_weak(self) -> bool:
        """Whether it says too little to take any text for one made from it."""
        return sum(len(_LETTER.findall(text)) for text in self._texts) < _FEW_LETTERS

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # What is put in may be nothing, such as the rest of a sentence.
        place = "(.+?)" if self.is_weak else "(.*?)"
        return re.compile(place.join(map(re.escape, self._texts)), re.DOTALL)

    def parts_of(self, text: str) -> tuple[str, ...] | None:
        """What was put in; ``None`` when the text was not made from this."""
        if self._hint not in text:
            return None
        match = self._pattern.fullmatch(text)
        # What is put in is a part of a sentence, never the end of one and the next; nor does it
        # end in the middle of a list.
        if match is None or any(map(_SENTENCE_ENDS.search, match.groups())):
            return None
        if any(part.endswith(_OPEN_ENDS) for part in match.groups()):
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
        if (lead := _LEAD.fullmatch(text)) is not None and lead[1] in self._exact:
            return f"{self._reworded(lead[1], contexts, depth + 1)} {lead[2]}"
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
        first: tuple[_Template, Sequence[str]] | None = None
        for template in self._templates:
            parts = self._parts(template, text)
            if parts is None:
                continue
            # What is put in is mostly a name: then there is no doubt which one it was.
            if all(map(self._is_plain, parts)):
                first = template, parts
                break
            first = first or (template, parts)
        return self._filled(*first, contexts, depth) if first is not None else None

    def _parts(self, template: _Template, text: str) -> tuple[str, ...] | None:
        parts = template.parts_of(text)
        if parts is None or all(map(self._is_plain, parts)):
            return parts
        # What others say, such as "stat a.c: file does not exist", only looks as if it was ours.
        is_theirs = template.begins_with_place and ": " in parts[0] and not self._is_plain(parts[0])
        return None if template.is_weak or is_theirs else parts

    def _is_plain(self, part: str) -> bool:
        """Whether it is a name, a size, or known: what stands in a short message."""
        if _NAME.fullmatch(part) or part in self._exact or _SIZES.fullmatch(part):
            return True
        strong = (one for one in self._templates if not one.is_weak)
        return any(one.parts_of(part) is not None for one in strong)

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
