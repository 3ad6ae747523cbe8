"""The choices at the left: cards for source, compile, image and run."""
