"""Predicts what a program will miss in its image, before it runs.

Decided from what its own code refers to. That a program refers to something does not mean
that every run uses it, and what it computes (a path put together from parts, a file name
it is given) is not seen; so a forecast is advice and never an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scratchpress.core.messages import Joined, Message
from scratchpress.executable.model import CLibrary, ToldBy
from scratchpress.recipe.model import Extra

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scratchpress.executable.model import References
    from scratchpress.image.bases.model import Base

_MAX_SHOWN = 3
# Namespaces and underscores that libraries keep for themselves: std::__1::cin.
_INNER = re.compile(r"(?<=::)__(?:(?:1|fs|cxx11)::)?")
_CONSTRUCTOR = re.compile(r"\b(\w+)::\1$")
# Containers and the preview have these without any help.
_ALWAYS_THERE = frozenset(
    f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom", "shm", "fd")
) | {"/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/tty"}


# What starts programs by the shell alone.
_NEEDS_SHELL = frozenset({"system", "popen", "wordexp", "/bin/sh", "/bin"})
_HAS_SHELL = (
    "{0} has a shell, /bin/sh, and programs of its own; those it does not have have to be put"
    " into the image."
)


class NeedKind(StrEnum):
    """What a program may ask its surroundings for."""

    HOST_NAMES = "host-names"
    CERTIFICATES = "certificates"
    TIME_ZONES = "time-zones"
    USERS = "users"
    TEMPORARY_FILES = "temporary-files"
    PROGRAMS = "programs"
    LOCALES = "locales"
    LOADED_LIBRARIES = "loaded-libraries"
    SYSTEM_FILES = "system-files"
    INPUT = "input"
    CONNECTIONS = "connections"


@dataclass(frozen=True, slots=True)
class Need:
    """Something a program asks for.

    Attributes:
        kind: what.
        sentence: what the program does, with the names it does it by.
        advice: what that means in its image, and what to do.
        extra: what supplies it; ``None`` when nothing does, or nothing has to.
        names: the symbols and paths that tell it.
    """

    kind: NeedKind
    sentence: str
    advice: str
    extra: Extra | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a need is recognised and worded.

    Attributes:
        kind: the need.
        does: the sentence without its names.
        advice: what it means in its image, whose start it names as ``{0}``.
        symbols: whole names.
        beginnings: how the symbols of C++ and Go begin that stand for the same.
        paths: files, and folders with all that is below them.
        extra: what supplies it.
        glibc: what is added when the program is linked with glibc.
    """

    kind: NeedKind
    does: str
    advice: str
    symbols: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    extra: Extra | None = None
    glibc: str = ""


