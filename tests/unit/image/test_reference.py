"""Image names are read as Docker reads them, and any file gets a valid one."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchpress.core.errors import ImageNameError, RecipeError
from scratchpress.image.reference import (
    PROGRAM_NAME,
    normalise,
    parse_base,
    parse_reference,
    program_name,
    suggest,
)
from scratchpress.recipe.model import BaseText

file_names = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="abAB01._- :/@#é日🎉", max_size=200),
    st.from_regex(r"[a-f0-9]{64}(\.c)?", fullmatch=True),
)


DIGEST = f"sha256:{'0a' * 32}"


@pytest.mark.parametrize(
    ("text", "listed", "host"),
    [
        ("alpine", "alpine:latest", "docker.io"),
        ("busybox:1.36", "busybox:1.36", "docker.io"),
        ("docker.io/library/alpine", "alpine:latest", "docker.io"),
        ("gcr.io/distroless/static", "gcr.io/distroless/static:latest", "gcr.io"),
        (f"alpine@{DIGEST}", f"alpine@{DIGEST}", "docker.io"),
        (f"localhost:5000/a:1@{DIGEST}", f"localhost:5000/a:1@{DIGEST}", "localhost:5000"),
        ("[::1]:5000/a", "[::1]:5000/a:latest", "[::1]:5000"),
    ],
)
def test_a_base_is_any_image_with_tag_or_digest(text: str, listed: str, host: str) -> None:
    base = parse_base(text)
    assert (str(base), base.host) == (listed, host)
    assert msgspec.convert(text, BaseText) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [("alpine@1", "comes no digest"), ("Alpine", "capital letters"), ("a:", "follows the colon")],
)
def test_a_base_that_is_none_is_refused_with_examples(text: str, problem: str) -> None:
    with pytest.raises(RecipeError) as met:
        parse_base(text)
    assert problem in met.value.title
    assert "gcr.io/distroless/static" in met.value.remedy


@pytest.mark.parametrize(
    ("text", "listed", "full"),
    [
        ("hello", "hello:latest", "docker.io/library/hello:latest"),
        ("hello:1.0", "hello:1.0", "docker.io/library/hello:1.0"),
        ("me/hello", "me/hello:latest", "docker.io/me/hello:latest"),
        ("docker.io/library/hello", "hello:latest", "docker.io/library/hello:latest"),
        ("index.docker.io/me/hello", "me/hello:latest", "docker.io/me/hello:latest"),
        ("ghcr.io/me/hello:1.0", "ghcr.io/me/hello:1.0", "ghcr.io/me/hello:1.0"),
        ("localhost/hello", "localhost/hello:latest", "localhost/hello:latest"),
        ("localhost:5000/a/b__c", "localhost:5000/a/b__c:latest", "localhost:5000/a/b__c:latest"),
        ("[::1]:5000/hello", "[::1]:5000/hello:latest", "[::1]:5000/hello:latest"),
        ("MyHost.example/a", "MyHost.example/a:latest", "MyHost.example/a:latest"),
        ("a.b-c_d---e:V_1.0-x", "a.b-c_d---e:V_1.0-x", "docker.io/library/a.b-c_d---e:V_1.0-x"),
    ],
)
def test_a_valid_name_is_written_as_docker_lists_it(text: str, listed: str, full: str) -> None:
    assert normalise(text) == listed
    assert parse_reference(text).full == full
    assert normalise(listed) == listed


@pytest.mark.parametrize(
    ("text", "problem", "valid"),
    [
        ("", "it is empty", "program:latest"),
        ("Hello:1.0", '"Hello" has capital letters', "hello:1.0"),
        ("Me/hello", '"Me" has capital letters', "me/hello:latest"),
        ("me/My App", '"My App" has capital letters', "me/my-app:latest"),
        ("my app", '"my app" has a space', "my-app:latest"),
        ("olá", '"olá" has "á" in it', "ola:latest"),
        ("a..b", 'in "a..b" a . _ or - is first, last or beside another', "a-b:latest"),
        ("-a", 'in "-a" a . _ or - is first, last or beside another', "a:latest"),
        ("a___b", 'in "a___b" a . _ or - is first, last or beside another', "a-b:latest"),
        ("a//b", "a part of it is empty", "a/b:latest"),
        ("a/", "a part of it is empty", "a:latest"),
        ("hello:", "nothing follows the colon", "hello:latest"),
        ("hello:a b", 'the tag "a b" has more than letters', "hello:a-b"),
        ("hello:" + "a" * 129, "its tag is longer than 128 characters", "hello:" + "a" * 30),
        ("a" * 250, "it is longer than 255 characters", "a" * 30 + ":latest"),
        ("hello@sha256:" + "0" * 64, "it has an @", "hello:latest"),
        ("https://ghcr.io/me/a", 'it begins with "https://"', "ghcr.io/me/a:latest"),
        ("exa_mple.com/hello", '"exa_mple.com" is no registry', "hello:latest"),
        ("0" * 64, "looks like a digest", "000000000000-program:latest"),
        ("sha256:1", '"sha256" looks like a digest', "sha256-program:1"),
        ("a\nb", '"a\\x0ab" has "\\x0a" in it', "a-b:latest"),
        ("a\n", '"a\\x0a" has "\\x0a" in it', "a:latest"),
    ],
)
def test_a_wrong_name_is_explained_and_a_near_one_offered(
    text: str, problem: str, valid: str
) -> None:
    with pytest.raises(ImageNameError) as caught:
        normalise(text)
    assert problem in caught.value.title
    assert caught.value.title.isprintable()
    assert caught.value.remedy == f"Use {valid} instead."
    assert normalise(valid) == valid


@given(st.one_of(st.text(), st.text(alphabet="aA0._-:/@ []é", max_size=200)))
def test_any_text_is_a_name_or_gets_one_offered(text: str) -> None:
    try:
        name = normalise(text)
    except ImageNameError as error:
        name = error.remedy.removeprefix("Use ").removesuffix(" instead.")
    assert normalise(name) == name


@pytest.mark.parametrize(
    ("file_name", "reference"),
    [
        ("hello.cc", "hello:latest"),
        ("Meu Programa (1).cc", "meu-programa-1:latest"),
        ("olá_mundo.c++", "ola_mundo:latest"),
        ("🎉🎉.cc", "program:latest"),
        ("-v.c", "v:latest"),
        ('\'quoted "name".cpp', "quoted-name:latest"),
        ("a\nb.c", "a-b:latest"),
        (".c", "c:latest"),
        ("tool-1.2", "tool-1.2:latest"),
        ("tool.exe", "tool:latest"),
        ("sha256.c", "sha256-program:latest"),
        ("x" * 255, "x" * 121 + ":latest"),
    ],
)
def test_a_file_gets_a_name_like_its_own(file_name: str, reference: str) -> None:
    assert suggest(file_name) == reference


@given(file_names)
def test_every_file_gets_a_valid_name(file_name: str) -> None:
    name = suggest(file_name)
    assert normalise(name) == name
    assert len(name) <= 128


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("hello:latest", "hello"),
        ("ghcr.io/me/hello:1.0", "hello"),
        ("localhost:5000/hello", "hello"),
        ("hello.cc", "hello"),
        ("My Tool.cpp", "My-Tool"),
        ("🎉.cc", "program"),
        ("../../etc/passwd", "passwd"),
        ("proc:latest", "proc-program"),
        ("Dockerfile.c", "Dockerfile-program"),
    ],
)
def test_the_program_is_named_after_the_image(name: str, program: str) -> None:
    assert program_name(name) == program


@given(file_names)
def test_every_program_name_is_safe_in_paths_and_dockerfiles(name: str) -> None:
    program = program_name(name)
    assert PROGRAM_NAME.fullmatch(program)
    assert not re.fullmatch("dev|dockerfile|etc|proc|run|sbin|sys|tmp", program, re.IGNORECASE)
    assert program_name(program) == program or "." in program
