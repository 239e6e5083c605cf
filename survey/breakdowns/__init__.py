"""Responses into tables of numbers: respondents are counted once into cells, all else is computed from cells."""
