"""Drift: what changed in an export against the questionnaire and the exports before it, with the exact fix."""
