"""The stages of appeals as the app's own code knows them (decision 21)."""

from __future__ import annotations

FILED, IN_REVIEW, UPHELD, DISMISSED, WITHDRAWN = "Filed", "In Review", "Upheld", "Dismissed", "Withdrawn"
APPEAL_STEPS = {
	FILED: (IN_REVIEW, WITHDRAWN),
	IN_REVIEW: (UPHELD, DISMISSED, WITHDRAWN),
	UPHELD: (),
	DISMISSED: (),
	WITHDRAWN: (),
}
OPEN = (FILED, IN_REVIEW)
"""not decided yet"""
CLOSED = (UPHELD, DISMISSED, WITHDRAWN)
