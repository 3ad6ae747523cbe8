"""Sizes and durations are read and written as people do it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.core.sizes import (
    format_exact,
    format_seconds,
    format_size,
    parse_duration,
    parse_size,
)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"), (1, "1 byte"), (126, "126 bytes"), (999, "999 bytes"), (1000, "1.0 kB"),
        (6392, "6.4 kB"), (359_736, "359.7 kB"), (999_949, "999.9 kB"), (999_950, "1.0 MB"),
        (10_839_392, "10.8 MB"), (10**9, "1.0 GB"), (25 * 10**11, "2.5 TB"),
    ],
)  # fmt: skip
def test_a_size_has_the_unit_docker_would_print(size: int, text: str) -> None:
    assert format_size(size) == text


@given(st.integers(0, 10**15))
def test_a_worded_size_is_never_far_off(size: int) -> None:
    text = format_size(size).replace(" bytes", "").replace(" byte", "")
    assert parse_size(text) == pytest.approx(size, rel=0.051)


def test_an_exact_size_has_every_digit() -> None:
    assert format_exact(359_736) == "359,736 bytes"
    assert format_exact(1) == "1 byte"


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("4096", 4096), ("0", 0), ("126 B", 126), ("500 kB", 500_000), ("500KB", 500_000),
        ("1MB", 10**6), ("1.5 MiB", 1_572_864), ("2 gb", 2 * 10**9), (" 1 TB ", 10**12),
        ("1TiB", 2**40), ("8.2 kB", 8200), ("0.001 kB", 1), ("16.1MB", 16_100_000),
    ],
)  # fmt: skip
def test_a_size_is_read_with_any_unit(text: str, size: int) -> None:
    assert parse_size(text) == size


@given(st.integers(0, 10**9), st.integers(0, 999))
def test_a_decimal_size_is_read_to_the_byte(whole: int, thousandths: int) -> None:
    assert parse_size(f"{whole}.{thousandths:03} kB") == whole * 1000 + thousandths


@pytest.mark.parametrize(
    "text",
    [
        "",
        "big",
        "1 XB",
        "-1 MB",
        "1e3",
        "1,5 MB",
        "1 M",
        "1.",
        ".5 MB",
        "\u0661 MB",
        "1MB\n",
        "nan",
    ],
)
def test_what_is_no_size_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match=r"a size is a number and a unit: 500 kB, 1 MB, 1\.5 MiB"):
        parse_size(text)


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,600}(\.[0-9]{1,9})? ?[kMGT]?i?B?"))
def test_any_text_is_a_size_or_refused(text: str) -> None:
    try:
        assert parse_size(text) >= 0
    except ValueError as error:
        assert str(error).startswith("a size is")  # noqa: PT017 - either answer is right


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0.00 s"), (0.04, "0.04 s"), (0.094, "0.09 s"), (0.095, "0.1 s"), (0.23, "0.2 s"),
        (59.94, "59.9 s"), (59.95, "1 min 0 s"), (75, "1 min 15 s"), (3600, "60 min 0 s"),
    ],
)  # fmt: skip
def test_a_duration_is_worded(seconds: float, text: str) -> None:
    assert format_seconds(seconds) == text


@pytest.mark.parametrize(
    ("text", "seconds"), [("500ms", 0.5), ("30s", 30), (" 2 m ", 120), ("1.5h", 5400), ("0s", 0)]
)
def test_a_duration_is_read(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "30", "s", "-1s", "1 d", "1e3s", "30 S", "inf s"])
def test_what_is_no_duration_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match="a duration is a number and a unit: 500ms, 30s, 2m, 1h"):
        parse_duration(text)


def test_no_duration_is_longer_than_a_system_can_wait() -> None:
    # threading.TIMEOUT_MAX is smallest on Windows: 2**32 - 1 milliseconds.
    assert parse_duration("999999999h") < 4_294_967
    with pytest.raises(ValueError, match="a duration is"):
        parse_duration("9" * 400 + "h")
