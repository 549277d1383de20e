"""The statuses of disciplinary actions as the app's own code knows them (decision 19)."""

from __future__ import annotations

PROPOSED, HEARD, MANAGER_DECIDED, DECIDED = "Proposed", "Heard", "Manager Decided", "Decided"
NOT_ADOPTED, WITHDRAWN, REVOKED = "Not Adopted", "Withdrawn", "Revoked"
OPEN = (PROPOSED, HEARD, MANAGER_DECIDED)
"""nobody has decided yet"""

AWARD, PROMOTION = "Award", "Promotion"
MERITS = (AWARD, PROMOTION)
"""what is proposed for somebody, not against: nobody has to be heard first"""
OF_BREACH = ("Warning", "Demerit", "Suspension", "Dismissal")
"""measures that people take on a ground of the catalogue"""
BREACH, MERIT = "Breach", "Merit"
"""the kinds of ground"""
