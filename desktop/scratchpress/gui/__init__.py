"""The window: it renders events and edits a recipe, nothing else."""
