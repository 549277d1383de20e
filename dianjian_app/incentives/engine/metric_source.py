"""An Incentive Metric as data: what it counts, whose, when, how (decision 15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dianjian_app.incentives.engine.rule_options import Function

OPERATORS = ("=", "!=", ">", "<", ">=", "<=", "in", "not in", "like", "not like", "between", "is")


@dataclass(frozen=True)
class Filter:
	"""One comparison, as a Number Card has it."""

	field: str
	operator: str
	value: Any


@dataclass(frozen=True)
class MetricSource:
	"""A metric: documents of `doctype`, of the person in `agent_field`, on the day in `date_field`."""

	name: str
	doctype: str
	agent_field: str
	date_field: str
	function: Function
	value_field: str = ""
	dimension_field: str = ""
	filters: tuple[Filter, ...] = ()
