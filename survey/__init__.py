"""Consultation survey analysis: frames in, frames out. Nothing here prints, reads arguments or writes files."""
