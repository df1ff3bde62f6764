"""Benchmarks: commands that print figures, one module each with ``main(argv) -> int``."""
