"""How a run ended is said in words with a next step."""

from __future__ import annotations

import pytest

from scratchpress.running.outcome import OutcomeKind, RunOutcome, classify_exit


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (0, OutcomeKind.FINISHED),
        (3, OutcomeKind.EXITED),
        (44, OutcomeKind.EXITED),
        (134, OutcomeKind.SIGNALLED),
        (139, OutcomeKind.SIGNALLED),
        (159, OutcomeKind.SIGNALLED),
        (160, OutcomeKind.EXITED),
        (128, OutcomeKind.EXITED),
        (255, OutcomeKind.EXITED),
    ],
)
def test_an_exit_code_tells_a_crash_from_a_choice(code: int, kind: OutcomeKind) -> None:
    assert classify_exit(code) is kind


@pytest.mark.parametrize(
    ("outcome", "summary", "explanation"),
    [
        (RunOutcome(OutcomeKind.FINISHED, 0, 0.23), "Finished normally · exit code 0 · 0.2 s", ""),
        (RunOutcome(OutcomeKind.EXITED, 3, 0.2), "Ended with exit code 3 · 0.2 s", "chose"),
        (
            RunOutcome(OutcomeKind.SIGNALLED, 139, 0.2),
            "Crashed with SIGSEGV · exit code 139 · 0.2 s",
            "memory that is not its own",
        ),
        (
            RunOutcome(OutcomeKind.OUT_OF_MEMORY, 137, 1.0, limit=512e6),
            "Ran out of memory · exit code 137 · 1.0 s",
            "more than 512.0 MB",
        ),
        (
            RunOutcome(OutcomeKind.TIME_LIMIT, None, 30.0, limit=30.0),
            "Stopped at its time limit · 30.0 s",
            "after 30.0 s",
        ),
        (
            RunOutcome(OutcomeKind.OUT_OF_MEMORY, 0, 1.0, limit=512e6),
            "Ran out of memory · exit code 0 · 1.0 s",
            "A process that it had started wanted more than 512.0 MB",
        ),
        (RunOutcome(OutcomeKind.STOPPED, 137, 4.0), "Stopped by you · exit code 137 · 4.0 s", ""),
    ],
)
def test_an_outcome_words_itself(outcome: RunOutcome, summary: str, explanation: str) -> None:
    assert outcome.summary == summary
    assert explanation in outcome.explanation
    assert bool(explanation) == bool(outcome.explanation)
    assert outcome.ok == (outcome.kind is OutcomeKind.FINISHED)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (1, "error output"),
        (2, "panic"),
        (66, "could not open a file"),
        (73, "read-only"),
        (78, "settings"),
        (101, "Rust"),
        (126, "0755"),
        (127, "no shell"),
        (44, "chose this code itself"),
        (132, "instruction the processor refuses"),
        (135, "address that does not exist"),
        (136, "divided by zero"),
        (153, "sandbox.file-size"),
        (159, 'system-calls = "unfiltered"'),
        (158, "the kernel ended it"),
    ],
)
def test_a_failure_is_explained_with_what_it_usually_means(code: int, words: str) -> None:
    outcome = RunOutcome(classify_exit(code), code, 0.1)

    assert words in outcome.explanation
