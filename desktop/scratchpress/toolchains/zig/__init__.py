"""The built-in compiler: clang, lld, musl and libc++ from the package ziglang; and Zig itself."""
