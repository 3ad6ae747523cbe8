"""Writes a workflow file that builds recipes as they were built here, and finds where it belongs.

The text is YAML, written by hand so that it can explain itself.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress import __version__
from scratchpress.core.errors import ScratchpressError, SourceError
from scratchpress.core.messages import Message
from scratchpress.core.text import shown_name
from scratchpress.github.recipes import find_recipes
from scratchpress.image.reference import parse_reference, suggest
from scratchpress.system.file_kinds import exists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GIT = ".git"

FILE_NAME = ".github/workflows/image.yml"
ACTION = f"scratchpress/scratchpress@v{__version__}"
# A commit cannot be moved as a version's name can; Dependabot keeps both up to date.
CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
LOGIN = "docker/login-action@4907a6ddec9925e35a0a9e82d7399ccc52663121 # v4.1.0"
ATTEST = "actions/attest@1e69f48acb82d1966a394da916b4c1698aa569d6 # v4.2.2"
GITHUB_REGISTRY = "ghcr.io"

_PLAIN = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./@+-]*(:[A-Za-z0-9_./@+-]+)*")
# What YAML reads as something else than text.
_WORDS = re.compile(r"(?i:true|false|yes|no|on|off|null|~|[0-9._+-]*|[0-9]+e[0-9]+)")
_EXPRESSION = "${{"


@dataclass(frozen=True, slots=True)
class Use:
    """One recipe in one repository.

    Attributes:
        repository: the repository's folder.
        recipe: the recipe's file, in it.
        image: the image's name as it was built, ``hello:latest``.
        digest: the image's.
        others: the other recipes of the repository.
    """

    repository: Path
    recipe: Path
    image: str
    digest: str
    others: tuple[Build, ...] = ()

    @property
    def workflow_path(self) -> Path:
        """Where the workflow belongs."""
        return self.repository / FILE_NAME

    def workflow_text(
        self, *, registry: Registry | None, same_digest: bool, all_recipes: bool
    ) -> str:
        """What the workflow says.

        Args:
            registry: where to push; nowhere when ``None``.
            same_digest: whether this image has to have the digest it had here.
            all_recipes: whether the repository's other recipes are built, too.
        """
        own = Build(
            self.recipe.relative_to(self.repository).as_posix(),
            _short(self.image),
            self.digest if same_digest else "",
        )
        return workflow((own, *(self.others if all_recipes else ())), registry=registry)


def find_repository(folder: Path) -> Path:
    """The repository that a folder is in; the folder itself when it is in none."""
    for place in (folder, *folder.parents):
        if exists(place / _GIT):
            return place
    return folder


def use_in(repository: Path, recipe: Path, *, image: str, digest: str) -> Use:
    """Look at a repository.

    Args:
        repository: its folder.
        recipe: where the recipe is or will be.
        image: the image's name.
        digest: the image's.

    Raises:
        SourceError: the recipe is not in the repository.
    """
    if not recipe.is_relative_to(repository):
        raise SourceError(
            Message("The source is not in the folder {0}.", shown_name(repository.name)),
            explanation="GitHub builds what is in the repository.",
            remedy="Choose the repository that the source is in, or put the source into it first.",
        )
    return Use(repository, recipe, image, digest, _others(repository, recipe))


def _others(repository: Path, recipe: Path) -> tuple[Build, ...]:
    """The other recipes; none where they cannot be told, because they are an offer only."""
    try:
        found = find_recipes(repository)
    except ScratchpressError:
        return ()
    own = recipe.relative_to(repository).as_posix()
    return tuple(
        Build(
            one.path,
            _short(one.recipe.image.name or suggest(Path(one.recipe.sources[0]).name or "image")),
        )
        for one in found
        if one.path != own
    )


def _short(name: str) -> str:
    """A name without registry and account: ``hello:1.0``."""
    reference = parse_reference(name)
    return f"{reference.repository.rpartition('/')[2]}:{reference.tag}"


@dataclass(frozen=True, slots=True)
class Build:
    """One image to build.

    Attributes:
        recipe: the recipe's path in the repository.
        image: the image's name without registry and account: ``hello``, ``hello:1.0``.
        digest: what it has to be, ``sha256:...``; empty for whatever comes out.
    """

    recipe: str
    image: str
    digest: str = ""

    @property
    def repository(self) -> str:
        """The image's name without a tag, as digests are written behind it."""
        return self.image.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Registry:
    """Where the images go.

    Attributes:
        host: ``ghcr.io``, where the job's own token is the login; elsewhere the repository's
            secrets ``REGISTRY_USERNAME`` and ``REGISTRY_PASSWORD`` are.
        account: the part of the name after the host; the repository's owner when empty.
    """

    host: str = GITHUB_REGISTRY
    account: str = ""

    @property
    def is_github(self) -> bool:
        """Whether it is GitHub's own."""
        return self.host == GITHUB_REGISTRY

    @property
    def prefix(self) -> str:
        """What an image's name begins with, an expression where the owner is in it."""
        account = _literal(self.account) if self.account else "${{ github.repository_owner }}"
        return f"{_literal(self.host)}/{account}/"


def workflow(
    builds: Sequence[Build], *, registry: Registry | None = None, branch: str = "main"
) -> str:
    """The text of a workflow file.

    Args:
        builds: what to build; several are built beside each other, each on its own runner.
        registry: where to push the images from the branch; nowhere when ``None``.
        branch: the branch whose commits count.

    Raises:
        ValueError: there is nothing to build.
    """
    if not builds:
        raise ValueError("a workflow builds at least one image")
    return "\n".join(_lines(builds, registry, branch)) + "\n"


