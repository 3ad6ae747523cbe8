"""Images: names, layers, documents, the Dockerfile and the archive that holds them."""
