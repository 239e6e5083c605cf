"""Responses against expectations that the questionnaire gives; the only importer of great_expectations."""