def _linked(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ASKS_GLIBC = (
    "glibc may ask for shared libraries for that while the program runs, and {0} has none;"
    " musl does not: the built-in compiler's C library, and Rust's where its musl target is"
    " installed."
)

# Symbols of C are those of the C library. Those of C++ are libc++'s and libstdc++'s, mangled.
# Those of Rust have their public names. Those of Go are as its linker writes them; short
# functions are inlined, so that what they call stands here too (fmt.Scan is os.Stdin). Those of
# Zig are as its sources write them.
_RULES = (
    _Rule(
        NeedKind.HOST_NAMES,
        "It looks up the addresses of hosts",
        "An engine gives a container with a network the files for that, in {0} too. The run"
        " here has no network.",
        _linked(
            "getaddrinfo gethostbyname gethostbyname2 gethostbyname_r gethostbyname2_r"
            " gethostbyaddr gethostbyaddr_r getnameinfo res_query res_search res_init"
            " __res_init __res_query __res_search net.Dial net.DialTimeout net.ResolveTCPAddr"
            " net.ResolveUDPAddr net.ResolveIPAddr net/http.DefaultClient crypto/tls.Dial"
            " crypto/tls.DialWithDialer net/smtp.Dial net/smtp.SendMail net/http.Get net/http.Head"
            " net/http.Post net/http.PostForm std::net::ToSocketAddrs reqwest::get"
            " ureq::get ureq::post"
        ),
        beginnings=(
            "net.Lookup",
            "net.(*Resolver).Lookup",
            "net.(*Dialer).Dial",
            "net/http.(*Client).",
            "net/http.(*Transport).",
            "crypto/tls.(*Dialer).",
            "std.Io.net.HostName",
            "std.http.Client",
        ),
        paths=("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf"),
        glibc=_ASKS_GLIBC,
    ),
    _Rule(
        NeedKind.CERTIFICATES,
        "It checks the certificates of servers",
        "{0} has no list of whom to trust, so that connections with TLS are refused.",
        _linked(
            "SSL_CTX_set_default_verify_paths X509_STORE_set_default_paths"
            " SSL_CTX_set_default_verify_store curl_easy_init curl_multi_init"
            " gnutls_certificate_set_x509_system_trust"
            " net/http.DefaultClient crypto/tls.Dial crypto/tls.DialWithDialer crypto/tls.Client"
            " crypto/x509.SystemCertPool crypto/x509.(*Certificate).Verify net/smtp.SendMail"
            " net/http.Get net/http.Head net/http.Post net/http.PostForm reqwest::get ureq::get"
            " ureq::post rustls_native_certs::load_native_certs"
        ),
        beginnings=(
            "openssl::ssl::SslConnector::",
            "native_tls::TlsConnector::",
            "net/http.(*Client).",
            "net/http.(*Transport).",
            "crypto/tls.(*Dialer).",
            "std.http.Client",
            "std.crypto.Certificate.Bundle",
        ),
        paths=("/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/usr/share/ca-certificates"),
        extra=Extra.CA_CERTIFICATES,
    ),
    _Rule(
        NeedKind.TIME_ZONES,
        "It uses local time",
        "{0} has no time zones: local time is UTC, and none is found by its name.",
        _linked(
            "localtime localtime_r localtime64 ctime ctime_r mktime tzset timelocal tzname"
            " time.LoadLocation time.Time.Local time.Local time.localLoc chrono::Local::now"
            " time::OffsetDateTime::now_local jiff::Zoned::now"
        ),
        beginnings=(
            "_ZNSt6chrono11locate_zone",
            "_ZNSt6chrono12current_zone",
            "_ZNSt6chrono8get_tzdb",
            "_ZNSt6chrono13get_tzdb_list",
            "_ZNSt3__16chrono8get_tzdb",
            "_ZNSt3__16chrono13get_tzdb_list",
        ),
        paths=("/usr/share/zoneinfo", "/etc/localtime", "/etc/timezone"),
        extra=Extra.TIME_ZONES,
    ),
    _Rule(
        NeedKind.USERS,
        "It looks up users or groups by name",
        "{0} has no list of users, so that none is found.",
        _linked(
            "getpwuid getpwnam getpwuid_r getpwnam_r getpwent getpwent_r getgrgid getgrnam"
            " getgrgid_r getgrnam_r getgrent getgrent_r getlogin getlogin_r getgrouplist"
            " initgroups cuserid os/user.Current std.process.getUserInfo"
            " std.process.posixGetUserInfo"
        ),
        beginnings=("os/user.Lookup", "nix::unistd::User::", "users::get_"),
        paths=("/etc/passwd", "/etc/group"),
        extra=Extra.USER,
        glibc=_ASKS_GLIBC,
    ),
    _Rule(
        NeedKind.TEMPORARY_FILES,
        "It keeps temporary files in /tmp",
        "{0} has no /tmp, so that they cannot be made.",
        _linked(
            "tmpfile tmpfile64 tmpnam tempnam tmpnam_r os.TempDir os.CreateTemp os.MkdirTemp"
            " std::env::temp_dir"
        ),
        beginnings=(
            "tempfile::",
            "_ZNSt10filesystem19temp_directory_path",
            "_ZNSt12experimental10filesystem2v119temp_directory_path",
            "_ZNSt3__14__fs10filesystem21__temp_directory_path",
        ),
        paths=("/tmp", "/var/tmp"),  # noqa: S108 - looked for, not used
        extra=Extra.TMP,
    ),
    _Rule(
        NeedKind.PROGRAMS,
        "It starts other programs",
        "{0} has no shell and no other program, so that none starts; do that work in the"
        " program itself.",
        _linked(
            "system popen execlp execvp execvpe execl execle execv execve fexecve posix_spawn"
            " posix_spawnp wordexp os.StartProcess syscall.Exec syscall.ForkExec"
            " syscall.StartProcess std::process::Command std.process.spawn std.process.run"
            " std.process.replace std.process.Child"
        ),
        beginnings=("os/exec.", "std.process.Child.", "std.os.linux.execve"),
        paths=("/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin"),
    ),
    _Rule(
        NeedKind.LOCALES,
        "It chooses a locale, a language with its rules",
        "{0} has no locale files: only C is there, and the built-in compiler's C library"
        " treats text as UTF-8.",
        _linked("setlocale newlocale"),
        beginnings=(
            "_ZNSt6localeC1EPKc",
            "_ZNSt6localeC2EPKc",
            "_ZNSt6localeC1ERKNSt7__cxx1112basic_string",
            "_ZNSt3__16localeC1EPKc",
            "_ZNSt3__16localeC1ERKNS_12basic_string",
        ),
        paths=("/usr/share/locale", "/usr/lib/locale"),
    ),
    _Rule(
        NeedKind.LOADED_LIBRARIES,
        "It loads libraries while it runs",
        "A static program in {0} has none to load, so that this fails; link what it needs"
        " into the program.",
        _linked("dlopen dlmopen plugin.Open std.DynLib libloading::Library::new"),
        beginnings=("std.DynLib.",),
    ),
    _Rule(
        NeedKind.SYSTEM_FILES,
        "It reads the system's own files",
        "Every container gets /proc, /sys and the usual /dev from its engine; another device has"
        " to be given with docker run --device.",
        paths=("/proc", "/sys", "/dev"),
    ),
    _Rule(
        NeedKind.INPUT,
        "It reads what is typed",
        "In a container that takes docker run --interactive.",
        _linked(
            "stdin __stdinp scanf vscanf __isoc99_scanf __isoc99_vscanf __isoc23_scanf"
            " __isoc23_vscanf wscanf vwscanf __isoc99_wscanf __isoc23_wscanf getchar"
            " getchar_unlocked getwchar getwchar_unlocked gets"
            " _ZSt3cin _ZSt4wcin _ZNSt3__13cinE _ZNSt3__14wcinE os.Stdin"
            " fmt.Scan fmt.Scanf fmt.Scanln std::io::stdin std.Io.File.stdin"
            " std.posix.STDIN_FILENO std.os.linux.STDIN_FILENO"
        ),
    ),
    _Rule(
        NeedKind.CONNECTIONS,
        "It waits for connections",
        "To reach it, publish its port: under Run in the window, ports in a recipe, --publish"
        " 8080:8080 for this and for docker run. Without that it has no network.",
        _linked("listen std::net::TcpListener::bind"),
        beginnings=(
            "net.Listen",
            "net.(*ListenConfig).Listen",
            "net/http.ListenAndServe",
            "net/http.(*Server).ListenAndServe",
            "crypto/tls.Listen",
        ),
    ),
)


_RESERVATIONS = {
    ToldBy.PROGRAM: (
        "What the program will miss is read from the finished program, in which its"
        " own code and its libraries look alike: it may miss less than is told, or more."
    ),
    ToldBy.STRIPPED_PROGRAM: (
        "The program carries no symbols, so that only the paths in it tell what it will"
        " miss: it may miss more."
    ),
}


def reservation(references: References | None) -> str:
    """How far a forecast can be trusted, in one sentence; empty when as far as any."""
    if references is None:
        return "What the program will miss cannot be told, because of how it is made."
    return _RESERVATIONS.get(references.told_by, "")


def forecast(
    references: References, given: Collection[Extra] = (), base: Base | None = None
) -> tuple[Need, ...]:
    """What the image should have beside the program.

    Args:
        references: of the program.
        given: the extras that the image has; what they supply is not told.
        base: what the image starts from; what it supplies is not told either.
    """
    return tuple(
        need
        for rule in _RULES
        if rule.extra is None or rule.extra not in given
        if base is None or not _supplies(base, rule.kind)
        if (need := _need(rule, references, base)) is not None
    )


def _supplies(base: Base, kind: NeedKind) -> bool:
    """Whether a base has what scratch is missed for."""
    facts = base.facts
    return {
        NeedKind.CERTIFICATES: facts.has_certificates,
        NeedKind.TIME_ZONES: facts.has_time_zones,
        NeedKind.USERS: facts.has_accounts,
        NeedKind.TEMPORARY_FILES: facts.has_tmp,
        NeedKind.LOCALES: facts.has_locales,
    }.get(kind, False)


def _need(rule: _Rule, references: References, base: Base | None) -> Need | None:
    names = tuple(dict.fromkeys((*_symbols(rule, references), *_paths(rule, references))))
    advice = rule.advice
    if base is not None and base.facts.shell and rule.kind is NeedKind.PROGRAMS:
        names = tuple(name for name in names if name not in _NEEDS_SHELL)
        advice = _HAS_SHELL
    if not names:
        return None
    sentences = (advice, rule.glibc if references.library is CLibrary.GLIBC else "")
    return Need(
        rule.kind,
        Message("{0} ({1}).", Message(rule.does), _listed(names)),
        Joined(" ", (_of_base(one, base) for one in sentences)),
        rule.extra,
        names,
    )


def _of_base(sentence: str, base: Base | None) -> str:
    """A sentence that names what the image starts from, perhaps as its first word."""
    if base is not None:
        return Message(sentence, base.name)
    return Message(sentence, "Scratch" if sentence.startswith("{0}") else "scratch")


def _symbols(rule: _Rule, references: References) -> Iterator[str]:
    for symbol in references.symbols:
        if symbol in rule.symbols or (rule.beginnings and symbol.startswith(rule.beginnings)):
            yield _readable(symbol)


def _paths(rule: _Rule, references: References) -> Iterator[str]:
    for path in references.paths:
        below = any(path == one or path.startswith(f"{one}/") for one in rule.paths)
        if below and path not in _ALWAYS_THERE:
            yield path


def _readable(symbol: str) -> str:
    """A symbol as its source has it, without what a person did not write."""
    if not symbol.startswith("_Z"):
        return symbol.removeprefix("__isoc99_").removeprefix("__isoc23_")
    from pycxxfilt import demangle  # start-up time

    try:
        whole = demangle(symbol) or symbol
    except ValueError:
        return symbol
    name = whole.partition("(")[0].partition("[abi:")[0]
    return _CONSTRUCTOR.sub(r"\1", _INNER.sub("", name))


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MAX_SHOWN])
    return Message("{0} and more", shown) if len(names) > _MAX_SHOWN else shown
