"""Engines: what holds and runs images."""
