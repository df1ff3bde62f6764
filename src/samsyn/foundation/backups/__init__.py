"""A backup: every row and every file of an installation, on whichever database it runs.

A folder with a manifest in clear and three parts: ``rows`` (each table's rows as JSON, a line a
row, compressed), ``files`` (bytes by their digest) and ``contents`` (what the other two hold).
With a key each part is an age file (age-encryption.org/v1).
"""
