"""How large the image is, where its bytes go, and ways to shrink it."""
