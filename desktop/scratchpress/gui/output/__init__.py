"""What a program prints, its input, and how it ended."""
