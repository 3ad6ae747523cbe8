"""Sends images to registries as they were computed, so that their digests stay."""
