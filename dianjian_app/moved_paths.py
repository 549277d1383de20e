"""Where what was moved in 0.2 is found now: old path → new path. To be deleted with 0.4.

Mails, bookmarks and other programs call methods by path, and a job that was queued before a migrate names its function
by path. Both go on to work: `hooks.py` lets the web call the old names, and `install` lets Python import them.
Nothing here needs a site.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

APP = "dianjian_app."

METHODS = {
	"calls.grades.grade_options": "resources.grades.grade_options",
	"calls.log.log_call": "calls.log_call.log_call",
	"calls.sms_door.send_sms": "overrides.sms.send_sms",
	"calls.today.calls_of": "calls.todays_list.calls_of",
	"calls.today.today_list": "calls.todays_list.today_list",
	"doors.get_count": "overrides.client.get_count",
	"doors.get_group_by_count": "overrides.listview.get_group_by_count",
	"doors.get_link_title": "overrides.desk_search.get_link_title",
	"doors.get_linked_documents": "overrides.linked_with.get_linked_documents",
	"doors.search_link": "overrides.desk_search.search_link",
	"doors.search_widget": "overrides.desk_search.search_widget",
	"incentives.acknowledgement.acknowledge": "incentives.rules.rule_acknowledgement_events.acknowledge",
	"incentives.acknowledgement.waiting": "incentives.rules.rule_acknowledgement_events.rules_to_acknowledge",
	"incentives.appeals.of_entry": "incentives.discipline.appeals.appeals_of_entry",
	"incentives.closeout.close_out": "incentives.entries.close_out.close_out",
	"incentives.closeout.remainders": "incentives.entries.close_out.open_remainders",
	"incentives.measures.decide": "incentives.discipline.disciplinary_decision.decide",
	"incentives.measures.not_heard": "incentives.discipline.disciplinary_decision.record_not_heard",
	"incentives.measures.path": "incentives.discipline.disciplinary_decision.elimination_path",
	"incentives.measures.state": "incentives.discipline.disciplinary_decision.make_statement",
	"incentives.metric_events.fields_of": "incentives.metrics.incentive_metric_events.fields_of",
	"incentives.metric_events.try_metric": "incentives.metrics.incentive_metric_events.try_metric",
	"incentives.month_report.month_of_settlement": "incentives.settlement.month_report.month_of_settlement",
	"incentives.policy.notice_of": "incentives.rules.deduction_policy.policy_notice",
	"incentives.rule_events.new_version": "incentives.rules.incentive_rule_events.new_version",
	"incentives.rule_events.retire": "incentives.rules.incentive_rule_events.retire",
	"incentives.rule_form.preview": "incentives.rules.rule_form.preview_rule",
	"incentives.settle.compute_settlement": "incentives.settlement.compute.compute_settlement",
	"incentives.settlement_events.return_settlement": "incentives.settlement.incentive_settlement_events.return_settlement",
	"incentives.simulate.choices": "incentives.rules.simulation.simulation_choices",
	"incentives.simulate.run": "incentives.rules.simulation.run_simulation",
	"incentives.statements.lines": "incentives.settlement.incentive_statement_events.statement_lines",
	"incentives.statements.receive": "incentives.settlement.incentive_statement_events.confirm_receipt",
	"incentives.why.why": "incentives.entries.explanation.explain_entry",
	"incentives.why.why_line": "incentives.entries.explanation.explain_line",
	"mailing.robot.try_out": "mailing.group_robot.try_out",
	"mailing.statements.counts": "mailing.statement_mail.counts",
	"mailing.statements.send_again": "mailing.statement_mail.send_again",
	"people.time_asked.preview": "people.time_off_check.preview",
	"privacy.request.approve": "privacy.personal_data_request_events.approve",
	"privacy.request.refuse": "privacy.personal_data_request_events.refuse",
	"privacy.request.try_again": "privacy.personal_data_request_events.try_again",
	"privacy.request.what_is_held": "privacy.personal_data_request_events.what_is_held",
	"privacy.request.withdraw": "privacy.personal_data_request_events.withdraw",
	"reporting.board.read_board": "dianjian_app.page.wall_board.wall_board.read_board",
	"reporting.cards.connected_today": "reporting.number_cards.connected_today",
	"reporting.cards.missing_today": "reporting.number_cards.missing_today",
	"reporting.cards.units_this_month": "reporting.number_cards.units_this_month",
	"reporting.cards.visits_missing_this_week": "reporting.number_cards.visits_missing_this_week",
	"reporting.cards.visits_this_month": "reporting.number_cards.visits_this_month",
	"reporting.cards.visits_this_week": "reporting.number_cards.visits_this_week",
	"reporting.handout.board": "resources.pool.hand_out_page.board",
	"reporting.handout.preview": "resources.pool.hand_out_page.preview",
	"reporting.handout.propose": "resources.pool.hand_out_page.propose",
	"reporting.week.phones_of_the_week": "dianjian_app.report.weekly_centre_summary.weekly_centre_summary.phones_of_the_week",
	"resources.allocation.agents_today": "resources.pool.allocation.agents_today",
	"resources.allocation.hand_out": "resources.pool.allocation.hand_out",
	"resources.allocation.hand_over": "resources.pool.allocation.hand_over",
	"resources.allocation.take_back": "resources.pool.allocation.take_back",
	"resources.batch.preview": "resources.intake.lead_batch_actions.preview",
	"resources.batch.set_columns": "resources.intake.lead_batch_actions.set_columns",
	"resources.batch.start_import": "resources.intake.lead_batch_actions.start_import",
	"resources.batch.undo": "resources.intake.lead_batch_actions.undo",
	"resources.catalogue.grades_in_use": "resources.intake.catalogue.grades_in_use",
	"resources.exporting.export_data": "overrides.data_export.export_data",
	"resources.exporting.export_errored_rows": "overrides.data_import.export_errored_rows",
	"resources.exporting.export_for_import": "overrides.data_import.export_for_import",
	"resources.exporting.export_list": "overrides.reportview.export_list",
	"resources.exporting.export_report": "overrides.query_report.export_report",
	"resources.files.zip_files": "overrides.file.zip_files",
	"resources.finding.find_by_number": "resources.numbers.finding.find_by_number",
	"resources.numbers.add_number": "resources.numbers.further_numbers.add_number",
	"resources.recognition.recognise": "resources.numbers.caller_lookup.recognise",
	"resources.refusal.lift": "resources.numbers.refusal.lift",
	"resources.refusal.refuse_calls": "resources.numbers.refusal.refuse_calls",
	"resources.reveal.reveal_number": "resources.numbers.reveal.reveal_number",
	"service.claims.appeal": "service.lead_claim_events.appeal",
	"service.claims.evidence": "service.lead_claim_events.evidence",
	"service.claims.file_claim": "service.lead_claim_events.file_claim",
	"service.claims.my_part": "service.lead_claim_events.my_part",
	"service.claims.rule": "service.lead_claim_events.rule",
	"setup.guide.page": "setup.user_guide.page",
	"setup.guide.picture": "setup.user_guide.picture",
	"setup.packs.events.download": "packs.policy_pack_events.download",
	"setup.packs.events.load": "packs.policy_pack_events.load",
	"setup.packs.events.preview": "packs.policy_pack_events.preview",
	"visits.deal.cancel_deal": "visits.sales_deal_events.cancel_deal",
	"visits.deal.change": "visits.sales_deal_events.change",
	"visits.guide.guide": "visits.visit_form_guide.guide",
	"visits.register.cancel_register": "visits.invitation_register_events.cancel_register",
	"visits.register.intention_customers": "visits.invitation_register_events.intention_customers",
	"workbooks.call_forms.download_sheets": "workbooks.call_form_downloads.download_sheets",
	"workbooks.call_forms.download_today": "workbooks.call_form_downloads.download_today",
	"workbooks.hand_back.upload": "workbooks.call_form_upload.upload",
	"workbooks.ledger_books.download_ledger": "workbooks.ledger_workbooks.download_ledger",
	"workbooks.ledger_books.download_statistics": "workbooks.ledger_workbooks.download_statistics",
	"workbooks.register_forms.download_blank": "workbooks.register_workbooks.download_blank",
	"workbooks.register_forms.download_registers": "workbooks.register_workbooks.download_registers",
	"workbooks.report_book.download": "workbooks.report_workbook.download",
	"workbooks.simulation_book.download": "workbooks.simulation_workbook.download",
}
"""methods that the web may call, without the app's name"""

