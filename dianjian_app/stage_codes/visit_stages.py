"""Stages of registers, visits and deals, and the steps between them (decision 21)."""

from __future__ import annotations

DRAFT, CANCELLED = "Draft", "Cancelled"
EXPECTED, ARRIVED, SIGNED, CONFIRMED = "Expected", "Arrived", "Signed", "Confirmed"
WALK_IN, NO_SHOW, RE_INVITED = "Walk-in", "No Show", "Re-invited"
COUNTED, REVISIT = "Counted", "Revisit"

REGISTER_STEPS = {DRAFT: (SIGNED,), SIGNED: (CANCELLED,), CANCELLED: ()}
VISIT_STEPS = {
	EXPECTED: (ARRIVED, SIGNED, WALK_IN, NO_SHOW, CANCELLED),
	ARRIVED: (SIGNED, WALK_IN, NO_SHOW, CANCELLED),
	SIGNED: (CONFIRMED,),
	NO_SHOW: (RE_INVITED,),
	CONFIRMED: (CANCELLED,),
	WALK_IN: (CANCELLED,),
	RE_INVITED: (),
	CANCELLED: (),
}
DEAL_STEPS = {DRAFT: (CONFIRMED,), CONFIRMED: (CANCELLED,), CANCELLED: ()}
UNDER_WAY = (EXPECTED, ARRIVED, SIGNED)
HAPPENED = (SIGNED, CONFIRMED, WALK_IN)
