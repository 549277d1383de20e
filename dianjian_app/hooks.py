from dianjian_app import beside_rows, look_alike_names, moved_paths, row_ownership
from dianjian_app.framework_compat import apps_screen_path

app_name = "dianjian_app"
app_title = "Dianjian"
app_publisher = "Dianjian maintainers"
app_description = "Telesales of a real-estate sales centre: calls, visits, rewards, ledger"
app_email = "maintainers@dianjian.example"
app_license = "MIT"
required_apps: list[str] = []
# a DocType that is saved in developer mode writes its fields into its controller
export_python_type_annotations = True

app_logo_url = "/assets/dianjian_app/images/dianjian.svg"
website_context = {"favicon": app_logo_url, "splash_image": app_logo_url}
app_include_js = ["dianjian.bundle.js"]
add_to_apps_screen = [
	{"name": app_name, "logo": app_logo_url, "title": "Telesales", "route": apps_screen_path("telesales")},
]
on_session_creation = [
	"dianjian_app.setup.first_page.land_on_first_workspace",
	"dianjian_app.service.flags.same_device.remember_device",
]
extend_bootinfo = [
	"dianjian_app.setup.seeds.workspace.lead_from_forms",
	"dianjian_app.setup.seeds.sidebar.show_one_sidebar",
	"dianjian_app.people.staffing.tell_boot",
	"dianjian_app.overrides.page_policy.tell_boot",
]

before_install = "dianjian_app.setup.install.before_install"
after_install = "dianjian_app.setup.install.after_install"
after_migrate = "dianjian_app.setup.install.after_migrate"
before_uninstall = "dianjian_app.setup.install.before_uninstall"

# who sees which rows: one registry, read here and by permissions.py
permission_query_conditions = {
	doctype: f"dianjian_app.row_conditions.{row_ownership.conditions_name(doctype)}"
	for doctype in row_ownership.owned_doctypes()
}
has_permission = {
	doctype: "dianjian_app.permissions.has_permission"
	for doctype in (*row_ownership.ROW_FIELDS, *row_ownership.NOBODY)
}
# users are seen by the people of their centre
permission_query_conditions["User"] = "dianjian_app.overrides.colleagues.rows_of_user"
has_permission["User"] = "dianjian_app.overrides.colleagues.has_permission"
has_permission["File"] = "dianjian_app.overrides.file.has_permission"
# Frappe's, whose lists are each user's own
has_permission.update(
	{
		doctype: "dianjian_app.overrides.own_documents.has_permission"
		for doctype in row_ownership.LISTED_AS_OWN
	}
)
# what a report prepared beforehand holds is one reader's
has_permission["Prepared Report"] = "dianjian_app.overrides.prepared_report.has_permission"
permission_query_conditions["Prepared Report"] = (
	"dianjian_app.overrides.prepared_report.rows_of_prepared_report"
)
# Frappe's own rows beside documents, and what people did
for _beside in beside_rows.BESIDE:
	permission_query_conditions[_beside] = (
		f"dianjian_app.beside_conditions.{row_ownership.conditions_name(_beside)}"
	)
	has_permission.setdefault(_beside, "dianjian_app.beside_conditions.has_permission")

