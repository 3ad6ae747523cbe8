"""Keeps gettext's catalogues of translations up to date with the words in the code.

    python3 packaging/dev.py make translations           writes the .po and .mo files
    python3 packaging/dev.py make translations --check   only says what is missing or old

The ``.po`` files below ``assets/languages`` are what people translate in, with Poedit or any
editor; the ``.mo`` files are what the product reads. Templates are found where they are put into
a ``Message``; sentences with nothing put in, wherever they are (``sentences``).
"""

from __future__ import annotations

import re
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from languages.exceptions import SAID_BY_OTHERS
from languages.sentences import needless_exceptions, sentences, untranslated
from setup.checkout import CHECKOUT, PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = CHECKOUT / "assets" / "languages"
DOMAIN = "scratchpress"
# What is called with a template as the first thing it is given.
_CALLED = ("Message", "say")
_PLACE = re.compile(r"\{\d\}")


def po_files() -> list[Path]:
    """Those of all languages."""
    return sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def templates() -> Catalog:
    """Every template in the code, with the modules it is in."""
    found = Catalog(project=DOMAIN, fuzzy=False)
    keywords = dict.fromkeys(_CALLED)
    for name, _, text, *_ in extract_from_dir(PACKAGE, [("**.py", "python")], keywords=keywords):
        # Without lines, with which every change of the code would be one of the file.
        found.add(text, locations=[(PurePath(name).as_posix(), 0)])
    for module, text in sentences():
        found.add(text, locations=[(f"{module}.py", 0)])
    for text in SAID_BY_OTHERS:
        found.add(text)
    return found


def read(path: Path) -> Catalog:
    """The translations of a language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, domain=DOMAIN)


def translations_of(language: str, folder: str = "") -> dict[str, str]:
    """The translation of each template in a folder of the product, ``gui/``, into a language."""
    return {
        str(message.id): str(message.string)
        for message in read(FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po")
        if any(file.startswith(folder) for file, _ in message.locations)
    }


def update(path: Path) -> None:
    """Bring a ``.po`` file up to date; translations stay, templates that are gone go."""
    catalogue = read(path)
    catalogue.update(templates(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)


def compile_catalogue(path: Path) -> None:
    """Make the ``.mo`` file of a ``.po`` file."""
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, read(path))


def problems(path: Path) -> Iterator[str]:
    """What is wrong with a ``.po`` file: templates it lacks, has too many, or not translated."""
    wanted, known = _translations(templates()).keys(), _translations(read(path))
    for text in sorted(wanted - known.keys()):
        yield f"not in the file: {text}"
    for text in sorted(known.keys() - wanted):
        yield f"not in the code any more: {text}"
    for text, translation in known.items():
        if not translation:
            yield f"not translated: {text}"
        elif sorted(_PLACE.findall(text)) != sorted(_PLACE.findall(translation)):
            yield f"other places than in the original: {text}"
    with path.with_suffix(".mo").open("rb") as file:
        if _translations(read_mo(file)) != known:
            yield "the .mo file is older"
    yield from untranslated(frozenset(wanted))
    yield from needless_exceptions()


def _translations(catalogue: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def main(arguments: list[str]) -> int:
    """Bring all languages up to date, or check them; the exit code says whether all is well."""
    wrong = 0
    for path in po_files():
        if arguments != ["--check"]:
            update(path)
            compile_catalogue(path)
        for problem in problems(path):
            wrong += 1
            print(f"{path.parents[1].name}: {problem}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
