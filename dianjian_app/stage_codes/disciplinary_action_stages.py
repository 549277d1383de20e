"""The statuses of disciplinary actions as the app's own code knows them (decision 19)."""

from __future__ import annotations

PROPOSED, HEARD, MANAGER_DECIDED, DECIDED = "Proposed", "Heard", "Manager Decided", "Decided"
NOT_ADOPTED, WITHDRAWN, REVOKED = "Not Adopted", "Withdrawn", "Revoked"
OPEN = (PROPOSED, HEARD, MANAGER_DECIDED)
"""nobody has decided yet"""