_LEDGER = "dianjian_app.ledger.listeners"
_LEAVE = "dianjian_app.people.leave_on_days_off"
_ATTENDANCE = "dianjian_app.attendance.listeners"
_STANDING_IN = "dianjian_app.visits.standing_in.leave_changed"
_TIME_OFF = [f"{_ATTENDANCE}.time_off_changed", f"{_LEDGER}.time_off_changed", _STANDING_IN]
doc_events = {
	"*": {
		# no field leads to a file that its writer may not have, none of the app's holds what a browser runs
		"validate": [
			"dianjian_app.overrides.file.check_attached",
			"dianjian_app.clean_text.clean_document",
		],
		"before_insert": "dianjian_app.overrides.document.forget_chosen_name",
		"before_validate": "dianjian_app.overrides.document.check_numbers",
		"before_print": "dianjian_app.clean_text.clean_for_print",
		"before_discard": "dianjian_app.overrides.document.refuse_discard",
		# a name that entries, rules or metrics carry is not renamed under them
		"before_rename": "dianjian_app.incentives.entries.names_in_evidence.refuse_rename",
	},
	"User": {
		"before_validate": "dianjian_app.setup.seeds.module_profile.tidy",
		"validate": "dianjian_app.people.login_rules.no_system_manager_by_chance",
	},
	"DocShare": {"validate": "dianjian_app.overrides.doc_share.refuse_share"},
	# what people write beside documents: no customer's number stays in it
	**{
		doctype: {"before_validate": "dianjian_app.resources.numbers.free_text.mask_numbers"}
		for doctype in (
			*("ToDo", "Communication", "Notification Log", "Note", "Event"),
			"Training Evaluation",
		)
	},
	"Comment": {
		"before_validate": "dianjian_app.resources.numbers.free_text.mask_numbers",
		"validate": "dianjian_app.overrides.form_utils.check_comment",
	},
	# and it stands in their own name, beside what is open to them
	"Tag Link": {"validate": "dianjian_app.overrides.tag.check_link"},
	"Document Follow": {"validate": "dianjian_app.overrides.document_follow.check_follow"},
	"Sales Staff": {
		"on_update": [
			"dianjian_app.permissions.forget_places",
			f"{_LEAVE}.staff_changed",
			f"{_ATTENDANCE}.staff_changed",
			f"{_LEDGER}.staff_changed",
		],
		"on_trash": "dianjian_app.permissions.forget_places",
	},
	"Sales Group": {
		"on_update": "dianjian_app.permissions.forget_places",
		"on_trash": "dianjian_app.permissions.forget_places",
	},
	"Sales Centre": {
		"validate": ["dianjian_app.incentives.rules.performance_figures.validate_centre"],
		"on_update": [
			"dianjian_app.permissions.forget_places",
			f"{_LEAVE}.centre_changed",
			f"{_ATTENDANCE}.centre_changed",
			f"{_LEDGER}.centre_changed",
		],
	},
	# the ledger follows the rooms before it
	"Work Calendar": {
		"on_update": [
			f"{_LEAVE}.calendar_changed",
			f"{_ATTENDANCE}.calendar_changed",
			f"{_LEDGER}.calendar_changed",
		]
	},
	"Call Sheet": {
		**{
			event: f"{_LEDGER}.sheet_changed"
			for event in ("on_update", "on_update_after_submit", "on_cancel", "after_delete")
		},
		"on_day_sheet_made": f"{_LEDGER}.sheet_made",
	},
	"Invitation Register": {event: f"{_LEDGER}.register_changed" for event in ("on_submit", "on_cancel")},
	"Visit Confirmation": {
		event: f"{_LEDGER}.visit_changed" for event in ("on_update", "on_update_after_submit", "on_cancel")
	},
	"Incentive Statement": {"after_insert": "dianjian_app.mailing.statement_mail.queue"},
	"Sales Deal": {event: f"{_LEDGER}.deal_changed" for event in ("on_submit", "on_cancel")},
	"Time Off Request": {
		"on_submit": [*_TIME_OFF, "dianjian_app.visits.counted_on.leave_approved"],
		"on_cancel": _TIME_OFF,
		"on_update_after_submit": _STANDING_IN,
	},
	# plans that name a training follow it, and who attended is asked what they thought of it
	"Training Session": {
		"on_submit": [
			"dianjian_app.service.development.beside_plans.training_held",
			"dianjian_app.service.questionnaires.rounds.after_training",
		],
		"on_cancel": "dianjian_app.service.development.beside_plans.training_taken_back",
	},
	"Device Outage": {"on_update": "dianjian_app.attendance.device_outage_events.judge_days"},
	"Punch Record": {"after_insert": f"{_ATTENDANCE}.punch_entered"},
	"Punching Policy": {event: f"{_ATTENDANCE}.policy_changed" for event in ("on_update", "after_delete")},
	"Opening Balance": {event: f"{_LEDGER}.opening_changed" for event in ("on_submit", "on_cancel")},
}
for _doctype, _check in (("ToDo", "todo"), ("Event", "event"), ("Note", "note")):
	doc_events[_doctype]["validate"] = f"dianjian_app.overrides.beside_writing.check_{_check}"
for _doctype in look_alike_names.NAMED_BY_PEOPLE:
	doc_events.setdefault(_doctype, {}).setdefault("validate", []).append(
		"dianjian_app.look_alike_names.refuse"
	)

# Frappe's own questions that would answer past the row conditions
override_doctype_class = {
	# each recipient of a mailed report, and of a notification, gets what that person may see
	"Auto Email Report": "dianjian_app.overrides.auto_email_report.PersonalReport",
	"Notification": "dianjian_app.overrides.notification.ScopedNotification",
	# reports run live, as their reader
	"Report": "dianjian_app.overrides.prepared_report.LiveReport",
	"Prepared Report": "dianjian_app.overrides.prepared_report.OwnPreparedReport",
	# who has left, or may not see what it is about, is told nothing
	"Email Queue": "dianjian_app.overrides.outgoing.AskingEmailQueue",
	"Notification Log": "dianjian_app.overrides.outgoing.AskingNotificationLog",
	# workbooks with numbers come back to who brought them
	"File": "dianjian_app.overrides.file.GatedFile",
}

