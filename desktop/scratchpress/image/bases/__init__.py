"""Images that an image starts from, where that is not nothing."""
