"""Writes the job's summary in Markdown: size, digest, messages and output of a build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.diagnostics import Severity, grouped
from scratchpress.core.errors import CompileFailedError
from scratchpress.core.sizes import KNOWN_IMAGES, format_exact, format_seconds, format_size
from scratchpress.github import markdown
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scratchpress.core.diagnostics import Diagnostic
    from scratchpress.core.errors import ScratchpressError
    from scratchpress.image.model import Image
    from scratchpress.pipeline.job import BuildResult
    from scratchpress.reports.metadata import Metadata

# A page is for reading; the whole is in the log.
_OUTPUT_BYTES = 20_000
_OUTPUT_LINES = 200
_MESSAGES = 20


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier build to compare with.

    Attributes:
        name: the last build, or a branch.
        sizes: of the image for each platform, in bytes.
    """

    name: str
    sizes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """What a summary tells of.

    Attributes:
        title: what was built, for the time before it has a name.
        result: what was made.
        metadata: the same for machines.
        diagnostics: what the compiler said.
        errors: what went wrong, the decisive one first.
        max_size: the largest image allowed, in bytes.
        earlier: what its size is compared with.
        commit: what was checked out.
        commit_url: where that can be looked at.
        command: makes the same elsewhere.
    """

    title: str
    result: BuildResult
    metadata: Metadata
    diagnostics: tuple[Diagnostic, ...] = ()
    errors: tuple[ScratchpressError, ...] = ()
    max_size: int | None = None
    earlier: tuple[Earlier, ...] = ()
    commit: str = ""
    commit_url: str = ""
    command: str = ""


def summary(told: Told) -> str:
    """The summary in GitHub's Markdown."""
    return "\n\n".join(filter(None, _parts(told))) + "\n\n"


def _parts(told: Told) -> Iterator[str]:
    image = told.result.image
    outcome = told.result.outcome
    sign = "❌" if told.errors or (outcome is not None and not outcome.ok) else "✅"
    yield f"## {sign} {markdown.code(image.reference if image else told.title)}"
    for error in told.errors:
        yield from _error(error)
    if image is not None:
        yield "\n".join(_headline(told, one) for one in image.parts)
        yield _chart(told, image)
    yield _facts(told)
    if not any(map(_tells_of_compiler, told.errors)):
        yield from _messages(told.diagnostics)
    yield from _forecast(told)
    yield from _run(told)
    if told.command:
        yield "### The same on your computer"
        yield markdown.block(told.command, "sh")
    if image is not None:
        yield _layers(told, image)


def _error(error: ScratchpressError) -> Iterator[str]:
    yield f"**{markdown.text(error.title)}**"
    yield markdown.text(" ".join(filter(None, (error.explanation, error.remedy))))
    if error.details:
        is_diff = error.details.startswith("--- expected")
        yield markdown.block(_beginning(error.details), "diff" if is_diff else "text")


def _tells_of_compiler(error: ScratchpressError) -> bool:
    """Whether all that the compiler said is among an error's details."""
    return isinstance(error, CompileFailedError) and bool(error.details)


def _headline(told: Told, image: Image) -> str:
    words = [f"{image.platform}", f"**{format_size(image.size)}** ({format_exact(image.size)})"]
    if told.max_size:
        share = round(100 * image.size / told.max_size)
        words.append(f"{share} % of the {format_size(told.max_size)} allowed")
    words += [
        _change(image.size, one.sizes[image.platform], markdown.text(one.name))
        for one in told.earlier
        if image.platform in one.sizes
    ]
    return f"- {' · '.join(words)}"


def _change(size: int, before: int, name: str) -> str:
    if size == before:
        return f"as large as {name}"
    share = abs(size - before) / before * 100 if before else 100.0
    direction = "larger" if size > before else "smaller"
    return f"{format_size(abs(size - before))} ({share:.1f} %) {direction} than {name}"


def _chart(told: Told, image: Image) -> str:
    several = len(image.parts) > 1
    chart = []

    def draw(name: str, size: int, group: str) -> None:
        chart.append(markdown.Bar(name, size, str(format_size(size)), group))

    for one in image.parts:
        draw(one.platform if several else "this image", one.size, one.platform)
        for build in told.earlier:
            if one.platform in build.sizes:
                name = f"{one.platform}, {build.name}" if several else build.name
                draw(name, build.sizes[one.platform], one.platform)
    if told.max_size:
        draw("allowed", told.max_size, max(image.parts, key=lambda one: one.size).platform)
    # Ubuntu's bar would leave no room to see the others.
    for known in KNOWN_IMAGES[:2]:
        draw(known.name, known.size, known.name)
    return markdown.bars(chart)


