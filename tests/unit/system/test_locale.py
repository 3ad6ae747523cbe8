"""Which language a person wants, and how it writes numbers."""

from __future__ import annotations

import pytest

from scratchpress.system.locale import number_writer, wanted_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "pt_BR.UTF-8"}, "pt_BR"),
        ({"LANG": "pt_PT"}, "pt_BR"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_MESSAGES": "pt_BR.UTF-8", "LANG": "de_DE.UTF-8"}, "pt_BR"),
        ({"LC_ALL": "C", "LANG": "pt_BR.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANGUAGE": "pt_BR"}, "en"),
        ({"LC_ALL": "", "LANG": "pt_BR.UTF-8"}, "pt_BR"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:pt_BR:en"}, "pt_BR"),
        ({"LANG": "pt_BR.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANG": "pt_BR@euro"}, "pt_BR"),
        ({"LANGUAGE": "pt_BR"}, "en"),
        ({}, "en"),
    ],
)
@pytest.mark.skipif("sys.platform == 'win32'", reason="there the system is asked as well")
def test_the_variables_of_the_locale_tell_the_language(
    environment: dict[str, str], language: str
) -> None:
    assert wanted_language(environment) == language


@pytest.mark.parametrize(
    ("english", "portuguese"),
    [("359,736 bytes", "359.736 bytes"), ("6.4 kB", "6,4 kB"), ("1 min 15 s", "1 min 15 s")],
)
def test_a_number_is_written_as_its_language_does(english: str, portuguese: str) -> None:
    assert number_writer("pt_BR")(english) == portuguese
    assert number_writer("en")(english) == english
