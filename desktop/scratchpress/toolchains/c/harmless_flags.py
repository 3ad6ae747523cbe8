"""Lists the flags for C and C++ that write no file, read no other file and start no program.

Only these are passed on. They are told by families, so that most of what the manuals list can
be used: https://gcc.gnu.org/onlinedocs/gcc/Option-Summary.html,
https://clang.llvm.org/docs/ClangCommandLineReference.html,
https://sourceware.org/binutils/docs/ld/Options.html, https://lld.llvm.org.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# A value that is no path to another folder. Compilers run in a folder of their own.
_WORD = r"[\w.,:+*#-]*"

# What -f and -fno- go together with; each stands for itself and for what goes on with a hyphen.
_F = """
    abi abi-compat-version access-control addrsig aggressive-loop-optimizations align aligned
    allocation-dce allow-parameterless-variadic-functions allow-store-data-races analyzer
    ansi-escape-codes approx-func argument asm associative-math assume async-exceptions
    asynchronous-unwind-tables auto-inc-dec bit-tests blocks bracket-depth branch-count-reg
    branch-target-load-optimize btr-bb-exclusive call-saved call-used caller-saves
    canonical-system-headers caret-diagnostics-max-lines cf-protection char8_t check-data-deps
    check-new checking clang-abi-compat code-hoisting color-diagnostics combine-stack-adjustments
    common compare-elim complete-member-pointers complex-arithmetic concepts cond-mismatch
    conserve-space conserve-stack constexpr convergent-functions coro-aligned-allocation coroutines
    cprop-registers crossjumping cse-follow-jumps cse-skip-blocks cx-fortran-rules cx-limited-range
    cxx-exceptions data-sections dce debug-info-for-profiling debug-macro debug-ranges-base-address
    debug-types-section declone-ctor-dtor deduce-init-list default-inline defer-pop delayed-branch
    delayed-template-parsing delete-dead-exceptions delete-null-pointer-checks devirtualize
    diagnostics-absolute-paths diagnostics-color diagnostics-column-unit diagnostics-fixit-info
    diagnostics-minimum-margin-width diagnostics-path-format diagnostics-plain-output
    diagnostics-show diagnostics-urls digraphs direct-access-external-data dollars-in-identifiers
    double-square-bracket-attributes dse dwarf2-cfi-asm early-inlining elide-constructors elide-type
    eliminate-dwarf2-dups eliminate-unused-debug emit-all-decls emit-struct-debug emulated-tls
    enforce-eh-specs enum-int-equiv error-limit exceptions excess-precision exec-charset
    expensive-optimizations ext-numeric-literals extend-variable-liveness extended-identifiers
    extern-tls-init fast-math fat-lto-objects fine-grained-bitfield-accesses finite-loops
    finite-math-only fixed float-store fold-simple-inlines for-scope force-dwarf-frame
    force-emit-vtables force-enable-int128 forward-propagate fp-contract fp-eval-method
    fp-exception-behavior fp-int-builtin-inexact fp-model freestanding friend-injection function-cse
    function-sections gcse global-isel gnu-inline-asm gnu-keywords gnu-tm gnu-unique gnu89-inline
    gnuc-version graphite guess-branch-probability handle-exceptions harden hoist-adjacent-loads
    honor-infinities honor-nans hosted ident if-conversion if-conversion2 ignore-exceptions
    implement-inlines implicit-constexpr implicit-inline-templates implicit-templates
    indirect-inlining inhibit-size-directive inline input-charset instrument-functions ipa ira
    isolate-erroneous-paths ivopts jump-tables keep-inline-functions
    keep-persistent-storage-variables keep-static-consts keep-static-functions large-source-files
    lax-vector-conversions leading-underscore lifetime-dse limit-function-alignment live-patching
    live-range-shrinkage loop lra-remat macro-backtrace-limit math-errno matrix-memory-layout
    max-errors max-include-depth max-tokens max-type-align mem-report merge-all-constants
    merge-constants merge-debug-strings message-length minimize-whitespace modulo-sched
    move-loop-invariants move-loop-stores ms-compatibility ms-extensions ms-volatile new-alignment
    new-inheriting-ctors new-ttp-matching non-call-exceptions nonansi-builtins nothrow-opt
    omit-frame-pointer operator-arrow-depth operator-names optimize-sibling-calls optimize-strlen
    pack-struct partial-inlining patchable-function-entry pcc-struct-return peel-loops peephole
    peephole2 permissive permitted-flt-eval-methods PIC pic PIE pie plan9-extensions plt
    predictive-commoning prefetch-loop-arrays pretty-templates printf-return-value protect-parens
    ptrauth random-seed raw-string-literals reciprocal-math record-gcc-switches ree
    reg-struct-return register-global-dtors-with-atexit relaxed-template-template-args
    rename-registers reorder-blocks reorder-functions reroll-loops rerun-cse-after-loop
    reschedule-modulo-scheduled-loops ropi rounding-math rtti rwpi sanitize-address-use sanitize-cfi
    sanitize-debug-trap-reasons sanitize-merge sanitize-minimal-runtime sanitize-recover
    sanitize-trap sanitize-undefined sched sched2-use-superblocks schedule-fusion schedule-insns
    schedule-insns2 section-anchors sel-sched-pipelining sel-sched-reschedule-pipelined
    selective-scheduling selective-scheduling2 semantic-interposition short-enums short-wchar
    show-column show-overloads show-skipped-includes show-source-location shrink-wrap signaling-nans
    signed-bitfields signed-char signed-zeros simd-cost-model single-precision-constant
    sized-deallocation sjlj-exceptions slp-vectorize spell-checking split-dwarf-inlining
    split-ivs-in-unroller split-loops split-lto-unit split-machine-functions split-paths split-stack
    split-wide-types ssa-backprop ssa-phiopt sso-struct stack-check stack-clash-protection
    stack-limit stack-protector stack-reuse stack-size-section standalone-debug stats stdarg-opt
    store-merging strength-reduce strict-aliasing strict-enums strict-flex-arrays
    strict-float-cast-overflow strict-overflow strict-return strict-volatile-bitfields
    strict-vtable-pointers strong-eval-order sync-libcalls tabstop template-backtrace-limit
    template-depth thread-jumps threadsafe-statics time-report tls-model toplevel-reorder tracer
    track-macro-expansion trampolines trapping-math trapv tree trigraphs trivial-auto-var-init
    unconstrained-commons unified-lto unique-internal-linkage-names unique-section-names
    unit-at-a-time unroll-all-loops unroll-loops unsafe-loop-optimizations unsafe-math-optimizations
    unsigned-bitfields unsigned-char unswitch-loops unwind-tables use-cxa-atexit
    use-cxa-get-exception-ptr use-init-array var-tracking variable-expansion-in-unroller veclib
    vect-cost-model vectorize verbose-asm version-loops-for-strides virtual-function-elimination
    visibility vpt weak web whole-program wide-exec-charset wrapv writable-strings
    zero-call-used-regs zero-initialized-in-bss
