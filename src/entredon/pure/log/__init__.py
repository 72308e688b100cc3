"""The format of the log: bytes in, verdict out. Needs the standard library, msgspec and PyNaCl, nothing else of ours."""
