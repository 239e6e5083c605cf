"""The definition of a consultation: frozen values, and the loader that reports every mistake at once."""