"""
# Those that have neighbours with files of their own, alone.
_F_ALONE = r"builtin(?:-(?!module)\w+)?|sanitize|openmp|openmp-simd|xray-instrument"
# Their values are texts, even where they look like paths.
_F_TEXT = (
    "file-prefix-map macro-prefix-map debug-prefix-map file-compilation-dir debug-compilation-dir"
)
_G = """
    as-loc-support call-site-info codeview column-info describe-dies dwarf dwarf32 dwarf64
    embed-source gdb gnu-pubnames inline-line-tables inline-points internal-reset-location-views
    key-instructions line-directives-only line-tables-only lldb mlt omit-unreferenced-methods
    pubnames record-command-line record-gcc-switches sce src-hash stabs statement-frontiers
    strict-dwarf template-alias toggle variable-location-views z
"""


def _any(words: str) -> str:
    return "|".join(map(re.escape, words.split()))


_COMPILER: Final = re.compile(
    rf"""
      -O(?:\d*|[sgz]|fast)
    | -g\d? | -ggdb\d | -gdwarf-\d | -g(?:no-)?(?:{_any(_G)})(?:={_WORD})?
    | -w | -W[\w\#+-]*(?:={_WORD})?
    | -f(?:no-)?(?:(?:{_any(_F)})(?:-[\w+-]*)?|{_F_ALONE})(?:={_WORD})?
    | -f(?:no-)?lto | -flto=(?:auto|full|thin|\d+) | -fopt-info(?:-[a-z-]+)?
    | -f(?:{_any(_F_TEXT)})=.*
    # Options of the processor; the others only begin in the same way.
    | -m(?!llvm|mlir|link|odule|ulti|specs|zos)[\w+][\w.+-]*(?:=[\w.,:+!^~-]*)?
    | --?std=[\w+:.]* | -ansi | --?pedantic(?:-errors)? | -trigraphs | -traditional-cpp
    | -stdlib={_WORD} | -rtlib={_WORD} | -unwindlib={_WORD}
    | -[DU].* | --param(?:={_WORD}={_WORD})?
    | -undef | -nostdinc(?:\+\+)? | -nostdlibinc | -nobuiltininc | -(?:no-)?canonical-prefixes
    | -Rpass[\w-]*=.* | -Qunused-arguments | -Q[yn]
    | -pthread | -pipe | -pg? | -H | -v | --verbose | -time
    | -s | -static | -static-libgcc | -static-libstdc\+\+ | -no-?pie
    | -[DUlzu] | -l:?[\w+.-]+ | -z[\w=.-]+ | -u[\w$.@]+
    | -T(?:text|data|bss|text-segment)(?:=\w+)?
    """,
    re.VERBOSE | re.DOTALL,
)
_VALUES: Final = {
    "-l": re.compile(r":?[\w+.][\w+.-]*"),
    "-z": re.compile(r"\w[\w=.-]*"),
    "-u": re.compile(r"[\w$.@]+"),
    "--param": re.compile(rf"{_WORD}={_WORD}"),
}

_LINKER: Final = """
    allow-multiple-definition as-needed Bstatic Bsymbolic Bsymbolic-functions check-sections
    color-diagnostics demangle discard-all discard-locals discard-none eh-frame-hdr end-group
    fatal-warnings gc-sections ignore-data-address-equality keep-memory ld-generated-unwind-info
    nmagic no-allow-multiple-definition no-as-needed no-check-sections no-color-diagnostics
    no-demangle no-dynamic-linker no-eh-frame-hdr no-fatal-warnings no-gc-sections no-keep-memory
    no-ld-generated-unwind-info no-nmagic no-omagic no-pie no-relax no-rosegment no-threads
    no-undefined no-warnings no-whole-archive noinhibit-exec non_shared pop-state push-state
    reduce-memory-overheads relax rosegment sort-common start-group static stats strip-all
    strip-debug strip-discarded threads trace verbose whole-archive
"""
# Their value is in the same word.
_LINKER_OPTIONAL: Final = """
    build-id call-graph-profile-sort color-diagnostics compress-debug-sections error-limit
    hash-style icf icf-iterations image-base lto-partitions orphan-handling sort-common sort-section
    thinlto-jobs threads unresolved-symbols
"""
# Their value is in the same word or the next one.
_LINKER_WITH_VALUE: Final = """
    defsym entry fini hash-style image-base init keep-unique orphan-handling require-defined
    section-start sort-section Tbss Tdata trace-symbol Ttext Ttext-segment undefined undefined-glob
    unresolved-symbols wrap
"""
_SYMBOL = r"[\w$.@]+"
_LINKER_WORD: Final = re.compile(
    rf"""
      --?(?:{_any(_LINKER)}|(?:no-)?warn-[a-z-]+|lto-(?:CG)?O\d)
    | --?(?:{_any(_LINKER_OPTIONAL)})(?:={_WORD})?
    | --?(?:{_any(_LINKER_WITH_VALUE)})=[^\s/]+
    | -[sXnNtvVw] | -O\d? | -d[cpn]? | -[()]
    | -z[\w=.-]+ | -[uey]{_SYMBOL} | -l:?[\w+.-]+
    """,
    re.VERBOSE,
)
_LINKER_LEADER: Final = re.compile(rf"-[zuey]|--?(?:{_any(_LINKER_WITH_VALUE)})")
_LEADER_VALUE: Final = re.compile(r"[^\s/@-][^\s/]*")
_ASSEMBLER_WORD: Final = re.compile(
    r"""
      --(?:no)?execstack | -W | --(?:no-)?warn | --fatal-warnings | -L | --keep-locals
    | -g | --g(?:en-debug|stabs\+?|dwarf-\d|dwarf-sections) | -k | -n | --64 | --divide | -O[012s]?
    | --(?:no)?compress-debug-sections(?:=[\w-]+)? | --elf-stt-common=\w+ | --size-check=\w+
    | --generate-missing-build-notes=\w+ | --reduce-memory-overheads | --traditional-format
    | -m[\w-]+(?:=[\w.+-]+)?
    """,
    re.VERBOSE,
)
_ASSEMBLER_LEADER: Final = re.compile(r"--defsym")


def is_harmless(flag: str) -> bool:
    """Whether a compiler driver may be given a flag, without a value that follows it."""
    return _COMPILER.fullmatch(flag) is not None


def is_harmless_value(flag: str, value: str) -> bool:
    """Whether a flag may be followed by this word; for ``-D``, ``-U`` and paths any will do."""
    allowed = _VALUES.get(flag)
    return allowed is None or allowed.fullmatch(value) is not None


def harmful_word(words: Sequence[str], *, for_linker: bool) -> int | None:
    """The number of the first of these words that the linker, or the assembler, may not be given.

    ``None`` when all are harmless; the number after the last when that lacks its value.
    """
    single, leader = (
        (_LINKER_WORD, _LINKER_LEADER) if for_linker else (_ASSEMBLER_WORD, _ASSEMBLER_LEADER)
    )
    is_value = False
    for number, word in enumerate(words):
        if is_value:
            is_value = False
            if not _LEADER_VALUE.fullmatch(word):
                return number
        elif leader.fullmatch(word):
            is_value = True
        elif not single.fullmatch(word):
            return number
    return len(words) if is_value else None