def _facts(told: Told) -> str:
    metadata, result = told.metadata, told.result
    made_of = metadata.ingredients
    rows = [
        ("Image", ", ".join(map(markdown.code, metadata.tags))),
        ("Commit", _commit(told)),
        ("Digest", _code(metadata.digest)),
        ("Image ID", _code(metadata.image_id)),
        ("Pushed", "<br>".join(map(markdown.code, metadata.pushed))),
        (
            "Program",
            "<br>".join(
                f"{format_size(one.size)}, {one.linkage}, {one.platform}"
                for one in sorted(result.executables, key=lambda one: one.platform)
            ),
        ),
        ("Compiler", markdown.text(made_of.get("compiler", ""))),
        ("Flags", markdown.code(made_of["flags"] or "none") if "flags" in made_of else ""),
        ("Engine", markdown.text(metadata.engine or "")),
        ("Bill of materials", _code(metadata.sbom)),
    ]
    # GitHub draws the first row as the table's head, also when it is empty.
    rows = [row for row in rows if row[1]]
    return markdown.table(rows[1:], rows[0]) if rows else ""


def _commit(told: Told) -> str:
    name = _code(told.commit[:12])
    return f"[{name}]({told.commit_url})" if told.commit_url else name


def _code(words: str | None) -> str:
    return markdown.code(words) if words else ""


def _messages(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    messages = [one.main for one in grouped(diagnostics)]
    worth = [one for one in messages if one.severity is not Severity.NOTE]
    if not worth:
        return
    lines = []
    for one in worth[:_MESSAGES]:
        place = ":".join(str(part) for part in (one.file, one.line) if part)
        where = f"{markdown.code(place)} " if place else ""
        lines.append(f"- {where}**{one.severity}**: {markdown.text(one.text)}")
    if len(worth) > _MESSAGES:
        lines.append(f"- and {len(worth) - _MESSAGES} more, in the log")
    yield "### What the compiler said"
    yield "\n".join(lines)


def _forecast(told: Told) -> Iterator[str]:
    needs = told.result.forecast
    if not needs:
        return
    yield "### What the program will miss in its image"
    yield "\n".join(
        f"- {markdown.text(need.sentence)} {markdown.text(need.advice)}"
        + (f" ({markdown.code(need.extra)} supplies it.)" if need.extra else "")
        for need in needs
    )


def _run(told: Told) -> Iterator[str]:
    outcome, output = told.result.outcome, told.result.output
    if outcome is None or output is None:
        return
    yield f"### Output · {markdown.text(outcome.summary)}"
    if outcome.explanation:
        yield markdown.text(outcome.explanation)
    for stream in OutputStream:
        if output.size(stream):
            printed = output.read(stream, _OUTPUT_BYTES + 1).decode(errors="replace")
            if stream is OutputStream.STDERR:
                yield "On standard error:"
            yield markdown.block(_beginning(printed))


def _layers(told: Told, image: Image) -> str:
    rows = []
    for one in image.parts:
        for number, layer in enumerate(one.layers, start=1):
            shown = [entry.path for entry in layer.entries if entry.size][:5]
            names = ", ".join(map(markdown.code, shown))
            more = ", …" if len(layer.entries) > len(shown) else ""
            rows.append(
                (
                    str(one.platform),
                    str(number),
                    format_size(layer.size),
                    f"{names}{more}",
                    markdown.code(layer.digest),
                )
            )
    table = markdown.table(rows, ("Platform", "Layer", "Size", "Files", "Digest"))
    times = " · ".join(f"{time.stage} {format_seconds(time.seconds)}" for time in told.result.times)
    return f"<details><summary>Layers and times</summary>\n\n{table}\n\n{times}\n\n</details>"


def _beginning(content: str) -> str:
    """As much as a page bears, with a word about the rest."""
    lines = content[:_OUTPUT_BYTES].rstrip("\n").split("\n")
    if len(content) > _OUTPUT_BYTES or len(lines) > _OUTPUT_LINES:
        return "\n".join([*lines[:_OUTPUT_LINES], "… the rest is in the log"])
    return "\n".join(lines)
