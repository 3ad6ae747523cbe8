"""This computer: paths, files that are whole or absent, processes, settings, credentials."""
