"""The choices at the left: one card each for source, compile, image and run."""
