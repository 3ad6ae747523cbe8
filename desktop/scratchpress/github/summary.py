"""Writes the job's summary in Markdown: size, digest, messages and output of a build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.diagnostics import Severity, grouped
from scratchpress.core.sizes import KNOWN_IMAGES, format_exact, format_seconds, format_size
from scratchpress.github import markdown
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
class Told:
    """What a summary tells of.

    Attributes:
        title: what was built, for the time before it has a name.
        result: what was made.
        metadata: the same for machines.
        diagnostics: what the compiler said.
        errors: what went wrong, the decisive one first.
        max_size: the largest image allowed, in bytes.
        last_size: the image's size at the last build, in bytes.
    """

    title: str
    result: BuildResult
    metadata: Metadata
    diagnostics: tuple[Diagnostic, ...] = ()
    errors: tuple[ScratchpressError, ...] = ()
    max_size: int | None = None
    last_size: int | None = None


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
        yield _headline(told, image)
        yield _chart(told, image)
        yield _facts(told)
    yield from _messages(told.diagnostics)
    yield from _forecast(told)
    yield from _run(told)
    if image is not None:
        yield _layers(told, image)


def _error(error: ScratchpressError) -> Iterator[str]:
    yield f"**{markdown.text(error.title)}**"
    yield markdown.text(" ".join(filter(None, (error.explanation, error.remedy))))
    if error.details:
        is_diff = error.details.startswith("--- expected")
        yield markdown.block(_beginning(error.details), "diff" if is_diff else "text")


def _headline(told: Told, image: Image) -> str:
    words = [f"**{format_size(image.size)}** ({format_exact(image.size)})"]
    largest = max(one.size for one in image.parts)
    if told.max_size:
        share = round(100 * largest / told.max_size)
        words.append(f"{share} % of the {format_size(told.max_size)} allowed")
    if told.last_size is not None:
        words.append(_change(image.size, told.last_size))
    return " · ".join(words)


def _change(size: int, last: int) -> str:
    if size == last:
        return "as large as the last build"
    share = abs(size - last) / last * 100 if last else 100.0
    direction = "larger" if size > last else "smaller"
    return f"{format_size(abs(size - last))} ({share:.1f} %) {direction} than the last build"


def _chart(told: Told, image: Image) -> str:
    several = len(image.parts) > 1
    sizes = [
        (f"this image{f', {one.platform}' if several else ''}", one.size) for one in image.parts
    ]
    if told.last_size is not None:
        sizes.append(("the last build", told.last_size))
    if told.max_size:
        sizes.append(("allowed", told.max_size))
    # Ubuntu's bar would leave no room to see the others.
    sizes += [(one.name, one.size) for one in KNOWN_IMAGES[:2]]
    return markdown.bars([(name, size, format_size(size)) for name, size in sizes])


def _facts(told: Told) -> str:
    metadata, result = told.metadata, told.result
    rows = [
        ("Names", ", ".join(map(markdown.code, metadata.tags))),
        ("Digest", _code(metadata.digest)),
        ("Image ID", _code(metadata.image_id)),
        ("Pushed", "<br>".join(map(markdown.code, metadata.pushed))),
        (
            "Program",
            "<br>".join(
                f"{format_size(one.size)}, {one.linkage}, {one.platform}"
                for one in result.executables
            ),
        ),
        ("Compiler", markdown.text(metadata.ingredients.get("compiler", ""))),
        ("Flags", markdown.code(metadata.ingredients.get("flags") or "none")),
        ("Engine", markdown.text(metadata.engine or "")),
        ("Bill of materials", _code(metadata.sbom)),
    ]
    return markdown.table([row for row in rows if row[1]], ("", ""))


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
