"""Verbatims into codes, each with the words that gave it, and those codes as a multi-code answer."""
