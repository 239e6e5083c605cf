"""For all tests: a busy machine makes no example of hypothesis fail by its time alone."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")
