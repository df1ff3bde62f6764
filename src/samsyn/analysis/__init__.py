"""Arithmetic on counts, times and places: frozen in, frozen out.

Nothing here reads a file, knows a database or keeps state. Inputs are never
changed, chance comes from a ``numpy.random.Generator`` given as an argument, and
every result is a frozen dataclass of arrays whose shapes and units its docstring
gives. Import the module that is needed, not this package.
"""
