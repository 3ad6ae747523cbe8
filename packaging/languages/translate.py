"""Brings the translations up to date with the words in the code.

    python3 packaging/dev.py make translations           writes assets/languages/*.ts and *.qm
    python3 packaging/dev.py make translations --check   only says what is missing or old

The ``.ts`` files are what people translate in, with Qt Linguist (``pyside6-linguist``) or any
editor; the ``.qm`` files are what the window loads. The words of the window are found where it
translates them, those of the core wherever one of its modules has a text for people, which
``core_words`` finds.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from languages.core_words import core_modules, stale, words_of, words_of_window
from languages.words_known import OFTEN_SAID, PARTS
from setup.checkout import CHECKOUT, PACKAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

FOLDER = CHECKOUT / "assets" / "languages"
LANGUAGES = ("pt_BR",)
CORE = "Core"


def window_messages() -> Iterator[tuple[str, str]]:
    """Context and text of all that the window words itself."""
    for path in sorted((PACKAGE / "gui").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from _window_messages(tree, tree, "", path)


def _window_messages(
    node: ast.AST, tree: ast.Module, within: str, path: Path
) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.ClassDef):
        within = node.name
    if isinstance(node, ast.Call) and (found := _message(node, tree, within, path)):
        yield found
    for child in ast.iter_child_nodes(node):
        yield from _window_messages(child, tree, within, path)


def _message(call: ast.Call, tree: ast.Module, within: str, path: Path) -> tuple[str, str] | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else _name(call.func)
    texts = [one.value if isinstance(one, ast.Constant) else None for one in call.args]
    match name, texts:
        case "tr", [str(text)]:
            return within, text
        case "_tr", [str(text)]:
            return _context_of_short_form(tree), text
        case (("translate" | "QT_TRANSLATE_NOOP"), [str(context), str(text)]):
            return context, text
        case (("tr" | "_tr"), _):
            raise ValueError(f"{path}:{call.lineno}: only a text can be translated.")
    return None


def _context_of_short_form(tree: ast.Module) -> str:
    """The context in a module's own ``def _tr(text)``."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "_tr":
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and isinstance(call.args[0], ast.Constant):
                    return str(call.args[0].value)
    raise ValueError("There is no _tr in this module.")


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def core_messages() -> Iterator[tuple[str, str]]:
    """The core's texts for people, as templates such as ``{0} is empty.`` are."""
    for module in core_modules():
        yield from ((CORE, text) for text in words_of(module))
    yield from ((CORE, part) for part in (*PARTS, *OFTEN_SAID))


def all_messages() -> list[tuple[str, str]]:
    """Every message once, in the order it is found in."""
    return list(dict.fromkeys((*window_messages(), *core_messages())))


def update(path: Path) -> None:
    """Bring a ``.ts`` file up to date; translations stay, messages that are gone go."""
    with tempfile.TemporaryDirectory(prefix="translate-") as folder:
        # Qt's own tool does not know our short forms, nor the core's sentences.
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


def release(path: Path, target: Path) -> None:
    """Make the ``.qm`` file of a ``.ts`` file."""
    _run("pyside6-lrelease", "-silent", "-removeidentical", str(path), "-qm", str(target))


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
    return [*found, *_untranslated(wanted), *stale()]


def _untranslated(messages: Collection[tuple[str, str]]) -> Iterator[str]:
    """What the window says without asking for its translation."""
    contexts, texts = ({one[part] for one in messages} for part in (0, 1))
    for path in sorted((PACKAGE / "gui").rglob("*.py")):
        module = path.relative_to(PACKAGE).with_suffix("").as_posix()
        for text in words_of_window(module):
            if text not in contexts | {one.strip() for one in texts}:
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
    wrong = 0
    for language in LANGUAGES:
        path = FOLDER / f"scratchpress_{language}.ts"
        if arguments != ["--check"]:
            update(path)
            release(path, path.with_suffix(".qm"))
        for problem in problems(path):
            wrong += 1
            print(f"{path.name}: {problem}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
