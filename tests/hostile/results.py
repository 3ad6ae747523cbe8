"""What the attacks said."""

from __future__ import annotations


def broken(said: str, least: int) -> list[str]:
    """The lines of those that got through.

    Args:
        said: all that the program wrote.
        least: how many attacks there have to be.
    """
    tried = [line for line in said.splitlines() if line]
    assert all(line.split()[1] in ("held", "BROKEN") for line in tried), said
    names = {line.split()[0] for line in tried}
    assert len(names) == len(tried) >= least, said
    return [line for line in tried if line.split()[1] == "BROKEN"]
