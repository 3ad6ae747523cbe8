"""What is for Windows alone of the standalone app."""
