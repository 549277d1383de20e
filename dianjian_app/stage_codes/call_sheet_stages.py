"""The stages of a call sheet as the app's own code knows them; a workflow state's label may be renamed (R13)."""

from __future__ import annotations

DRAFT, HANDED_IN, RETURNED, CONFIRMED, CANCELLED = "Draft", "Handed In", "Returned", "Confirmed", "Cancelled"
STAGES = (DRAFT, HANDED_IN, RETURNED, CONFIRMED, CANCELLED)
OPEN = (DRAFT, RETURNED)
"""the agent may still write"""
STEPS = {
	DRAFT: (HANDED_IN,),
	RETURNED: (HANDED_IN,),
	HANDED_IN: (RETURNED, CONFIRMED),
	CONFIRMED: (CANCELLED,),
	CANCELLED: (),
}
