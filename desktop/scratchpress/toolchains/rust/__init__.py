"""Rust, with the compiler of this computer."""
