"""Toolchains: what turns sources into a static executable."""
