"""The engine that needs no daemon: previews a run in namespaces of its own."""
