"""What Go's linker says of references, apart from what Go says to people."""

from __future__ import annotations

from scratchpress.executable.model import CLibrary, References
from scratchpress.toolchains.go.references import split_references
from scratchpress.toolchains.process import KEPT_OUTPUT_BYTES

SAID = """# command-line-arguments
runtime.main -> main.main
main.main -> os.Stdin
main.main -> go:string."/tmp/notes"
main.main -> go:string."/a\\"b"
main.main -> type:*os.File <UsedInIface>
main.main -> os.Stdout <UsedInIface>
main.main -> main.other
main.other -> example.com/shop.Sell
example.com/shop.Sell -> os/exec.Command
example.com/shop.Sell -> example.com/tools/v2.Help
fmt.Fscan -> time.LoadLocation
go:info.sync/atomic.(*Bool).Load$abstract -> go:info.*sync/atomic.Bool
 -> go:info.uint64
"""


def test_only_what_the_persons_own_code_refers_to_counts() -> None:
    text, references = split_references(SAID)
    assert text == "# command-line-arguments\n"
    assert references == References(
        ("os.Stdin", "os.Stdout", "os/exec.Command"), ("/tmp/notes",), CLibrary.NONE
    )


def test_a_module_without_a_host_is_the_persons_own() -> None:
    said = "main.main -> shop/stock.Ask\nshop/stock.Ask -> os.TempDir\nshopping.X -> os.Stdin\n"
    _, references = split_references(said, "shop")
    assert references == References(("os.TempDir",), (), CLibrary.NONE)


def test_a_message_with_an_arrow_stays_a_message() -> None:
    said = "./main.go:3:4: cannot use a -> b\n\t./main.go:5:6: other -> declaration\n"
    assert split_references(said) == (said, None)


def test_of_words_that_were_cut_off_nothing_is_told() -> None:
    said = "main.main -> os.Stdin\n" * (KEPT_OUTPUT_BYTES // 22 + 1)
    assert split_references(said) == ("", None)
