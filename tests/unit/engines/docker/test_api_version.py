"""The newest version of Docker's API that both sides know is spoken."""

from __future__ import annotations

import pytest

from scratchpress.core.errors import EngineError, EngineVersionError
from scratchpress.engines.docker.api_version import NEWEST, spoken_version

URL = "unix:///x"


@pytest.mark.parametrize(
    ("oldest", "newest", "spoken"),
    [
        ("1.12", "1.41", "1.41"),
        ("1.24", "1.45", "1.45"),
        ("1.24", NEWEST, NEWEST),
        ("1.44", "1.60", NEWEST),
        ("1.60", "1.80", "1.60"),
        ("1.9", "1.100", NEWEST),
    ],
)
def test_the_newest_that_both_know(oldest: str, newest: str, spoken: str) -> None:
    assert spoken_version({"MinAPIVersion": oldest, "ApiVersion": newest}, URL) == spoken


@pytest.mark.parametrize("newest", ["1.40", "1.9"])
def test_an_older_one_is_refused_with_what_it_needs(newest: str) -> None:
    with pytest.raises(EngineVersionError, match="unix:///x is too old") as met:
        spoken_version({"Version": "19.03", "ApiVersion": newest}, URL)
    assert "19.03" in met.value.explanation
    assert "API 1.41" in met.value.explanation
    assert met.value.exit_code == 25


@pytest.mark.parametrize("answer", [{}, {"ApiVersion": "x"}, {"ApiVersion": None}])
def test_what_names_no_version_is_no_engine(answer: dict[str, str]) -> None:
    with pytest.raises(EngineError, match="no Docker engine"):
        spoken_version(answer, URL)
