"""The arithmetic of a run: values in, values out, so that the same input gives the same text."""
