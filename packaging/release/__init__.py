"""Writes what is published beside the app: checksums, schemas, the action's files, the gallery."""
