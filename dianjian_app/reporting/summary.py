"""The cards and the chart above a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from frappe import _


def card(label: str, value: Any, indicator: str = "Blue", datatype: str = "Int") -> dict[str, Any]:
	"""A card above a report. label: English. What is below zero is never green."""
	if indicator == "Green" and isinstance(value, int | float | Decimal) and value < 0:
		indicator = "Red"
	return {"label": _(label), "value": value, "datatype": datatype, "indicator": indicator}


def chart(labels: Sequence[str], datasets: Mapping[str, Sequence[Any]]) -> dict[str, Any] | None:
	"""A bar chart of named series; None if there is nothing to draw. datasets: English name → values."""
	if not labels:
		return None
	series = [{"name": _(name), "values": list(values)} for name, values in datasets.items()]
	return {"data": {"labels": list(labels), "datasets": series}, "type": "bar"}
