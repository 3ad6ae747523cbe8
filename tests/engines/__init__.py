"""Engines to test with, each from Debian's packages and in a folder of its own."""
