"""Honest synthetic exports: invented responses that meet every published figure of a consultation, and say so."""
