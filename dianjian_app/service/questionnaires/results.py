"""The results of closed questionnaires, for their report; of an open one nothing is told, or each answer would show (R56)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import frappe

from dianjian_app.service.questionnaires.questionnaire_form_events import ANSWER, SENT
from dianjian_app.service.questionnaires.staff_questionnaire_events import FORM, QUESTIONNAIRE
from dianjian_app.service.questionnaires.tally import Asked, Said, Tally, tally
from dianjian_app.service.questions import choices_of, in_language
from dianjian_app.value_lists import among


def results(rounds: Mapping[str, bool]) -> dict[str, list[Tally]]:
	"""Name of a closed questionnaire → its tallies. rounds: name → whether it is without names. Three queries in all."""
	questions = _questions(sorted(rounds))
	said = _said(rounds)
	return {
		name: tally(questions[name], said[name], with_names=not anonymous)
		for name, anonymous in rounds.items()
	}


def _questions(names: Sequence[str]) -> dict[str, list[Asked]]:
	rows = frappe.get_all(
		"Survey Question",
		{"parent": ("in", among(names)), "parenttype": QUESTIONNAIRE},
		["parent", "question", "english", "kind", "choices"],
		order_by="parent, idx",
		limit=0,
	)
	found: dict[str, list[Asked]] = defaultdict(list)
	for row in rows:
		shown = in_language(row.question, row.english)
		found[row.parent].append(Asked(row.question, row.kind, shown, tuple(choices_of(row))))
	return found


def _said(rounds: Mapping[str, bool]) -> dict[str, list[Said]]:
	sent = {"questionnaire": ("in", among(rounds)), "status": ("in", (SENT, ANSWER))}
	forms = {
		form.name: form
		for form in frappe.get_all(FORM, sent, ["name", "questionnaire", "status", "agent"], limit=0)
		# of one without names the nameless answers count, of another those with a name
		if (form.status == ANSWER) == bool(rounds[form.questionnaire])
	}
	rows = frappe.get_all(
		"Survey Answer",
		{"parent": ("in", among(forms)), "parenttype": FORM},
		["parent", "question", "score", "text"],
		limit=0,
	)
	people = {"name": ("in", among(form.agent for form in forms.values()))}
	names = {
		p.name: p.staff_name for p in frappe.get_all("Sales Staff", people, ["name", "staff_name"], limit=0)
	}
	found: dict[str, list[Said]] = defaultdict(list)
	for row in rows:
		form = forms[row.parent]
		who = names.get(form.agent or "", "")
		found[form.questionnaire].append(Said(row.question, row.score, row.text or "", who))
	return found
