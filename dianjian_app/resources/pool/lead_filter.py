"""Which leads of a pool are asked for: by source, grade, age and batch (R7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from frappe.utils.nestedset import get_descendants_of
from pypika import Case, Criterion, Table

UNGRADED = "-"
"""stands for a grade: leads that were never graded"""
AGES = ("week", "month", "older")
"""brought in within 7 days, within 30 days, before that"""


@dataclass(frozen=True)
class LeadFilter:
	"""Narrows a selection of leads; a field that is None does not narrow it.

	source: a Channel Source, with all sources below it; grade: a grade's code or UNGRADED; age: one of AGES; batch: a
	Lead Batch.
	"""

	source: str | None = None
	grade: str | None = None
	age: str | None = None
	batch: str | None = None

	def criteria(self, lead: Table, day: date) -> Iterator[Criterion]:
		"""The conditions on Call Lead; the age is counted on the day."""
		if self.source:
			below = get_descendants_of(
				"Channel Source", self.source, ignore_permissions=True
			)  # narrows rows that the group's check has allowed; no source is shown
			yield lead.source.isin([self.source, *below])
		if self.grade == UNGRADED:
			yield lead.grade.isnull() | (lead.grade == "")
		elif self.grade:
			yield lead.grade == self.grade
		if self.age:
			yield age_on(lead, day) == self.age
		if self.batch:
			yield lead.batch == self.batch


def age_on(lead: Table, day: date) -> Case:
	"""The age of a lead on a day, as one of AGES: counted from the day it was brought in."""
	week, month = (day - timedelta(days=days) for days in (7, 30))
	return Case().when(lead.date >= week, AGES[0]).when(lead.date >= month, AGES[1]).else_(AGES[2])
