"""Estimates, errors, intervals, tests, corrections and weights, from numbers: arrays in, arrays out.

Weights only, or a simple random sample of a known population: clusters, strata and replicate weights are not our work.
"""
