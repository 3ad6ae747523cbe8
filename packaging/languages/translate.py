"""Brings the translations up to date with the words in the code.

    python3 packaging/dev.py make translations           writes the .po, .mo and .ts files
    python3 packaging/dev.py make translations --check   only says what is missing or old

The ``.ts`` files are what people translate in, with Qt Linguist (``pyside6-linguist``) or any
editor, and what the window reads. They hold the sentences of the core, found wherever one of its
modules has a text for people (``core_words``). The window's own words are in ``catalogue``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from languages import catalogue
from languages.core_words import core_modules, stale, words_of, words_of_window
from languages.words_known import OFTEN_SAID, PARTS
from setup.checkout import CHECKOUT, PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = CHECKOUT / "assets" / "languages"
LANGUAGES = ("pt_BR",)
CORE = "Core"


def core_messages() -> Iterator[tuple[str, str]]:
    """The core's texts for people, as templates such as ``{0} is empty.`` are."""
    for module in core_modules():
        yield from ((CORE, text) for text in words_of(module))
    yield from ((CORE, part) for part in (*PARTS, *OFTEN_SAID))


def all_messages() -> list[tuple[str, str]]:
    """Every message once, in the order it is found in."""
    return list(dict.fromkeys(core_messages()))


def update(path: Path) -> None:
    """Bring a ``.ts`` file up to date; translations stay, messages that are gone go."""
    with tempfile.TemporaryDirectory(prefix="translate-") as folder:
        # Qt's own tool does not know the core's sentences.
        listed = Path(folder, "messages.py")
        lines = (
            f"QCoreApplication.translate({_quoted(context)}, {_quoted(text)})\n"
            for context, text in all_messages()
        )
        listed.write_text("".join(lines), encoding="utf-8")
        options = ("-locations", "none", "-no-obsolete", "-source-language", "en")
        language = path.stem.partition("_")[2]
        target = ("-target-language", language, "-ts", str(path))
        _run("pyside6-lupdate", *options, str(listed), *target)


def problems(path: Path) -> list[str]:
    """What is wrong with a ``.ts`` file: messages it lacks, has no translation for, or too many."""
    known = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") is None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            known[key] = translation.text or "" if done and translation is not None else ""
    wanted = dict.fromkeys(all_messages())
    found = [f"not in the file: {key}" for key in wanted if key not in known]
    found += [f"not in the code any more: {key}" for key in known if key not in wanted]
    found += [f"not translated: {key}" for key, text in known.items() if key in wanted and not text]
    place = re.compile(r"\{\d\}")
    found += [
        f"other places than in the original: {key}"
        for key, text in known.items()
        if text and sorted(place.findall(key[1])) != sorted(place.findall(text))
    ]
    return [*found, *_untranslated(), *stale()]


def _untranslated() -> Iterator[str]:
    """What the window says without asking for its translation."""
    texts = {str(message.id).strip() for message in catalogue.templates()}
    for path in sorted((PACKAGE / "gui").rglob("*.py")):
        module = path.relative_to(PACKAGE).with_suffix("").as_posix()
        for text in words_of_window(module):
            if text not in texts:
                yield f"said without a translation by {module}: {text}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _run(program: str, *arguments: str) -> None:
    beside = Path(sys.executable).with_name(program)
    command = str(beside) if beside.exists() else shutil.which(program) or program
    done = subprocess.run([command, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"{program}: {done.stdout}{done.stderr}")


def main(arguments: list[str]) -> int:
    """Bring all languages up to date, or check them; the exit code says whether all is well."""
    wrong = catalogue.main(arguments)
    for language in LANGUAGES:
        path = FOLDER / f"scratchpress_{language}.ts"
        if arguments != ["--check"]:
            update(path)
        for problem in problems(path):
            wrong += 1
            print(f"{path.name}: {problem}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