override_whitelisted_methods = {
	# for one version: what mails, bookmarks and other programs call by its old path
	**moved_paths.web_methods(),
	"frappe.client.get_count": "dianjian_app.overrides.client.get_count",
	"frappe.client.validate_link": "dianjian_app.overrides.desk_search.validate_link",
	"frappe.desk.search.search_link": "dianjian_app.overrides.desk_search.search_link",
	"frappe.desk.search.search_widget": "dianjian_app.overrides.desk_search.search_widget",
	"frappe.desk.search.get_names_for_mentions": "dianjian_app.overrides.colleagues.get_names_for_mentions",
	"frappe.desk.search.get_link_title": "dianjian_app.overrides.desk_search.get_link_title",
	"frappe.utils.global_search.search": "dianjian_app.overrides.global_search.search",
	"frappe.desk.form.linked_with.get": "dianjian_app.overrides.linked_with.get_linked_documents",
	"frappe.desk.listview.get_group_by_count": "dianjian_app.overrides.listview.get_group_by_count",
	# what is taken out is logged and limited
	"frappe.desk.reportview.export_query": "dianjian_app.overrides.reportview.export_list",
	"frappe.desk.query_report.export_query": "dianjian_app.overrides.query_report.export_report",
	"frappe.core.doctype.data_export.exporter.export_data": "dianjian_app.overrides.data_export.export_data",
	"frappe.core.doctype.data_import.data_import.download_template": "dianjian_app.overrides.data_import.export_for_import",
	"frappe.core.doctype.data_import.data_import.download_errored_template": "dianjian_app.overrides.data_import.export_errored_rows",
	"frappe.core.api.file.zip_files": "dianjian_app.overrides.file.zip_files",
	# what is written, counted or drawn beside documents: by who may read them, in the own name
	"frappe.desk.doctype.tag.tag.add_tag": "dianjian_app.overrides.tag.add_tag",
	"frappe.desk.doctype.tag.tag.add_tags": "dianjian_app.overrides.tag.add_tags",
	"frappe.desk.doctype.tag.tag.remove_tag": "dianjian_app.overrides.tag.remove_tag",
	"frappe.desk.doctype.tag.tag.get_tags": "dianjian_app.overrides.tag.get_tags",
	"frappe.desk.doctype.tag.tag.get_documents_for_tag": "dianjian_app.overrides.tag.get_documents_for_tag",
	"frappe.desk.doctype.tag.tag.get_tagged_docs": "dianjian_app.overrides.tag.get_tagged_docs",
	"frappe.desk.doctype.tag.tag.get_tags_list_for_awesomebar": "dianjian_app.overrides.tag.get_tags_list_for_awesomebar",
	"frappe.desk.like.toggle_like": "dianjian_app.overrides.like.toggle_like",
	"frappe.desk.form.utils.add_comment": "dianjian_app.overrides.form_utils.add_comment",
	"frappe.desk.form.utils.update_comment": "dianjian_app.overrides.form_utils.update_comment",
	"frappe.desk.form.utils.update_comment_publicity": "dianjian_app.overrides.form_utils.update_comment_publicity",
	"frappe.desk.form.assign_to.add": "dianjian_app.overrides.assign_to.add",
	"frappe.desk.form.assign_to.add_multiple": "dianjian_app.overrides.assign_to.add_multiple",
	"frappe.desk.form.assign_to.remove": "dianjian_app.overrides.assign_to.remove",
	"frappe.desk.form.assign_to.remove_multiple": "dianjian_app.overrides.assign_to.remove_multiple",
	"frappe.desk.form.assign_to.close": "dianjian_app.overrides.assign_to.close",
	"frappe.desk.form.document_follow.follow_document": "dianjian_app.overrides.document_follow.follow_document",
	"frappe.desk.form.document_follow.unfollow_document": "dianjian_app.overrides.document_follow.unfollow_document",
	"frappe.desk.form.document_follow.update_follow": "dianjian_app.overrides.document_follow.update_follow",
	"frappe.desk.form.document_follow.get_follow_users": "dianjian_app.overrides.document_follow.get_follow_users",
	"frappe.share.get_users": "dianjian_app.overrides.share.get_users",
	"frappe.desk.notifications.get_open_count": "dianjian_app.overrides.notifications.get_open_count",
	"frappe.desk.form.linked_with.get_submitted_linked_docs": "dianjian_app.overrides.linked_with.get_submitted_linked_docs",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "dianjian_app.overrides.dashboard_chart.get",
	"frappe.utils.print_format.download_multi_pdf": "dianjian_app.overrides.print_format.download_multi_pdf",
	"frappe.utils.print_format.download_multi_pdf_async": "dianjian_app.overrides.print_format.download_multi_pdf_async",
	"frappe.utils.print_format.report_to_pdf": "dianjian_app.overrides.print_format.report_to_pdf",
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count": "dianjian_app.overrides.workflow.get_workflow_state_count",
	# customers are texted by the app's queue alone
	"frappe.core.doctype.sms_settings.sms_settings.send_sms": "dianjian_app.overrides.sms.send_sms",
}

