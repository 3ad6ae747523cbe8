"""Names that belong to C and C++ or to Windows, by which remedies recognise what is meant."""

from __future__ import annotations

CPP_HEADERS = frozenset({
    "algorithm", "any", "array", "atomic", "bitset", "charconv", "chrono", "cmath", "compare",
    "complex", "concepts", "cstddef", "cstdint", "cstdio", "cstdlib", "cstring", "ctime", "deque",
    "exception", "expected", "filesystem", "format", "fstream", "functional", "initializer_list",
    "iomanip", "ios", "iosfwd", "iostream", "istream", "iterator", "limits", "list", "map",
    "memory", "mutex", "numbers", "numeric", "optional", "ostream", "print", "queue", "random",
    "ranges", "ratio", "regex", "set", "span", "sstream", "stack", "stdexcept", "streambuf",
    "string", "string_view", "system_error", "thread", "tuple", "type_traits", "typeinfo",
    "unordered_map", "unordered_set", "utility", "valarray", "variant", "vector",
})  # fmt: skip

WINDOWS_HEADERS = frozenset({"windows.h", "conio.h", "tchar.h", "direct.h", "winsock2.h", "io.h"})

MATH_FUNCTIONS = frozenset({
    "acos", "asin", "atan", "atan2", "cbrt", "ceil", "cos", "cosh", "exp", "fabs", "floor", "fmod",
    "hypot", "log", "log10", "log2", "pow", "round", "sin", "sinh", "sqrt", "tan", "tanh",
})  # fmt: skip

STD_NAMES = frozenset({
    "cin", "cout", "cerr", "clog", "endl", "string", "vector", "map", "set", "pair", "list",
    "array", "unique_ptr", "shared_ptr", "make_unique", "make_shared", "sort", "max", "min",
    "to_string", "getline", "move",
})  # fmt: skip