JOBS = {
	"incentives.appeals.escalate": "incentives.discipline.overdue_appeals.escalate",
	"incentives.chain.verify_daily": "incentives.entries.chain_upkeep.verify_daily",
	"ledger.daily.bring_the_month_up_to_date": "ledger.scheduled.bring_the_month_up_to_date",
	"ledger.daily.make_todays_lines": "ledger.scheduled.make_todays_lines",
	"mailing.auto_email.deliver": "mailing.report_mail.deliver",
	"mailing.robot.deliver": "mailing.group_robot.deliver",
	"mailing.statements.deliver": "mailing.statement_mail.deliver",
	"privacy.work.run": "privacy.request_execution.run",
	"reporting.morning.hand_out_daily": "resources.pool.morning_hand_out.hand_out_daily",
	"resources.batch.run_import": "resources.intake.import_job.run_import",
	"service.recycle.give_back_due": "resources.pool.recycling.return_due_leads",
}
"""what was queued or ran by the clock, without the app's name"""


PATCHES = {
	"setup.public_copies": "patches.v0_1.remove_public_copies_of_private_files",
	"setup.prints_redone": "patches.v0_1.replace_unedited_print_formats",
}
"""patches that a site has run under another name, without the app's name"""


def web_methods() -> dict[str, str]:
	"""Old path → new path with the app's name, as hooks.py gives them to override_whitelisted_methods."""
	return {APP + old: APP + new for old, new in METHODS.items()}


class _OldModules(MetaPathFinder, Loader):
	"""Finds the modules of the old paths that are no files any more, each with the functions that moved."""

	def find_spec(
		self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
	) -> ModuleSpec | None:
		if fullname in _functions_of_old_modules():
			return ModuleSpec(fullname, self)
		return None

	def create_module(self, spec: ModuleSpec) -> None:
		return None

	def exec_module(self, module: ModuleType) -> None:
		for name, new in _functions_of_old_modules()[module.__name__].items():
			place, _, function = new.rpartition(".")
			setattr(module, name, getattr(importlib.import_module(place), function))


def _functions_of_old_modules() -> dict[str, dict[str, str]]:
	"""Old module → its jobs that moved, each with its new path."""
	found: dict[str, dict[str, str]] = {}
	for old, new in JOBS.items():
		module, _, function = (APP + old).rpartition(".")
		found.setdefault(module, {})[function] = APP + new
	return found


def install() -> None:
	"""Let Python import the old modules. Asked last, so a module that is there goes before. Idempotent."""
	if not any(isinstance(finder, _OldModules) for finder in sys.meta_path):
		sys.meta_path.append(_OldModules())
