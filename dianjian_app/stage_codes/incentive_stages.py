"""The stages of rules and settlements as the app's own code knows them (decision 21)."""

from __future__ import annotations

DRAFT, APPROVED, RETIRED = "Draft", "Approved", "Retired"
RULE_STEPS = {DRAFT: (APPROVED,), APPROVED: (RETIRED,), RETIRED: (RETIRED,)}

MANAGER_APPROVED, HR_APPROVED, PUBLISHED = "Manager Approved", "HR Approved", "Published"
RETURNED, CANCELLED = "Returned", "Cancelled"
SETTLEMENT_STEPS = {
	DRAFT: (MANAGER_APPROVED,),
	MANAGER_APPROVED: (HR_APPROVED, RETURNED),
	RETURNED: (DRAFT,),
	HR_APPROVED: (PUBLISHED, CANCELLED),
	PUBLISHED: (),
	CANCELLED: (),
}
OPEN = (DRAFT, RETURNED)
"""lines may be computed anew"""
