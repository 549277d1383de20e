"""Every argument of the app's methods that holds a document's name stands in the policy with its DocType (R47)."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import dianjian_app
from dianjian_app.gate.method_policy import shipped_policy
from dianjian_app.gate.named_documents import PAIRS, documents_in

pytestmark = pytest.mark.req("R47")
ROOT = Path(dianjian_app.__file__).parent
DAYS = {
	*(
		"date",
		"from_date",
		"to_date",
		"works_on",
		"rests_on",
		"valid_from",
		"last_day",
		"leaving_date",
		"joining_date",
		"next_due_on",
	),
	*(
		"week",
		"week_start",
		"month",
		"from_month",
		"to_month",
		"planned_at",
		"start",
		"end",
		"on",
		"called_at",
		"clock",
	),
	*(
		"probation_until",
		"suspension_from",
		"suspension_to",
		"next_step_date",
		"next_step_time",
		"until",
		"heatmap_year",
		"year",
		"timespan",
	),
}
WORDS = {
	*(
		"channel",
		"find",
		"result",
		"email",
		"customer_name",
		"word",
		"words",
		"asked",
		"answer",
		"code",
		"finding",
		"decision",
		"employee_number",
		"note",
	),
	*(
		"reason",
		"text",
		"grounds",
		"remarks",
		"said",
		"content",
		"msg",
		"title",
		"search_term",
		"txt",
		"html",
		"color",
	),
	*(
		"product_need",
		"project_asked",
		"next_step",
		"segment",
		"grade",
		"whose",
		"how",
		"place",
		"direction",
		"kind",
	),
	*(  # what the front desk checks
		"document_kind",
		"document_tail",
		"security_check",
		"areas",
		"breach",
		"breach_outcome",
		"fine",
		"has_left",
		"next_step_kind",
	),
	*(
		"position",
		"way",
		"method",
		"step",
		"by",
		"key",
		"seen",
		"encoding",
		"chosen",
		"request_key",
		"outcome",
		"page",
	),
	*(
		"half_day_part",
		"leave_type",
		"orientation",
		"time_interval",
		"sender_name",
		"state",
		"field",
		"fields",
	),
	*(
		"phone",
		"number",
		"mobile",
		"receiver_list",
		"secret",
		"token",
		"reference",
		"message_id",
		"attachment",
		"lines",  # people of a list, none of whom is there yet
		"filename",
		"choice",
	),
}
COUNTS = {
	"connected",
	"with_logins",
	"do_not_call",
	"adopt",
	"agrees",
	"approve",
	"at_once",
	"expansion",
	"not_agents_fault",
	"total",
	"each",
	"waited_seconds",
	"party_size",
	"by_mail",
	"hours",
	"never_visited",
	"score",
	"monthly_wage",
} | {
	*(
		"half_day",
		"header",
		"first",
		"below",
		"limit",
		"blank",
		"numbers",
		"add",
		"following",
		"publish",
		"debug",
	),
	*("cache", "no_cache", "refresh", "success_msg"),
}
LISTS = (
	{"answers"}
	| {
		"needs",
		"filters",
		"current_filters",
		"quotas",
		"punches",
		"items",
		"states",
		"args",
		"tags",
		"tag",
	}
	| {
		*(
			"workflow_state_field",
			"ignore_doctypes_on_cancel_all",
			"export_fields",
			"export_records",
			"export_filters",
		),
	}
)
OF_THE_SITE = {"report", "packs", "policy", "metric", "chart", "chart_name"}
"""what everybody of the site may choose from, asked by the DocType's own rights"""
BESIDE_A_DOCTYPE = {"doctype", *PAIRS, *(name for names in PAIRS.values() for name in names)}
"""asked for as a pair, whatever the method"""
PEOPLE = {"user", "assign_to", "comment_email", "comment_by"}
BY_ITSELF = {
	"attendance.push.receive": {"device"},  # a device's token is asked for first, and nobody logs in
	"people.training_evaluations.evaluate": {"trainer", "usefulness"},  # marks from 1 to 5
	"incentives.rules.rule_form.preview_rule": {"rule"},  # a rule that need not be saved
	"service.lead_claim_events.file_claim": {"kin_of"},  # a customer of one's own, or none: one answer
	# a department or source to choose: there, or one answer for all that is none
	"service.script_panel.flag_question": {"department"},
	"service.script_panel.answer_helped": {"row"},  # of the script that is asked for
	"visits.walk_ins.register_walk_in": {"source"},
	"people.logins.link_login": {"login"},  # administrators alone, who see every login
	# a row of the sheet that is asked for
	"calls.mend_call.correct_call": {"row"},
	"calls.mend_call.take_back_call": {"row"},
	"resources.intake.lead_batch_actions.set_choices": {"sheet"},  # of the workbook
	"resources.intake.lead_batch_actions.set_columns": {"sheet"},
}


def methods() -> Iterator[tuple[str, list[str]]]:
	"""(path, arguments) of each function of the app that the web can call, read from its files."""
	for path in sorted(ROOT.rglob("*.py")):
		module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
		if module.startswith("tests."):
			continue
		for node in ast.walk(ast.parse(path.read_text("utf-8"))):
			if isinstance(node, ast.FunctionDef) and any(
				"whitelist" in ast.unparse(d) for d in node.decorator_list
			):
				yield (
					f"{module}.{node.name}",
					[a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)],
				)


METHODS = dict(methods())
NO_NAMES = DAYS | WORDS | COUNTS | LISTS | OF_THE_SITE | BESIDE_A_DOCTYPE | PEOPLE


def test_every_argument_is_a_document_of_the_policy_or_none():
	assert len(METHODS) > 150
	left = []
	for method, arguments in METHODS.items():
		rule = shipped_policy().rule_of(f"dianjian_app.{method}")
		known = set(rule.documents if rule else ()) | BY_ITSELF.get(method, set())
		left += [f"{method}({argument})" for argument in arguments if argument not in known | NO_NAMES]
	assert not left, "\n".join(left)


def test_the_policy_names_arguments_that_are_there():
	rules = shipped_policy().rules.values()
	wrong = [
		(rule.method, argument)
		for rule in rules
		for argument in rule.documents
		if argument not in METHODS.get(rule.method.removeprefix("dianjian_app."), ())
	]
	assert not wrong


@pytest.mark.parametrize(
	("form", "names"),
	[
		({"lead": "L-1"}, {"L-1"}),
		({"lead": json.dumps(["L-1", "L-2"])}, {"L-1", "L-2"}),
		({"lead": ["L-1"]}, {"L-1"}),
		({"lead": "new-call-lead-1"}, None),
		({"lead": ""}, None),
		({"sheet": "L-1"}, None),
	],
)
def test_names_in_arguments(form, names):
	assert documents_in({"lead": "Call Lead"}, form).get("Call Lead") == names
