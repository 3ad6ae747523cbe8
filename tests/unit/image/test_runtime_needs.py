"""Needs are told by what a program refers to, in words a person can act on."""

from __future__ import annotations

import pytest

from scratchpress.core.platforms import Platform
from scratchpress.executable.model import CLibrary, References
from scratchpress.image.bases.model import Base, BaseFacts
from scratchpress.image.runtime_needs import NeedKind, forecast
from scratchpress.recipe.model import Extra


def references(
    *symbols: str, paths: tuple[str, ...] = (), library: CLibrary = CLibrary.MUSL
) -> References:
    return References(symbols, paths, library)


def test_a_program_that_asks_for_nothing_needs_nothing() -> None:
    assert forecast(references("puts", "strftime", "connect", paths=("/", "/data/x"))) == ()


@pytest.mark.parametrize(
    ("symbol", "shown"),
    [
        ("_ZNSt3__13cinE", "std::cin"),
        ("_ZSt3cin", "std::cin"),
        ("__isoc99_scanf", "scanf"),
        (
            "_ZNSt3__14__fs10filesystem21__temp_directory_pathEPNS_10error_codeE",
            "std::filesystem::temp_directory_path",
        ),
        ("_ZNSt10filesystem19temp_directory_pathB5cxx11Ev", "std::filesystem::temp_directory_path"),
        ("_ZNSt6localeC1EPKc", "std::locale"),
    ],
)
def test_names_are_those_of_the_source(symbol: str, shown: str) -> None:
    (need,) = forecast(references(symbol))
    assert need.names == (shown,)
    assert need.sentence.endswith(f"({shown}).")


def test_what_an_extra_supplies_is_not_told_when_the_image_has_it() -> None:
    both = references("localtime", "tmpfile")
    assert [need.extra for need in forecast(both)] == [Extra.TIME_ZONES, Extra.TMP]
    assert [need.extra for need in forecast(both, [Extra.TMP])] == [Extra.TIME_ZONES]
    assert forecast(both, [Extra.TIME_ZONES, Extra.TMP]) == ()


def test_many_names_make_one_short_sentence() -> None:
    (need,) = forecast(references("execl", "execv", "popen", "posix_spawn", "system"))
    assert need.kind is NeedKind.PROGRAMS
    assert need.sentence == "It starts other programs (execl, execv, popen and more)."
    assert len(need.names) == 5


def test_paths_count_as_whole_names() -> None:
    (need,) = forecast(references(paths=("/tmp", "/tmpx", "/dev/null", "/devices")))
    assert (need.kind, need.names) == (NeedKind.TEMPORARY_FILES, ("/tmp",))


def test_every_need_has_a_sentence_and_advice() -> None:
    everything = references(
        *("getaddrinfo", "curl_easy_init", "localtime", "getpwnam", "tmpfile", "system"),
        *("setlocale", "dlopen", "stdin", "listen"),
        paths=("/proc/stat",),
        library=CLibrary.GLIBC,
    )
    needs = forecast(everything)
    assert [need.kind for need in needs] == list(NeedKind)
    for need in needs:
        assert need.sentence.startswith("It ")
        assert need.advice.endswith(".")


def base(**facts: object) -> Base:
    return Base(
        reference="docker.io/me/tools:2",
        platform=Platform.LINUX_AMD64,
        digest="sha256:c",
        registry_digest="",
        config={},
        layers=(),
        facts=BaseFacts(0, **facts),  # type: ignore[arg-type] # the types are those of the fields
    )


def test_what_the_base_has_is_not_told() -> None:
    asks = references("localtime", "getpwnam", "tmpfile", "SSL_CTX_set_default_verify_paths")
    everything = base(has_certificates=True, has_time_zones=True, has_accounts=True, has_tmp=True)
    assert forecast(asks, (), everything) == ()
    kinds = {need.kind for need in forecast(asks, (), base(has_tmp=True))}
    assert kinds == {NeedKind.CERTIFICATES, NeedKind.TIME_ZONES, NeedKind.USERS}


def test_what_the_base_lacks_is_told_with_its_name() -> None:
    asks = references("localtime", "dlopen", "getaddrinfo", library=CLibrary.GLIBC)
    advice = " ".join(need.advice for need in forecast(asks, (), base()))
    assert "tools:2 has no time zones" in advice
    assert "A static program in tools:2 has none to load" in advice
    assert "scratch" not in advice.lower()
    assert "scratch has none" in " ".join(need.advice for need in forecast(asks))


def test_a_shell_in_the_base_is_enough_for_what_starts_by_it() -> None:
    shell = base(shell="/bin/busybox")
    assert forecast(references("system", "popen"), (), shell) == ()
    (need,) = forecast(references("system", "execvp"), (), shell)
    assert need.names == ("execvp",)
    assert need.advice.startswith("tools:2 has a shell, /bin/sh, and programs of its own")
    (need,) = forecast(references("system"), (), base())
    assert need.advice.startswith("tools:2 has no shell")
