"""What a daemon says of a pull that failed becomes something to act on."""

from __future__ import annotations

import pytest

from scratchpress.core.platforms import Platform
from scratchpress.engines.docker.refusals import pull_failed
from scratchpress.image.bases.model import BaseRequest
from scratchpress.system.docker_credentials import Credentials

REQUEST = BaseRequest("ghcr.io/me/base:1", Platform.LINUX_ARM64)

# As moby 20.10 to 29, containerd's store and Podman 4 and 5 say it.
SAID = {
    "no matching manifest for linux/arm64/v8 in the manifest list entries": (
        27, "not there for linux/arm64", "another platform",
    ),
    "image with reference x was found but does not match the specified platform: wanted "
    "linux/arm64, actual: linux/amd64": (27, "not there for linux/arm64", "another platform"),
    "no match for platform in manifest: not found": (
        27, "not there for linux/arm64", "another platform",
    ),
    'image operating system "windows" cannot be used on this platform': (
        27, "Windows containers", "alpine or scratch",
    ),
    "pull access denied for me/base, repository does not exist or may require 'docker login': "
    "denied: requested access to the resource is denied": (
        27, "or it is not shown without a login", "docker login ghcr.io",
    ),
    'Head "https://ghcr.io/v2/me/base/manifests/1": no basic auth credentials': (
        31, "wants to know who you are", "docker login ghcr.io",
    ),
    "unauthorized: authentication required": (
        31, "wants to know who you are", "docker login ghcr.io",
    ),
    "initializing source docker://x: unable to retrieve auth token: unauthorized: access denied": (
        27, "or it is not shown without a login", "docker login ghcr.io",
    ),
    "pull access denied, repository does not exist or may require authorization: authorization "
    "failed: no basic auth credentials": (
        31, "wants to know who you are", "docker login ghcr.io",
    ),
    "pull access denied, repository does not exist or may require authorization: server message: "
    "insufficient_scope: authorization failed": (
        27, "or it is not shown without a login", "docker login ghcr.io",
    ),
    "manifest for ghcr.io/me/base:1 not found: manifest unknown": (
        27, "There is no ghcr.io/me/base:1", "its tag",
    ),
    'Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on 1.1.1.1:53: no such host': (
        30, "cannot reach the registry ghcr.io", "network",
    ),
    'Get "https://localhost:40343/v2/": dial tcp 127.0.0.1:40343: connect: connection refused': (
        30, "cannot reach the registry", "network",
    ),
    "x509: certificate signed by unknown authority": (30, "cannot reach the registry", "network"),
    "toomanyrequests: You have reached your pull rate limit": (35, "too often", "docker login"),
    "write /var/lib/docker/tmp/x: no space left on device": (24, "no room left", "prune"),
    "something nobody has thought of": (25, "refused to pull ghcr.io/me/base:1", "exact words"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), SAID.items())
def test_each_cause_has_its_sentence_and_next_step(
    words: str, expected: tuple[int, str, str]
) -> None:
    code, title, remedy = expected
    error = pull_failed(words, REQUEST, "ghcr.io", None)
    assert error.exit_code == code
    assert title in error.title
    assert remedy in error.remedy
    assert error.details == words


def test_a_login_that_is_not_accepted_is_told_apart_from_none() -> None:
    known = Credentials("ada", "secret-word")
    error = pull_failed("unauthorized: authentication required", REQUEST, "ghcr.io", known)
    assert "does not accept the login" in error.title
    assert error.exit_code == 31
    assert "secret-word" not in f"{error.title}{error.remedy}{error.details}"
