"""What the ELF file of a program says."""