def _lines(builds: Sequence[Build], registry: Registry | None, branch: str) -> Iterator[str]:
    several = len(builds) > 1
    pushes = "and pushes" if registry else "and checks"
    yield f"# Builds with Scratchpress what was built on a desktop, {pushes} it."
    yield f"name: {'Images' if several else 'Image'}"
    yield "\non:"
    yield "  push:"
    yield f"    branches: [{_quoted(branch)}]"
    yield "  pull_request:"
    yield "\n# A newer commit takes the place of an older one."
    yield "concurrency:"
    yield "  group: ${{ github.workflow }}-${{ github.ref }}"
    yield "  cancel-in-progress: ${{ github.event_name == 'pull_request' }}"
    yield "\npermissions: {}"
    yield "\njobs:"
    yield "  image:"
    yield f"    name: {'${{ matrix.image }}' if several else 'Build'}"
    yield "    runs-on: ubuntu-24.04"
    yield "    timeout-minutes: 15"
    yield "    permissions:"
    yield "      contents: read # to check the sources out"
    if registry and registry.is_github:
        yield "      packages: write # to push the image"
    if registry:
        yield "      id-token: write # to sign where the image comes from"
        yield "      attestations: write # to keep that with the repository"
    if several:
        yield from _matrix(builds, registry)
    yield "    steps:"
    yield f"      - uses: {CHECKOUT}"
    yield "        with:"
    yield "          persist-credentials: false"
    yield "          fetch-depth: 2 # with the branch, to which a pull request's recipe is held"
    if registry:
        yield from _login(registry)
    yield from _build(builds[0], several=several, registry=registry, expects=_expects(builds))
    if registry:
        yield from _attest(builds[0], registry, several=several)


def _expects(builds: Sequence[Build]) -> bool:
    return any(build.digest for build in builds)


def _matrix(builds: Sequence[Build], registry: Registry | None) -> Iterator[str]:
    yield "    strategy:"
    yield "      fail-fast: false"
    yield "      matrix:"
    yield "        include:"
    for build in builds:
        # Text of a matrix is no place for expressions: GitHub does not look into it twice.
        yield f"          - recipe: {_quoted(_literal(build.recipe))}"
        yield f"            image: {_quoted(_literal(build.image))}"
        if registry:
            yield f"            repository: {_quoted(_literal(build.repository))}"
        if _expects(builds):
            yield f"            digest: {_quoted(build.digest)}"


def _login(registry: Registry) -> Iterator[str]:
    own = registry.is_github
    yield ""
    yield "      # A pull request is built and not pushed: it may be anybody's."
    yield "      - name: Log in to the registry"
    yield "        if: github.event_name != 'pull_request'"
    yield f"        uses: {LOGIN}"
    yield "        with:"
    yield f"          registry: {_quoted(_literal(registry.host))}"
    yield f"          username: ${{{{ {'github.actor' if own else 'secrets.REGISTRY_USERNAME'} }}}}"
    yield f"          password: ${{{{ {'github.token' if own else 'secrets.REGISTRY_PASSWORD'} }}}}"


def _build(
    build: Build, *, several: bool, registry: Registry | None, expects: bool
) -> Iterator[str]:
    recipe, image, digest = (
        ("${{ matrix.recipe }}", "${{ matrix.image }}", "${{ matrix.digest }}")
        if several
        else (_literal(build.recipe), _literal(build.image), build.digest)
    )
    yield ""
    yield "      - name: Build"
    if registry:
        yield "        id: build"
    yield f"        uses: {ACTION}"
    yield "        with:"
    yield f"          recipe: {_quoted(recipe)}"
    if expects:
        yield "          # What the desktop made. After a change that is meant, write the new one."
        yield f"          expect-digest: {_quoted(digest)}"
    if registry:
        yield f"          tags: {_quoted(registry.prefix + image)}"
        yield "          push: ${{ github.event_name != 'pull_request' }}"


def _attest(build: Build, registry: Registry, *, several: bool) -> Iterator[str]:
    name = "${{ matrix.repository }}" if several else _literal(build.repository)
    pushed = "github.event_name != 'pull_request'"
    yield ""
    yield "      # Which commit and workflow made it. To check that it was this workflow:"
    yield "      # gh attestation verify oci://IMAGE --repo OWNER/NAME --signer-workflow \\"
    yield f"      #   OWNER/NAME/{FILE_NAME}"
    yield "      # GitHub signs for public repositories, and on its Enterprise plan for all."
    yield "      - name: Sign where the image comes from"
    yield f"        if: {pushed} && !github.event.repository.private"
    yield f"        uses: {ATTEST}"
    yield "        with:"
    yield f"          subject-name: {_quoted(registry.prefix + name)}"
    yield "          subject-digest: ${{ steps.build.outputs.digest }}"
    yield "          push-to-registry: true"
    # The page of an organisation's artifacts wants one more right.
    yield "          create-storage-record: false"


def _literal(text: str) -> str:
    """Text in which GitHub finds no expression."""
    return text.replace(_EXPRESSION, "${{ '${{' }}")


def _quoted(text: str) -> str:
    """Text as YAML, in quotes where it would be read as something else."""
    if _PLAIN.fullmatch(text) and not _WORDS.fullmatch(text):
        return text
    # JSON is YAML, in which all that cannot be seen has to be escaped, too.
    return "".join(
        character if character.isprintable() else f"\\U{ord(character):08x}"
        for character in json.dumps(text, ensure_ascii=False)
    )
