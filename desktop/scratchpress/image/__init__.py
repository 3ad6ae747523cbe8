"""Container images: names, layers, config and manifest, Dockerfile, archive."""
