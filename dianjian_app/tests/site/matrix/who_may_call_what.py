"""Who may call which method of the app, and about whose documents, written by hand from the design.

who: code:level as in SEES, where the level says about whose documents; READERS: who sees the document;
"*": everybody who has logged in. A method that is not in the table fails a test, as does a row without a method.
"""

from __future__ import annotations

from dianjian_app.tests.site.matrix.way import (
	ANYBODY,
	LEADERS,
	LEDGER,
	NAME,
	READERS,
	STAFF,
	TODAY,
)
from dianjian_app.tests.site.matrix.way import way as _of
from dianjian_app.tests.site.matrix.who_may_write_beside import BESIDE
from dianjian_app.tests.site.who_sees_what import SEES

OWN = "TA:own SC:own SA:own FD:own CS:own PL:own AD:own GL:own"
A_LIST = [{"line": "2", "number": "N-77", "name": "x", "position": "Front Desk"}]
# whoever trains, and whoever keeps the trainings of the place
TRAINS = "TA:own SC:own SA:own FD:own CS:own PL:own GL:group AD:centre DM:centre HR:centre"
CALLS = {
	"ledger.daily_hand_in.preview": _of("GL:group SA:group", "Sales Group", "sales_group", date=TODAY),
	"ledger.weekly_hand_in.preview": _of("GL:group SA:group", "Sales Group", "sales_group", week_start=TODAY),
	"ledger.weekly_hand_in.changes": _of(READERS, "Weekly Hand-in", "hand_in"),
	"ledger.daily_hand_in.changes": _of(READERS, "Daily Hand-in", "hand_in"),
	"resources.call_results.result_options": _of(READERS, "Sales Centre", "centre"),
	"service.public_feedback.address": _of(READERS, "Sales Centre", "centre"),
	"resources.grades.grade_options": _of(READERS, "Sales Centre", "centre"),
	"calls.log_call.log_call": _of(
		"TA:own GL:own",
		"Call Lead",
		"lead",
		connected=0,
		request_key="a",
		writes=True,
		# what was not handed out to the caller is not called; who has no group has no sheet
		told="NotAllocatedError CallSheetError NoPlaceError",
	),
	"calls.mend_call.correct_call": _of(
		"TA:own GL:own",
		"Call Sheet",
		"sheet",
		row="x",
		connected=0,
		writes=True,
		told="NotTheAgentError CallSheetError SheetFrozenError",
	),
	"calls.mend_call.take_back_call": _of(
		"TA:own GL:own",
		"Call Sheet",
		"sheet",
		row="x",
		writes=True,
		told="NotTheAgentError CallSheetError SheetFrozenError",
	),
	"calls.messages_by_hand.note_message": _of(
		"TA:own GL:own",
		"Call Lead",
		"lead",
		channel="WeChat",
		writes=True,
		told="NotTheAgentError MessageError",
	),
	"calls.review.odd_points": _of(READERS, "Call Sheet", "sheet"),
	"calls.review.hand_in": _of("TA:own GL:own", "Call Sheet", "sheet", writes=True),
	"calls.review.confirm_all": _of("GL DM", None, date=TODAY, writes=True),
	"calls.review.confirm_sheet": _of(LEADERS, "Call Sheet", "sheet", writes=True, never="GL:own"),
	"calls.review.return_sheet": _of(LEADERS, "Call Sheet", "sheet", reason="补填", writes=True),
	"calls.review.correct": _of(LEADERS, "Call Sheet", "sheet", reason="更正", writes=True, never="GL:own"),
	"calls.review.cancel_sheet": _of(
		LEADERS, "Call Sheet", "sheet", reason="作废", writes=True, never="GL:own"
	),
	"calls.todays_list.today_list": _of("TA GL DM", None),
	"calls.todays_list.calls_of": _of(READERS, "Call Lead", "lead"),
	"overrides.sms.send_sms": _of("AM", None, receiver_list="13900000000", msg="试发", writes=True),
	"workbooks.call_form_downloads.download_today": _of(
		"TA:own SA:own GL:group DM:centre", "Sales Staff", "agent", writes=True
	),
	"workbooks.call_form_downloads.download_sheets": _of(READERS, "Call Sheet", sheets=[NAME], writes=True),
	"workbooks.call_form_upload.upload": _of("TA", None, writes=True),
}
DOORS = {
	"overrides.client.get_count": _of(
		READERS, "Call Lead", doctype="Call Lead", filters={"name": NAME}, empty=True
	),
	"overrides.desk_search.search_link": _of(READERS, "Call Lead", doctype="Call Lead", txt=NAME, empty=True),
	"overrides.desk_search.search_widget": _of(
		READERS, "Call Lead", doctype="Call Lead", txt=NAME, empty=True
	),
	"overrides.desk_search.validate_link": _of(
		READERS, "Call Lead", doctype="Call Lead", docname=NAME, empty=True
	),
	"overrides.colleagues.get_names_for_mentions": _of(ANYBODY, None, search_term="x"),
	"overrides.desk_search.get_link_title": _of(ANYBODY, None, doctype="Call Lead", docname="x"),
	"overrides.global_search.search": _of(ANYBODY, None, text="x"),
	"overrides.linked_with.get_linked_documents": _of(READERS, "Call Lead", "docname", doctype="Call Lead"),
	"overrides.listview.get_group_by_count": _of(
		READERS,
		"Call Lead",
		doctype="Call Lead",
		current_filters=[["Call Lead", "name", "=", NAME]],
		field="agent",
		empty=True,
	),
}
RULES = {
	"incentives.rules.rule_acknowledgement_events.acknowledge": _of(
		STAFF, "Incentive Rule", "rule", writes=True
	),
	"incentives.rules.rule_acknowledgement_events.rules_to_acknowledge": _of(ANYBODY, None),
	"attendance.appeals.appeals_of_result": _of(READERS, "Staff Day Result", "result"),
	"incentives.discipline.appeals.appeals_of_entry": _of(READERS, "Incentive Entry", "entry"),
	"incentives.entries.close_out.open_remainders": _of("HR:centre", "Sales Staff", "staff"),
	"incentives.entries.close_out.close_out": _of("HR:centre", "Sales Staff", "staff", writes=True),
	"incentives.discipline.appeal_judges.who_decides": _of(READERS, "Incentive Appeal", "appeal"),
	"incentives.settlement.before_signing.what_it_brings": _of(READERS, "Incentive Settlement", "settlement"),
	"incentives.discipline.disciplinary_decision.confirm_proposal": _of(
		"DM:centre HR:centre", "Disciplinary Action", "action", writes=True, told="DecisionError"
	),
	"incentives.appraisal.appraisal_form_events.send": _of(
		f"{OWN} DM:own HR:own", "Appraisal Form", "form", writes=True
	),
	"incentives.appraisal.appraisal_response.respond": _of(
		OWN, "Staff Appraisal", "appraisal", agrees=1, writes=True
	),
	"incentives.discipline.disciplinary_decision.make_statement": _of(
		OWN, "Disciplinary Action", "action", text="说明", writes=True
	),
	"incentives.discipline.disciplinary_decision.record_not_heard": _of(
		"HR:centre", "Disciplinary Action", "action", how="Declined", writes=True
	),
	"incentives.discipline.disciplinary_decision.decide": _of(
		"DM:centre HR:centre", "Disciplinary Action", "action", adopt=0, reason="不成立", writes=True
	),
	"incentives.discipline.disciplinary_decision.elimination_path": _of(
		READERS, "Disciplinary Action", "action"
	),
	"incentives.metrics.incentive_metric_events.try_metric": _of(
		"AM:all",
		"Sales Centre",
		"centre",
		metric={"doctype": "Incentive Metric"},
		month="2026-08",
		writes=True,
	),
	"incentives.metrics.incentive_metric_events.fields_of": _of("AM DM HR AU", None, doctype="Daily Ledger"),
	"incentives.settlement.month_report.month_of_settlement": _of(
		READERS, "Incentive Settlement", "settlement"
	),
	"incentives.rules.deduction_policy.policy_notice": _of(READERS, "Sales Centre", "centre"),
	"incentives.rules.rule_review_events.decide": _of(
		"DM:centre AM:all", "Rule Review", "review", decision="Keep", reason="有效", writes=True
	),
	"incentives.rules.incentive_rule_events.new_version": _of(
		"AM:all", "Incentive Rule", "rule", writes=True
	),
	"incentives.rules.incentive_rule_events.retire": _of(
		"AM:all DM:centre", "Incentive Rule", "rule", writes=True
	),
	"service.customer_question_events.customer_told": _of(
		"TA:own SC:own GL:group FD:centre CS:centre PL:centre AD:centre DM:centre",
		"Customer Question",
		"question",
		writes=True,
	),
	"people.training_invitations.invite": _of(TRAINS, "Training Session", "session", writes=True),
	"people.training_invitations.call_off": _of(
		TRAINS, "Training Session", "session", reason="讲师请假", writes=True
	),
	# one's own alone, whoever else sees it
	"people.training_attendance.confirm_attendance": _of(
		f"{OWN} DM:own HR:own", "Training Due", "due", writes=True
	),
	"people.training_evaluations.has_evaluated": _of(f"{OWN} DM:own HR:own", "Training Due", "due"),
	"people.training_evaluations.evaluate": _of(
		f"{OWN} DM:own HR:own", "Training Due", "due", content=5, trainer=5, usefulness=5, writes=True
	),
	"people.training_evaluations.results": _of(READERS, "Training Session", "session"),
	"people.reading_marks.mark_read": _of(STAFF, "Talk Script", "name", doctype="Talk Script", writes=True),
	"ledger.daily_briefing.briefings_for_me": _of(ANYBODY, None),
	"ledger.daily_briefing.start_from": _of("GL:centre DM:centre", "Sales Group", "sales_group"),
	"ledger.daily_briefing.review": _of(
		LEADERS, "Daily Briefing", "briefing", words="好", writes=True, never="GL:own"
	),
	"service.offers.offers_to_tell": _of(READERS, "Call Lead", "lead"),
	"service.script_panel.scripts_for_call": _of(READERS, "Call Lead", "lead"),
	"service.script_panel.script_text": _of(READERS, "Talk Script", "script"),
	"service.script_panel.find_answers": _of(ANYBODY, None, word="x"),
	"service.script_panel.answer_helped": _of(STAFF, "Talk Script", "script", row="x", writes=True),
	"service.script_panel.flag_question": _of(
		"TA:own GL:group", "Call Lead", "lead", asked="几号交房？", writes=True
	),
	"service.script_versions.next_version": _of(
		"GL:centre PL:centre DM:centre", "Talk Script", "script", writes=True
	),
	"service.script_versions.take_in": _of(
		"GL:group PL:centre DM:centre",
		"Customer Question",
		"question",
		script="x",
		asked="几号交房？",
		answer="明年",
		writes=True,
	),
	"visits.leavers_customers.hand_on": _of(LEADERS, "Sales Group", "sales_group", agent="x", writes=True),
	"incentives.settlement.rule_corrections.show_corrections": _of(
		"AM:all DM:centre", "Incentive Rule", "rule", writes=True
	),
	"incentives.settlement.rule_corrections.confirm_corrections": _of(
		"AM:all DM:centre", "Incentive Rule", "rule", seen="x", writes=True
	),
	"incentives.rules.rule_form.preview_rule": _of(ANYBODY, None, rule={"rule_title": "x"}, writes=True),
	"incentives.settlement.compute.compute_settlement": _of(
		"DM:centre HR:centre AM:all", "Incentive Settlement", "settlement", writes=True
	),
	"incentives.settlement.incentive_settlement_events.return_settlement": _of(
		"HR:centre", "Incentive Settlement", "settlement", reason="核对", writes=True
	),
	"incentives.rules.simulation.run_simulation": _of(
		"DM:centre HR:centre AM:all",
		"Sales Centre",
		"centre",
		from_month="2026-08",
		to_month="2026-08",
		writes=True,
	),
	"incentives.rules.simulation.simulation_choices": _of(
		"DM:centre HR:centre AM:all", "Sales Centre", "centre"
	),
	"workbooks.simulation_workbook.download": _of(
		"DM:centre HR:centre AM:all",
		"Sales Centre",
		"centre",
		from_month="2026-08",
		to_month="2026-08",
		writes=True,
	),
	"incentives.settlement.incentive_statement_events.statement_lines": _of(
		READERS, "Incentive Statement", "statement"
	),
	"incentives.settlement.incentive_statement_events.confirm_receipt": _of(
		"TA:own SC:own GL:own", "Incentive Statement", "statement", writes=True
	),
	"incentives.entries.explanation.explain_entry": _of(
		"TA:own GL:group SA:group AD:centre DM:centre HR:centre AM:all AU:all", "Incentive Entry", "entry"
	),
	"incentives.entries.explanation.explain_line": _of(
		READERS, "Incentive Settlement", line="line of {name}"
	),
	"packs.policy_pack_events.preview": _of("DM:centre HR:centre AM:all", "Sales Centre", "centre", packs=[]),
	"packs.policy_pack_events.load": _of("AM:all", "Sales Centre", "centre", packs=[], writes=True),
	"packs.policy_pack_events.download": _of("AM:all", "Sales Centre", "centre", title="x", writes=True),
}
REPORTS = {
	"ledger.build.rebuild_by_hand": _of(
		"AD:centre AM:all", "Sales Centre", "centre", from_date=TODAY, to_date=TODAY, writes=True
	),
	"mailing.group_robot.try_out": _of("AM:all", "Group Robot", "robot", writes=True),
	"mailing.statement_mail.counts": _of(READERS, "Incentive Settlement", "settlement"),
	"mailing.statement_mail.send_again": _of(
		"DM:centre HR:centre AM:all", "Incentive Settlement", "settlement", writes=True
	),
	"reporting.agenda.events": _of("TA GL SA PL DM AM AU", None, start=TODAY, end=TODAY),
	"dianjian_app.page.wall_board.wall_board.read_board": _of(READERS, "Sales Centre", "centre"),
	"reporting.number_cards.connected_today": _of(LEDGER, None),
	"reporting.number_cards.missing_today": _of(LEDGER, None),
	"reporting.number_cards.visits_this_week": _of(LEDGER, None),
	"reporting.number_cards.visits_missing_this_week": _of(LEDGER, None),
	"reporting.number_cards.visits_this_month": _of(LEDGER, None),
	"reporting.number_cards.units_this_month": _of(LEDGER, None),
	"reporting.my_month.my_month": _of(ANYBODY, None),
	"reporting.waiting.what_waits": _of(ANYBODY, None),
	"reporting.number_cards.missing_now": _of("TA SC GL SA FD CS PL AD DM HR AM AU", None),
	"resources.pool.hand_out_page.board": _of(LEADERS, "Sales Group", "sales_group"),
	"resources.pool.hand_out_page.preview": _of(LEADERS, "Sales Group", "sales_group", quotas={}),
	"resources.pool.hand_out_page.propose": _of(LEADERS, "Sales Group", "sales_group", total=1),
	"reporting.drill.leads_of_step": _of(
		"TA GL SA PL DM AM AU",
		None,
		step="leads",
		by="Source",
		key="常规资源",
		filters={"from_date": TODAY, "to_date": TODAY},
	),
	"dianjian_app.report.weekly_centre_summary.weekly_centre_summary.phones_of_the_week": _of(
		"DM:centre", "Sales Centre", "centre", week=TODAY, writes=True
	),
	"workbooks.ledger_workbooks.download_ledger": _of(
		"TA:centre GL:centre SA:centre AD:centre DM:centre HR:centre AM:all AU:all",
		"Sales Centre",
		"centre",
		from_date=TODAY,
		to_date=TODAY,
		writes=True,
		empty=True,
	),
	"workbooks.ledger_workbooks.download_statistics": _of(
		"TA:centre GL:centre SA:centre AD:centre DM:centre HR:centre AM:all AU:all",
		"Sales Centre",
		"centre",
		month="2026-08",
		writes=True,
		empty=True,
	),
	# whoever reads a report takes their own rows of it along, logged and limited
	"workbooks.report_workbook.download": _of(
		"TA GL SA AD DM HR AM AU",
		None,
		report="Daily Sales Call Ledger",
		filters={"from_date": TODAY, "to_date": TODAY},
		writes=True,
	),
	"workbooks.month_sheet_workbook.download": _of(
		"TA SC GL SA FD CS PL AD DM HR AM AU", None, month="2026-08", writes=True
	),
	"mailing.background_export.report_later": _of(
		"TA GL SA AD DM HR AM AU",
		None,
		report="Daily Sales Call Ledger",
		filters={"from_date": TODAY, "to_date": TODAY},
		writes=True,
	),
}
BOARD = "TA:group SC:group GL:group SA:group AD:centre DM:centre HR:centre AM:all AU:all"
PEOPLE = {
	"attendance.duty_shifts.set_shift": _of(
		"GL:group DM:centre AD:centre",
		"Sales Staff",
		"staff",
		from_date="2099-09-15",
		to_date="2099-09-15",
		writes=True,
		never="GL:own DM:own AD:own",
	),
	# about people of the group; the document of the table lies behind, and is decided already: test_rest_day_moves.py
	"people.rest_day_moves.move_rest_day": _of(
		"TA:own SC:own SA:own FD:own CS:own PL:own HR:own GL:group DM:centre AD:centre",
		"Sales Staff",
		"staff",
		works_on=TODAY,
		rests_on=TODAY,
		writes=True,
		told="RestDayMoveError",
	),
	"people.rest_day_moves.accept_swap": _of(
		"", "Rest Day Move", "move", writes=True, told="RestDayMoveError"
	),
	"people.rest_day_moves.withdraw_move": _of(
		"TA:own SC:own SA:own FD:own CS:own PL:own GL:own AD:own DM:own HR:own",
		"Rest Day Move",
		"move",
		writes=True,
		told="RestDayMoveError",
	),
	"people.rest_day_moves.decide_move": _of(
		"GL:group DM:centre AD:centre",
		"Rest Day Move",
		"move",
		writes=True,
		told="RestDayMoveError",
		never="GL:own DM:own AD:own",
	),
	"attendance.week_limits.of_move": _of(
		"TA:own SC:own SA:own FD:own CS:own PL:own GL:group DM:centre AD:centre HR:centre AM:all AU:all",
		"Sales Staff",
		"staff",
		works_on=TODAY,
		rests_on=TODAY,
	),
	"attendance.roster_board.read_board": _of(BOARD, "Sales Group", "sales_group", month="2026-09"),
	"workbooks.roster_workbook.download": _of(
		BOARD, "Sales Group", "sales_group", month="2026-09", writes=True
	),
	"people.next_calendar.make_years_calendar": _of(
		"DM:centre AD:centre HR:centre AM:all",
		"Sales Centre",
		"centre",
		year=2027,
		writes=True,
		told="CalendarDayError",
	),
	"people.next_calendar.missing_years": _of(READERS, "Sales Centre", "centre"),
	"people.next_calendar.fill_in_published": _of(
		"AD AM", None, calendar="中国 2026", writes=True, told="CalendarDayError"
	),
	"people.moves.change_position": _of(
		"HR:centre AM:all",
		"Sales Staff",
		"staff",
		position="Front Desk",
		from_date=TODAY,
		writes=True,
		never="HR:own",
	),
	"people.moves.record_return": _of(
		"HR:centre AM:all",
		"Sales Staff",
		"staff",
		position="Front Desk",
		from_date=TODAY,
		writes=True,
		# nobody of the table has left
		told="EmploymentDatesError",
	),
	"people.moves.move_to_group": _of(
		"HR:centre AM:all", "Sales Staff", "staff", group="{group}", from_date=TODAY, writes=True
	),
	"people.candidates.move_on": _of("HR:centre", "Sales Candidate", "candidate", writes=True),
	"people.candidates.give_score": _of(
		# of those who see the candidate, whoever is named as interviewer: test_candidates.py
		"",
		"Sales Candidate",
		"candidate",
		score=80,
		writes=True,
	),
	"people.candidates.decide": _of(
		"HR:centre DM:centre",
		"Sales Candidate",
		"candidate",
		outcome="Rejected",
		reason="不合适",
		writes=True,
	),
	"people.hiring.hire": _of(
		"HR:centre",
		"Sales Candidate",
		"candidate",
		employee_number="N-1",
		joining_date=TODAY,
		writes=True,
	),
	"people.logins.create_login": _of(
		"HR:centre AM:all", "Sales Staff", "staff", email="x@test.example", writes=True, never="HR:own"
	),
	"people.logins.link_login": _of(
		"HR:centre AM:all", "Sales Staff", "staff", login="x", writes=True, never="HR:own"
	),
	"people.logins.send_one_time_link": _of(
		"HR:centre AM:all", "Sales Staff", "staff", writes=True, never="HR:own"
	),
	"people.logins.disable_login": _of(
		"HR:centre AM:all", "Sales Staff", "staff", writes=True, never="HR:own"
	),
	"people.logins.enable_login": _of(
		"HR:centre AM:all", "Sales Staff", "staff", writes=True, never="HR:own"
	),
	"people.moves.propose_first_groups": _of(
		"HR:centre AM:all", "Sales Centre", "centre", group="{group}", joining_date=TODAY
	),
	"people.moves.record_leaving": _of(
		"HR:centre AM:all", "Sales Staff", "staff", leaving_date=TODAY, writes=True, never="HR:own"
	),
	"attendance.working_time_check.preview": _of(
		"TA:own SC:own SA:own FD:own CS:own PL:own GL:group DM:centre AD:centre HR:centre AM:all AU:all",
		"Sales Staff",
		"staff",
	),
	# the leave of the table is the leader's alone to decide; who agrees to longer leave: test_time_off_agreement.py
	"people.time_off_agreement.agree": _of("", "Time Off Request", "request", writes=True),
	"people.time_off_check.preview": _of(
		"TA:own SC:own SA:own FD:own CS:own PL:own GL:group DM:centre AD:centre HR:centre AM:all AU:all",
		"Sales Staff",
		"staff",
	),
}
RESOURCES = {
	"resources.customer_needs.needs_of": _of(READERS, "Call Lead", "lead"),
	"resources.customer_needs.note_needs": _of(
		"TA:own GL:group DM:centre AM:all",
		"Call Lead",
		"lead",
		needs={"rooms": 3},
		writes=True,
	),
	"resources.numbers.further_numbers.add_number": _of(
		"TA:own GL:group DM:centre AM:all",
		"Call Lead",
		"lead",
		number="13700000000",
		writes=True,
		never="GL:common",
	),
	"resources.pool.allocation.agents_today": _of(LEADERS, "Sales Group", "sales_group"),
	"resources.pool.allocation.hand_out": _of(LEADERS, "Sales Group", "sales_group", quotas={}, writes=True),
	"resources.pool.allocation.hand_over": _of(
		LEADERS, "Sales Group", "sales_group", leads=["x"], agent="x", writes=True
	),
	"resources.pool.allocation.take_back": _of(
		LEADERS, "Call Lead", leads=[NAME], reason="重新分配", writes=True, never="GL:own"
	),
	"resources.intake.lead_batch_actions.preview": _of(READERS, "Lead Batch", "batch"),
	"resources.intake.lead_batch_actions.set_choices": _of(
		"PL:centre GL:group SA:group DM:centre AM:all",
		"Lead Batch",
		"batch",
		sheet="x",
		chosen='{"leave_out": false}',
		writes=True,
	),
	"resources.intake.lead_batch_actions.set_columns": _of(
		"PL:centre GL:group SA:group DM:centre AM:all",
		"Lead Batch",
		"batch",
		sheet="x",
		header=0,
		first=1,
		chosen="{}",
		writes=True,
	),
	"resources.intake.lead_batch_actions.start_import": _of(
		"PL:centre GL:group SA:group DM:centre AM:all", "Lead Batch", "batch", writes=True
	),
	"resources.intake.lead_batch_actions.undo": _of(
		"PL:centre GL:group SA:group DM:centre AM:all", "Lead Batch", "batch", writes=True
	),
	"resources.intake.catalogue.grades_in_use": _of(ANYBODY, None),
	"overrides.reportview.export_list": _of(
		"GL DM AM AU", None, doctype="Call Lead", fields=["name"], file_format_type="CSV", writes=True
	),
	"overrides.query_report.export_report": _of(
		"GL SA AD DM HR AM AU",
		None,
		report_name="Daily Sales Call Ledger",
		file_format_type="CSV",
		filters={"from_date": TODAY, "to_date": TODAY},
		writes=True,
	),
	"overrides.data_export.export_data": _of(
		"GL DM AM AU", None, doctype="Call Lead", with_data=1, file_type="CSV", writes=True
	),
	"overrides.data_import.export_for_import": _of(
		"GL DM AM AU", None, doctype="Call Lead", export_fields={}, export_records="all", file_type="CSV"
	),
	"overrides.data_import.export_errored_rows": _of(
		"", None, data_import_name="x", told="DoesNotExistError"
	),
	"overrides.file.zip_files": _of(ANYBODY, None, files=[]),
	"resources.numbers.finding.find_by_number": _of(ANYBODY, None, number="13812345678", writes=True),
	"resources.numbers.caller_lookup.recognise": _of(
		"TA SC GL SA FD CS", None, number="13812345678", writes=True
	),
	"resources.numbers.refusal.refuse_calls": _of(
		"TA:own GL:group SA:group PL:centre DM:centre AM:all",
		"Call Lead",
		"name",
		doctype="Call Lead",
		reason="不再联系",
		writes=True,
	),
	"calls.retired_number.keep_number": _of(
		"GL:group DM:centre", "Call Lead", "lead", reason="客户来电", writes=True
	),
	"resources.numbers.refusal.lift": _of("AM:all", "Call Lead", "lead", reason="客户来电", writes=True),
	"resources.numbers.reveal.reveal_number": _of(
		"TA:own GL:group DM:centre",
		"Call Lead",
		"name",
		doctype="Call Lead",
		reason="回访",
		writes=True,
	),
	"service.lead_claim_events.file_claim": _of(
		"TA SC", None, phone="13812345678", grounds="老客户", writes=True
	),
	# the holder of these claims is of no group: it is the manager's to rule
	"service.lead_claim_events.evidence": _of(LEADERS, "Lead Claim", "claim", never="GL:own GL:group"),
	"service.lead_claim_events.rule": _of(
		LEADERS, "Lead Claim", "claim", agent="x", reason="先登记", writes=True
	),
	"service.lead_claim_events.appeal": _of("TA:own SC:own", "Lead Claim", "claim", text="不服", writes=True),
	"service.lead_claim_events.my_part": _of(READERS, "Lead Claim", "claim"),
	"service.customer_file.customer_file": _of(READERS, "Call Lead", "lead"),
	"setup.user_guide.page": _of(ANYBODY, None, page="x"),
	"setup.user_guide.picture": _of(ANYBODY, None, name="x"),
}
_PLAN, _ROUND, _FORM = "Development Plan", "Staff Questionnaire", "Questionnaire Form"
_EVERYBODY = f"{OWN} DM:own HR:own"
VOICES = {
	"service.development.development_plan_events.acknowledge": _of(_EVERYBODY, _PLAN, "plan", writes=True),
	"service.development.development_plan_events.close": _of(
		"GL:group DM:centre HR:centre",
		_PLAN,
		"plan",
		words="达成",
		writes=True,
		never="GL:own DM:own HR:own",
	),
	"service.development.beside_plans.stands_beside": _of(SEES["Development Plan"], "Sales Staff", "agent"),
	"service.questionnaires.rounds.open_now": _of(
		"DM:centre HR:centre", _ROUND, "questionnaire", writes=True
	),
	"service.questionnaires.rounds.close_now": _of(
		"DM:centre HR:centre", _ROUND, "questionnaire", writes=True
	),
	"service.questionnaires.questionnaire_form_events.questions_of": _of(_EVERYBODY, _FORM, "form"),
	"service.questionnaires.questionnaire_form_events.send": _of(
		_EVERYBODY, _FORM, "form", answers=[{"number": 1, "score": 5}], writes=True
	),
}
_DECIDES = "DM:centre AM:all"
_REQUEST = "Personal Data Request"
PRIVACY = {
	"privacy.personal_data_request_events.what_is_held": _of(READERS, _REQUEST, "request"),
	"privacy.personal_data_request_events.approve": _of(_DECIDES, _REQUEST, "request", writes=True),
	"privacy.personal_data_request_events.try_again": _of(_DECIDES, _REQUEST, "request", writes=True),
	"privacy.personal_data_request_events.refuse": _of(
		_DECIDES, _REQUEST, "request", reason="不符", writes=True
	),
	"privacy.personal_data_request_events.withdraw": _of(_DECIDES, _REQUEST, "request", writes=True),
	"privacy.retention.what_would_go": _of("AM", None, period="Uncalled Leads", writes=True),
}
_VISIT, _ENTRY = "Visit Confirmation", "Visitor Entry"
VISITS = {
	"visits.draft_register.invite": _of(
		"TA:own GL:own",
		"Call Lead",
		"lead",
		planned_at="2999-01-01 10:00:00",
		writes=True,
		told="NotTheSignerError RegisterError",
	),
	"service.survey_answers.questions_of": _of("CS:centre DM:centre", "Survey Link", "link"),
	"service.survey_answers.answer_by_phone": _of(
		"CS:centre DM:centre",
		"Survey Link",
		"link",
		answers=[{"number": 1, "score": 5}],
		writes=True,
	),
	"service.survey_links.give_by_hand": _of("CS:centre DM:centre", "Survey Link", "link", writes=True),
	"service.survey_links.looked_at": _of(
		"DM:centre", "Survey Link", "link", finding="The Visit Was Real", writes=True
	),
	"service.flags.looking.look_at": _of(
		"DM:centre", "Review Flag", "flag", result="In Order", note="看过", writes=True
	),
	"service.unit_import.preview": _of(
		"PL:centre DM:centre", "Sales Centre", "centre", filename="a.csv", content="", writes=True
	),
	"service.unit_import.bring_in": _of(
		"PL:centre DM:centre", "Sales Centre", "centre", filename="a.csv", content="", writes=True
	),
	"service.units_that_fit.units_that_fit": _of(READERS, "Call Lead", "lead"),
	"visits.tours.note_unit": _of(
		"SC:own GL:group DM:centre", _VISIT, "visit", unit="x", writes=True, never="GL:own"
	),
	"visits.viewing_events.my_candidates": _of(READERS, "Viewing Event", "event"),
	# whose guests: test_viewing_events.py
	"visits.viewing_events.invite": _of(READERS, "Viewing Event", "event", leads=[], writes=True),
	"visits.viewing_events.text_guests": _of(READERS, "Viewing Event", "event", writes=True),
	"visits.custody.record_arrival": _of("FD:centre", _VISIT, "visit", writes=True),
	"visits.custody.record_contact": _of("TA:own GL:own", _VISIT, "visit", writes=True),
	"visits.custody.record_lead_in": _of("FD:centre", _VISIT, "visit", writes=True),
	"visits.custody.sign": _of("SC:own", _VISIT, "visit", writes=True),
	"visits.custody.confirm": _of(LEADERS, _VISIT, "visit", writes=True),
	"visits.custody.no_show": _of("TA:own FD:centre GL:group DM:centre", _VISIT, "visit", writes=True),
	"visits.custody.re_invite": _of(
		"TA:own GL:own", _VISIT, "visit", planned_at="2030-01-01 10:00:00", writes=True
	),
	"visits.custody.cancel_visit": _of(LEADERS, _VISIT, "visit", reason="登记有误", writes=True),
	"visits.front_desk_record.record_checks": _of("FD:centre", _VISIT, "visit", writes=True),
	"visits.reception.visits_of_the_day": _of(ANYBODY, None),
	"visits.invitation_codes.invitation": _of(
		"TA:own GL:own GL:group DM:centre", _VISIT, "visit", writes=True
	),
	"visits.invitation_codes.arrive_by_code": _of("FD", None, code="2345-6789", writes=True),
	"visits.walk_ins.register_walk_in": _of(
		"FD", None, customer_name="王", number="13812345678", source="近半年来访", writes=True
	),
	"visits.whose_customer.whose_customer": _of("FD", None, number="13812345678", writes=True),
	"visits.visitor_entry_events.arrive": _of("FD:centre", _ENTRY, "entry", writes=True),
	"visits.visitor_entry_events.leave": _of("FD:centre", _ENTRY, "entry", writes=True),
	"visits.visitor_entry_events.enter_closed_area": _of("FD:centre", _ENTRY, "entry", writes=True),
	"visits.visitor_entry_events.permit": _of(
		"GL:own GL:group AD:centre DM:centre", _ENTRY, "entry", writes=True
	),
	"visits.visitor_entry_events.ban": _of(
		"AD:centre DM:centre", _ENTRY, "entry", until="2030-01-01", reason="偷拍", writes=True
	),
	"visits.visitor_entry_events.lift_ban": _of("AD:centre DM:centre", _ENTRY, "entry", writes=True),
	"visits.visit_form_guide.guide": _of(READERS, _VISIT, "visit"),
	"visits.sales_deal_events.cancel_deal": _of(
		"DM:centre", "Sales Deal", "deal", reason="退房", writes=True
	),
	"visits.deal_files.file_of_deal": _of(
		"SC:own GL:group SA:group DM:centre AM:all AU:all", "Sales Deal", "deal", writes=True
	),
	"visits.sales_deal_events.change": _of("DM:centre", "Sales Deal", "deal", reason="换房", writes=True),
	"visits.invitation_register_events.cancel_register": _of(
		LEADERS, "Invitation Register", "register", reason="重复登记", writes=True
	),
	"visits.invitation_register_events.intention_customers": _of(
		"TA:own GL:group SA:group DM:centre AM:all AU:all", "Sales Staff", "agent", empty=True
	),
	"workbooks.register_workbooks.download_registers": _of(
		READERS, "Invitation Register", registers=[NAME], writes=True
	),
	"workbooks.register_workbooks.download_blank": _of("TA GL SA DM AM AU", None, writes=True),
	"workbooks.staff_list.upload": _of("HR AM", None, writes=True, told="StaffListRefused"),
	"workbooks.staff_list.look": _of("HR:centre AM:all", "Sales Centre", "centre", lines=A_LIST, writes=True),
	"workbooks.staff_list.make": _of("HR:centre AM:all", "Sales Centre", "centre", lines=A_LIST, writes=True),
	"workbooks.staff_list.download_blank": _of("HR:centre AM:all", "Sales Centre", "centre"),
	"reporting.centre_readiness.readiness": _of("DM:centre HR:centre AM:all", "Sales Centre", "centre"),
}
ATTENDANCE = {
	"attendance.desk_punch.punch": _of(
		"TA SC GL SA FD CS PL AD DM HR", None, writes=True, told="NoStaffError"
	),
	"attendance.desk_punch.asks_place": _of(ANYBODY, None),
	"attendance.punch_device_events.make_token": _of(
		"AD:centre AM:all", "Punch Device", "device", writes=True
	),
	"attendance.punch_file_actions.preview": _of(READERS, "Punch File", "punch_file"),
	"attendance.punch_file_actions.start_import": _of(
		"AD:centre DM:centre", "Punch File", "punch_file", writes=True
	),
}
WAYS = {
	**ATTENDANCE,
	**CALLS,
	**DOORS,
	**RULES,
	**REPORTS,
	**PEOPLE,
	**RESOURCES,
	**PRIVACY,
	**VOICES,
	**VISITS,
	**BESIDE,
}

# open without a login, behind a secret of the site's settings, a device or a centre
GUESTS = {
	"attendance.push.receive": {"device": "x", "token": "guessed", "punches": []},
	"service.survey_answers.open_link": {"key": "guessed"},
	"service.survey_answers.answer": {"key": "guessed", "answers": [{"number": 1, "score": 5}]},
	"service.public_feedback.write": {"key": "guessed", "said": "等候太久", "phone": "13812345678"},
	"calls.sms_callback.report": {"secret": "guessed", "reference": "x", "state": "ok"},
	"calls.sms_callback.reply": {"secret": "guessed", "mobile": "13812345678", "content": "退订"},
}
