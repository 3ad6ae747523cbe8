"""Scratchpress: from a source file to a container image built ``FROM scratch``."""

__version__ = "0.1.0"