# triggers and constraints in the database: each path is called with True (make) or False (drop)
dianjian_database_triggers = [
	"dianjian_app.incentives.entries.append_only_triggers.set_triggers",
	"dianjian_app.incentives.entries.entry_constraints.set_constraints",
]
# told each day what was noted of the chains of entries outside the database
dianjian_ledger_noted = ["dianjian_app.mailing.ledger_note_mail.send"]

# each request: nobody acts as a disabled user, nobody asks for others' keys (R47)
# and what the policy of the web's methods closes to them is refused
auth_hooks = [
	"dianjian_app.overrides.session.refuse_leavers",
	"dianjian_app.overrides.db_query.before_request",
	"dianjian_app.overrides.secret_fields.check_request",
	"dianjian_app.gate.entry.check_request",
]
before_job = [
	"dianjian_app.overrides.db_query.before_job",
	"dianjian_app.overrides.backups.install",
	"dianjian_app.overrides.outgoing.before_job",
]
before_request = [
	"dianjian_app.overrides.backups.install",
	"dianjian_app.gate.again.prepare",
	"dianjian_app.overrides.page_policy.check_print",
]
# people read a sentence where the server failed
# and what they asked of numbers stays logged
after_request = [
	"dianjian_app.gate.answers.say_in_words",
	"dianjian_app.overrides.page_policy.add_headers",
	"dianjian_app.resources.numbers.asked_in_vain.keep",
]

# told when a person has changed groups or left: see people/moves.py
dianjian_staff_moved = [
	"dianjian_app.visits.standing_in.staff_changed",
	"dianjian_app.resources.pool.staff_changes.staff_moved",
	"dianjian_app.people.training_dues.follow_mover",
	"dianjian_app.service.development.beside_plans.staff_moved",
]
dianjian_staff_left = [
	"dianjian_app.visits.standing_in.staff_changed",
	"dianjian_app.resources.pool.staff_changes.staff_left",
	"dianjian_app.visits.leavers_customers.staff_left",
	"dianjian_app.people.training_dues.lift_of_leaver",
]

# told the visit whose invitation's code was scanned at the front desk
dianjian_code_scanned = ["dianjian_app.service.flags.same_device.code_scanned"]

# asked with agent, day: how many customers are to be connected (see calls/todays_list.py)
dianjian_call_target = ["dianjian_app.incentives.rules.call_target.calls_target"]

# asked with name and text of a message: what is sent (see calls/sms_send.py)
dianjian_text_before_sending = ["dianjian_app.service.survey_links.put_link_in"]

scheduler_events = {
	"cron": {
		"*/10 * * * *": ["dianjian_app.mailing.notices.run"],
		"0 6 * * *": ["dianjian_app.visits.standing_in.settle_daily"],
		"30 9 * * *": ["dianjian_app.service.survey_rounds.ask_daily"],
		"30 6 * * *": ["dianjian_app.resources.pool.morning_hand_out.hand_out_daily"],
		"*/5 * * * *": ["dianjian_app.mailing.deliveries.retry", "dianjian_app.calls.sms_send.send_due"],
	},
	"hourly_long": [
		"dianjian_app.service.survey_link_events.expire",
		"dianjian_app.attendance.scheduled.judge_days",
		"dianjian_app.ledger.scheduled.make_todays_lines",
	],
	"daily_long": [
		"dianjian_app.resources.pool.recycling.return_due_leads",
		"dianjian_app.people.moves.follow_the_calendar",
		"dianjian_app.ledger.scheduled.bring_the_month_up_to_date",
		"dianjian_app.incentives.entries.chain_upkeep.verify_daily",
		"dianjian_app.incentives.discipline.overdue_appeals.escalate",
		"dianjian_app.incentives.appraisal.appraisal_cycle.run_daily",
		"dianjian_app.attendance.scheduled.escalate_appeals",
		"dianjian_app.people.time_off_papers.remind_and_tell",
		"dianjian_app.service.overdue_complaints.remind_and_escalate",
		"dianjian_app.service.overdue_questions.remind_and_escalate",
		"dianjian_app.service.overdue_suggestions.remind_and_escalate",
		"dianjian_app.service.flags.raising.raise_daily",
		"dianjian_app.people.staff_reminders.remind_daily",
		"dianjian_app.visits.deal_paper_reminders.remind_daily",
		"dianjian_app.service.task_reminders.remind_daily",
		"dianjian_app.people.training_reminders.remind_daily",
		"dianjian_app.service.development.beside_plans.remind_daily",
		"dianjian_app.service.questionnaires.rounds.run_daily",
		"dianjian_app.incentives.rules.rule_review_events.remind_daily",
		"dianjian_app.privacy.retention.run_daily",
		"dianjian_app.mailing.background_export.delete_old_files",
	],
}
