"""Tells those who can decide an appeal, once, that its answer is overdue (R35)."""

from __future__ import annotations

from dianjian_app.people import appeal_course


def escalate() -> list[str]:
	"""Daily job: mark overdue appeals and tell HR and the manager, once. Returns their names."""
	return appeal_course.escalate("Incentive Appeal")
