"""Plans what loading a pack would add, change, leave alone or announce for later, as plain data (R52). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

SCHEMA = 1
SECTIONS = (
	*("grade_schemes", "products", "sources", "policies", "metrics", "rules", "centre", "attendance"),
	"later",
)
SINGLE = ("centre", "attendance")
"""sections that are one set of fields, of the centre itself"""
ADD, CHANGE, KEEP, LATER = "add", "change", "keep", "later"
LARGEST = 1024 * 1024
KEYS = {
	"grade_schemes": "scheme_name",
	"products": "product_name",
	"sources": "source_name",
	"policies": "policy_name",
	"metrics": "metric_name",
	"rules": "family",
}
FIELDS: Mapping[str, frozenset[str]] = {
	"grade_schemes": frozenset({"scheme_name", "description", "grades"}),
	"products": frozenset({"product_name", "english_name", "aliases", "sort_order"}),
	"sources": frozenset(
		{
			*("source_name", "parent_channel_source", "is_group", "aliases", "max_age_days", "is_inbound"),
			*("expected_place", "evidence_required", "consent_question"),
		}
	),
	"policies": frozenset(
		{
			*(
				"policy_name",
				"allow_loss_of_incentive",
				"allow_compensation",
				"allow_fine",
				"share_cap_percent",
			),
			*(
				"minimum_wage",
				"excess",
				"incentive_floor",
				"needs_acknowledgement",
				"leaver_remainder",
				"notice",
			),
		}
	),
	"metrics": frozenset(
		{
			*(
				"metric_name",
				"label_en",
				"unit",
				"unit_en",
				"description",
				"source_doctype",
				"agent_field",
				"date_field",
			),
			*("function", "value_field", "dimension_field", "filters_json", "stands_for"),
		}
	),
	"rules": frozenset(
		{
			*(
				"rule_title",
				"family",
				"kind",
				"penalty_class",
				"subject",
				"population",
				"period",
				"consecutive_periods",
				"positions",
			),
			*(
				"metric",
				"tie_break_1",
				"tie_break_2",
				"target_type",
				"target_value",
				"scale_by_presence",
				"condition",
			),
			*("condition_value", "take_back_on_cancel", "take_back_not_at_fault", "outcomes"),
		}
	),
	"centre": frozenset(
		{
			*(
				"seasons",
				"rest_days",
				"grade_scheme",
				"protection_days",
				"protection_clauses",
				"protected_numbers",
				"require_consent",
				"call_from",
				"call_until",
				"call_results",
				"lead_in_by_front_desk",
			),
			*("tries_per_week", "deduction_policy", "appeal_days", "answer_days"),
		}
	),
	"attendance": frozenset(
		{
			*("day_turn", "late_allowance", "early_allowance", "counted_from"),
			*("late_applications_excuse", "ask_place"),
		}
	),
	"later": frozenset({"part", "text"}),
}
OF_OUTCOME = frozenset(
	{
		*(
			"outcome_type",
			"basis",
			"amount",
			"n",
			"percent",
			"dimension_value",
			"excess_from",
			"place_from",
			"place_to",
		),
		*("share_of_family", "cap", "outcome_label", "zero_is_meant"),
	}
)
"""what a pack may set: nothing else is read from a file"""
PLACE_OF_SOURCE = ("parent_channel_source", "is_group", "expected_place")
"""what a pack changes of a source that is there: where it stands and what is expected of it, not what people call it"""


class PackError(ValueError):
	"""The pack cannot be read. The text says why; args fill its places."""


@dataclass(frozen=True)
class Item:
	"""One thing of a pack and what becomes of it. changes: (field, old, new)."""

	section: str
	key: str
	action: str
	values: Mapping[str, Any] = field(default_factory=dict)
	changes: tuple[tuple[str, Any, Any], ...] = ()
	why: str = ""
	pack: str = ""


def check(content: Any) -> dict:
	"""Check the content of a pack: its sections and fields are known, and each row has its key. Raises PackError."""
	if not isinstance(content, dict) or content.get("schema") != SCHEMA:
		raise PackError("This is not a policy pack of this version.")
	sections = content.get("sections")
	if not isinstance(sections, dict) or not str(content.get("title") or "").strip():
		raise PackError("The pack has no title or no sections.")
	for section, rows in sections.items():
		if section not in SECTIONS:
			raise PackError("The pack has an unknown part: {0}.", section)
		for row in [rows] if section in SINGLE else rows:
			_check_row(section, row)
	return content


def _check_row(section: str, row: Any) -> None:
	if not isinstance(row, dict):
		raise PackError("A line of {0} is not a set of fields.", section)
	unknown = set(row) - FIELDS[section]
	if unknown:
		raise PackError("{0} has the unknown field {1}.", section, sorted(unknown)[0])
	for outcome in row.get("outcomes", ()) if section == "rules" else ():
		wrong = set(outcome) - OF_OUTCOME
		if wrong:
			raise PackError("{0} has the unknown field {1}.", "outcomes", sorted(wrong)[0])
	key = KEYS.get(section)
	if key and not str(row.get(key) or "").strip():
		raise PackError("A line of {0} lacks its {1}.", section, key)


def plan(contents: Sequence[Mapping], state: Mapping[str, Mapping[str, Mapping]]) -> list[Item]:
	"""Return what loading packs in their order does to a site. state: section → key → values as the site has them.

	A later pack wins over an earlier one; what equals the site is left alone; so is what an administrator may have
	changed, except rules, of which a changed one becomes a draft version, the centre's settings, and where a source
	stands: both are shown old → new.
	"""
	items: dict[tuple[str, str], Item] = {}
	for content in contents:
		title = content["title"]
		for section in SECTIONS:
			rows = content["sections"].get(section) or []
			for row in cast(list[Mapping], [rows] if section in SINGLE and rows else rows):
				for item in _items(section, row, state.get(section) or {}, title):
					before = items.get((section, item.key))
					if before and before.values != item.values and section != "later":
						item = _over(item, before)
					items[(section, item.key)] = item
	return list(items.values())


def _over(item: Item, before: Item) -> Item:
	return Item(
		item.section, item.key, item.action, item.values, item.changes, f"instead of {before.pack}", item.pack
	)


def _items(section: str, row: Mapping, there: Mapping[str, Mapping], pack: str) -> list[Item]:
	if section == "later":
		return [Item(section, row["part"], LATER, row, why=row.get("text", ""), pack=pack)]
	if section == "attendance":
		return [_policy(row, there, pack)]
	if section == "centre":
		return [_setting(name, value, there, pack) for name, value in row.items()]
	key = str(row[KEYS[section]])
	now = there.get(key)
	if now is None:
		return [Item(section, key, ADD, row, why="as a draft" if section == "rules" else "", pack=pack)]
	changes = tuple((f, now.get(f), v) for f, v in row.items() if not same(now.get(f), v))
	if not changes:
		return [Item(section, key, KEEP, row, why="the same", pack=pack)]
	if section == "rules":
		return [Item(section, key, CHANGE, row, changes, "as a draft version", pack)]
	if section == "sources" and (placed := tuple(c for c in changes if c[0] in PLACE_OF_SOURCE)):
		values = {KEYS[section]: key, **{f: v for f, v in row.items() if f in PLACE_OF_SOURCE}}
		return [Item(section, key, CHANGE, values, placed, "stands there in this pack", pack)]
	return [Item(section, key, KEEP, row, changes, "differs here and is kept", pack)]


def _setting(name: str, value: Any, there: Mapping[str, Mapping], pack: str) -> Item:
	now = (there.get("centre") or {}).get(name)
	if same(now, value):
		return Item("centre", name, KEEP, {name: value}, why="the same", pack=pack)
	return Item("centre", name, CHANGE, {name: value}, ((name, now, value),), pack=pack)


def _policy(row: Mapping, there: Mapping[str, Mapping], pack: str) -> Item:
	"""The punching policy of the centre: what days are judged by from tomorrow on."""
	now = there.get("attendance")
	changes = tuple((f, (now or {}).get(f), v) for f, v in row.items() if not same((now or {}).get(f), v))
	if now is not None and not changes:
		return Item("attendance", "Punching Policy", KEEP, row, why="the same", pack=pack)
	action = CHANGE if now else ADD
	return Item(
		"attendance", "Punching Policy", action, row, changes if now else (), "from tomorrow on", pack
	)


def same(a: Any, b: Any) -> bool:
	"""Whether two values say the same: empty is empty, 1 is 1.0, rows are compared by the fields of the pack."""
	if isinstance(b, (list, tuple)):
		rows = list(a or [])
		return len(rows) == len(b) and all(
			all(same(x.get(f), v) for f, v in y.items()) for x, y in zip(rows, b, strict=True)
		)
	if a in (None, "", 0, 0.0, False) and b in (None, "", 0, 0.0, False):
		return True
	try:
		return float(a) == float(b)
	except (TypeError, ValueError):
		return str(a) == str(b)
