"""Respondents against the population: who answered, and weights that put the groups in proportion."""
