"""The figures that reports read from the daily ledger: one list for all of them (R44–R46)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frappe import _

from dianjian_app.reporting.grade_columns import grade_labels
from dianjian_app.reporting.totals import percent

FIGURES = (
	("presence", "Presence", "Float"),
	("calls", "Calls Made", "Int"),
	("connected_calls", "Calls Reached", "Int"),
	("valid_calls", "Valid Connected Calls", "Int"),
	("connected", "Customers Connected", "Int"),
	("grade_a", "Grade A", "Int"),
	("grade_b", "Grade B", "Int"),
	("grade_c", "Grade C", "Int"),
	("grade_d", "Grade D", "Int"),
	("intention", "Intention Customers", "Int"),
	("invited", "Invitations", "Int"),
	("visits", "Counted Visits", "Int"),
	("revisits", "Revisits", "Int"),
	("walk_ins", "Walk-ins", "Int"),
	("no_shows", "No-shows", "Int"),
	("deals", "Deals", "Int"),
	("deal_units", "Units Sold", "Int"),
	("deal_amount", "Deal Amount", "Currency"),
)
"""(field of Daily Ledger, English label, Frappe's field type), in the order of the paper's table"""


NAMES = tuple(name for name, _label, _kind in FIGURES)

RATES = (
	("connect_rate", "Connection Rate", "connected_calls", "calls"),
	("invite_rate", "Invitations per Intention", "invited", "intention"),
	("visit_rate", "Visits per Invitation", "visits", "invited"),
	("deal_rate", "Deals per Visit", "deals", "visits"),
)
"""(name, English label, part, whole)"""


def figures_of(centre: str | None = None) -> tuple[tuple[str, str, str], ...]:
	"""FIGURES with the grades as the scheme calls them, translated. centre: of which the report is, None for all."""
	grades = grade_labels(_("Grade {0}"), centre)
	return tuple((name, grades.get(name, label), kind) for name, label, kind in FIGURES)


def rates_of(figures: Mapping[str, Any]) -> dict[str, float | None]:
	"""The rates that follow from figures of the ledger, in per cent."""
	return {name: percent(figures.get(part), figures.get(whole)) for name, _label, part, whole in RATES}
