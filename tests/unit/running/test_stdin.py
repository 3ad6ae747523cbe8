"""What a program reads, on its way from one thread to another."""

from __future__ import annotations

import threading

from scratchpress.running.stdin import ProgramInput
from tests.support.patience import SOON


def test_bytes_come_in_order_and_then_the_end() -> None:
    given = ProgramInput()
    given.write(b"one")
    given.write(b"")
    given.write(b"two")
    given.end()
    given.write(b"too late")

    assert [given.take() for _ in range(4)] == [b"one", b"two", b"", b""]


def test_who_gives_more_than_is_read_waits_until_it_is() -> None:
    given = ProgramInput()
    given.write(bytes(1 << 20))
    went_on = threading.Event()

    def go_on() -> None:
        if given.wait_for_room():
            went_on.set()

    giver = threading.Thread(target=go_on)
    giver.start()

    assert not went_on.wait(0.05)
    assert len(given.take()) == 1 << 20
    assert went_on.wait(SOON)
    giver.join()


def test_an_input_that_is_abandoned_lets_everyone_go() -> None:
    given, read = ProgramInput(), []
    reader = threading.Thread(target=lambda: read.append(given.take()))
    reader.start()
    given.abandon()
    reader.join(SOON)

    assert read == [b""]
    assert not given.wait_for_room()
    given.write(b"nobody reads this")
    assert given.take() == b""
