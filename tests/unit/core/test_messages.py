"""Messages are their English text, and can be worded again in another language."""

from __future__ import annotations

import copy
import pickle

import pytest

from scratchpress.core.messages import (
    Joined,
    Message,
    Quantity,
    either,
    listing,
    phrase,
    reason,
    recognised,
    worded,
)

CATALOGUE = {
    "{0} is empty.": "{0} está vazio.",
    "{0} is {1}, not a source file.": "{0} é {1}, não um arquivo de código.",
    "a script": "um script",
    "It wanted more than {0}.": "Ele quis mais que {0}.",
    "Try again.": "Tente de novo.",
    "{0} and {1}": "{0} e {1}",
    "{0} and {1} more": "{0} e mais {1}",
    "{0} or {1}": "{0} ou {1}",
    "Write main() { … }.": "Escreva main() { … }.",
    "Permission denied": "permissão negada",
}


def said(text: str) -> str:
    return worded(
        text,
        lambda template: CATALOGUE.get(template, template),
        lambda number: number.translate(str.maketrans(".,", ",.")),
    )


@pytest.mark.parametrize(
    ("message", "english", "portuguese"),
    [
        (Message("{0} is empty.", "a.cc"), "a.cc is empty.", "a.cc está vazio."),
        ("Try again.", "Try again.", "Tente de novo."),
        # A name stays as it is, even one that is also something the catalogue has.
        (Message("{0} is empty.", "a script"), "a script is empty.", "a script está vazio."),
        (
            Message("{0} is {1}, not a source file.", "a.c", phrase("a script")),
            "a.c is a script, not a source file.",
            "a.c é um script, não um arquivo de código.",
        ),
        (
            Message("It wanted more than {0}.", Quantity("1,234.5 MB")),
            "It wanted more than 1,234.5 MB.",
            "Ele quis mais que 1.234,5 MB.",
        ),
        (
            Joined(" ", (Message("{0} is empty.", "a.c"), "", "Try again.")),
            "a.c is empty. Try again.",
            "a.c está vazio. Tente de novo.",
        ),
        (Message("Write main() { … }."), "Write main() { … }.", "Escreva main() { … }."),
        (listing(["a.c", "b.c", "c.c"]), "a.c, b.c and c.c", "a.c, b.c e c.c"),
        (listing(["a.c", "b.c", "c.c"], 1), "a.c and 2 more", "a.c e mais 2"),
        (listing(["a.c"]), "a.c", "a.c"),
        (either(["a", phrase("a script")]), "a or a script", "a ou um script"),
        (
            reason(PermissionError(13, "Permission denied", "a.c")),
            "Permission denied",
            "permissão negada",
        ),
        ("undefined reference to `f'", "undefined reference to `f'", "undefined reference to `f'"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_message_is_english_and_can_be_worded(
    message: str, english: str, portuguese: str
) -> None:
    assert message == english
    assert said(message) == portuguese


def test_a_message_with_braces_in_what_is_put_in_is_not_filled_twice() -> None:
    message = Message("{0} is empty.", "{1}.c")
    assert message == "{1}.c is empty."
    assert said(message) == "{1}.c está vazio."


@pytest.mark.parametrize(
    "message", [Message("{0} is empty.", "{1}.c"), Joined(" ", ("a", "b")), Quantity("1 kB")]
)
def test_a_copy_can_still_be_worded(message: str) -> None:
    for again in (copy.deepcopy(message), pickle.loads(pickle.dumps(message))):
        assert type(again) is type(message)
        assert again == message
        assert said(again) == said(message)


def test_a_phrase_that_has_values_keeps_them() -> None:
    message = Message("{0} is empty.", "a.c")
    assert phrase(message) is message


@pytest.mark.parametrize(
    ("others", "template"),
    [
        ("expected `int`, got `str`", "expected `{0}`, got `{1}`"),
        ("Invalid value (at line 3, column 5)", "{0} (at line {1}, column {2})"),
        ("something that nobody foresaw", "something that nobody foresaw"),
    ],
)
def test_what_a_library_says_is_recognised_with_what_it_put_in(others: str, template: str) -> None:
    known = ("expected `{0}`, got `{1}`", "{0} (at line {1}, column {2})")
    message = recognised(others, known)
    assert message == others
    assert message.template == template
