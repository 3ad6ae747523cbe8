"""Compiler messages, errors and forecasts."""
