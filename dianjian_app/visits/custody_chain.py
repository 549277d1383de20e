"""A visit's chain of custody as plain data: what it lacks, and whose hands come next (R17, decision 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dianjian_app.stage_codes import visit_stages

ARRIVE, CONTACT, LEAD_IN, SIGN, CONFIRM = "arrive", "contact", "lead_in", "sign", "confirm"
NO_SHOW, RE_INVITE, CANCEL = "no_show", "re_invite", "cancel"
ACTS = (ARRIVE, CONTACT, LEAD_IN, SIGN, CONFIRM, NO_SHOW, RE_INVITE, CANCEL)

OPEN = (visit_stages.EXPECTED, visit_stages.ARRIVED)
FROM: dict[str, tuple[str, ...]] = {
	ARRIVE: OPEN,
	CONTACT: OPEN,
	LEAD_IN: OPEN,
	SIGN: OPEN,
	CONFIRM: (visit_stages.SIGNED,),
	NO_SHOW: OPEN,
	RE_INVITE: (visit_stages.NO_SHOW,),
	CANCEL: (visit_stages.CONFIRMED, visit_stages.WALK_IN),
}
"""act → the stages in which it can be done"""


@dataclass(frozen=True)
class Chain:
	"""How far a visit has come, at the server's times."""

	stage: str
	contacted_at: datetime | None = None
	led_in_at: datetime | None = None
	arrived_at: datetime | None = None
	walk_in: bool = False
	lead_in_needed: bool = True
	"""whether the centre wants the front desk's own record of the lead-in (R17)"""

	def missing(self, today: date) -> tuple[str, ...]:
		"""What a signature today would lack of the arrival: contact, lead-in.

		The contact belongs to the arrival: one recorded on another day than the lead-in does not count (R17).
		"""
		arrival = self.led_in_at.date() if self.led_in_at else today
		contacted = self.contacted_at is not None and self.contacted_at.date() == arrival
		led_in = self.led_in_at is not None or not self.lead_in_needed
		return (() if contacted else (CONTACT,)) + (() if led_in else (LEAD_IN,))

	def fits(self, act: str, today: date) -> bool:
		"""Can the act be done at this stage? Each once; a contact of another day is recorded again on arrival."""
		if self.stage not in FROM[act] or (self.walk_in and act in (CONTACT, LEAD_IN)):
			return False
		if act == CONTACT:
			return self.contacted_at is None or self.contacted_at.date() != today
		if act == ARRIVE:
			return self.arrived_at is None and self.led_in_at is None
		return act != LEAD_IN or self.led_in_at is None

	def next_acts(self, today: date) -> tuple[str, ...]:
		"""The acts that are due, in their order; none when the visit is closed."""
		if self.stage in OPEN:
			return (SIGN,) if self.walk_in else (*self.missing(today), SIGN)
		return tuple(act for act in (CONFIRM, RE_INVITE) if self.stage in FROM[act])
