"""What a pack may hold: its sections, what tells their rows apart, and the fields that are read from a file (R52). Pure.

Nothing else is read, of a row or of the rows within it.
"""

from __future__ import annotations

from collections.abc import Mapping

SCHEMA = 1
LARGEST = 1024 * 1024
"""bytes of a pack's file"""

KEYS = {
	"grade_schemes": "scheme_name",
	"products": "product_name",
	"sources": "source_name",
	"departments": "department_name",
	"complaint_categories": "category_name",
	"survey_templates": "template_name",
	"grounds": "ground_title",
	"policies": "policy_name",
	"metrics": "metric_name",
	"rules": "family",
	"scripts": "title",
}
"""section of rows → the field that tells them apart"""
SINGLE = ("centre", "attendance")
"""sections that are one set of fields, of the centre itself"""
SECTIONS = (*KEYS, *SINGLE, "later")
OF_A_CENTRE = ("rules", "grounds", "scripts")
"""sections whose rows are written for the centre that a pack is loaded for"""


def _fields(names: str) -> tuple[str, ...]:
	return tuple(names.split())


FIELDS: Mapping[str, tuple[str, ...]] = {
	"grade_schemes": _fields("scheme_name description grades"),
	"products": _fields("product_name english_name aliases sort_order"),
	"sources": _fields(
		"source_name parent_channel_source is_group aliases max_age_days is_inbound expected_place "
		"evidence_required consent_question"
	),
	"departments": _fields("department_name english_name sort_order"),
	"complaint_categories": _fields("category_name english_name sort_order"),
	"survey_templates": _fields(
		"template_name asked_after about share quiet_days wait_days valid_days by_text text intro intro_english "
		"questions"
	),
	"grounds": _fields(
		"ground_title english_name kind first_measure second_measure third_measure repeat_days meaning sort_order"
	),
	"policies": _fields(
		"policy_name allow_loss_of_incentive allow_compensation allow_fine share_cap_percent minimum_wage excess "
		"incentive_floor needs_acknowledgement leaver_remainder notice"
	),
	"metrics": _fields(
		"metric_name label_en unit unit_en description source_doctype agent_field date_field function value_field "
		"dimension_field filters_json stands_for"
	),
	"rules": _fields(
		"rule_title family kind penalty_class subject population period consecutive_periods positions metric "
		"tie_break_1 tie_break_2 target_type target_value scale_by_presence condition condition_value "
		"take_back_on_cancel take_back_not_at_fault outcomes"
	),
	"scripts": _fields("title kind script answers"),
	"centre": _fields(
		"seasons rest_days grade_scheme protection_days protection_clauses protected_numbers require_consent "
		"call_from call_until call_results lead_in_by_front_desk need_before_hand_in tries_per_week "
		"deduction_policy appeal_days answer_days register_months dismissal_needs_path complaint_days_major "
		"complaint_days_minor question_days suggestion_days late_leave_excuses leader_decides_days returner_probation"
	),
	"attendance": _fields(
		"day_turn late_allowance early_allowance counted_from late_applications_excuse ask_place"
	),
	"later": _fields("part text"),
}
ROWS: Mapping[str, tuple[str, ...]] = {
	"grades": _fields(
		"grade grade_label meaning is_intention is_invalid recycle_days accepts_sms means_do_not_call"
	),
	"seasons": _fields("season_name from_month from_day work_start work_end"),
	"rest_days": _fields("weekday"),
	"call_results": _fields(
		"result english_name reached is_valid number_is retires_after retry_hours retry_most"
	),
	"protection_clauses": _fields("kind days extends unanswered"),
	"outcomes": _fields(
		"amount basis cap dimension_value excess_from n outcome_label outcome_type percent place_from place_to "
		"share_of_family zero_is_meant"
	),
	"positions": _fields("position"),
	"questions": _fields("question english kind required counts"),
	"answers": _fields("question answer"),
}
"""field that holds rows → the fields of a row"""
PLACE_OF_SOURCE = ("parent_channel_source", "is_group", "expected_place")
"""what a pack changes of a source that is there: where it stands and what is expected of it, not what people call it"""
