"""Base images: what an image starts from, where that is not nothing."""
