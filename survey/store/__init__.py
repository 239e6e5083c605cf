"""The accepted responses of a consultation and all their versions: a Delta Lake table, partitioned by week.

The only stage that touches a disk, and the only importer of deltalake. A version is one accepted export; nothing
is ever deleted, so that any past state can be given again.
"""

from survey.store.changes import history
from survey.store.load import known_ids, load
from survey.store.lock import locked
from survey.store.upsert import Acceptance, accept
from survey.store.waves import Wave, waves

__all__ = ["Acceptance", "Wave", "accept", "history", "known_ids", "load", "locked", "waves"]
