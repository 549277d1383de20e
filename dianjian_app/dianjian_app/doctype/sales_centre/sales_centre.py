from frappe.model.document import Document

from dianjian_app.calls import follow_up_message_template_events
from dianjian_app.packs import centre_seeds
from dianjian_app.people import sales_centre_events
from dianjian_app.resources import call_results
from dianjian_app.service import public_feedback
from dianjian_app.visits import deal_files, deal_paper_list, invitation_codes


class SalesCentre(Document):
	"""A sales centre with its working time and rules of work (R1)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.call_result.call_result import CallResult
		from dianjian_app.dianjian_app.doctype.centre_calendar.centre_calendar import CentreCalendar
		from dianjian_app.dianjian_app.doctype.performance_figure_choice.performance_figure_choice import (
			PerformanceFigureChoice,
		)
		from dianjian_app.dianjian_app.doctype.protection_clause.protection_clause import ProtectionClause
		from dianjian_app.dianjian_app.doctype.required_deal_paper.required_deal_paper import (
			RequiredDealPaper,
		)
		from dianjian_app.dianjian_app.doctype.sales_centre_season.sales_centre_season import (
			SalesCentreSeason,
		)
		from dianjian_app.dianjian_app.doctype.weekly_rest_day.weekly_rest_day import WeeklyRestDay

		answer_days: DF.Int
		appeal_days: DF.Int
		area_code: DF.Data
		calendars: DF.Table[CentreCalendar]
		call_from: DF.Data | None
		call_results: DF.Table[CallResult]
		call_until: DF.Data | None
		centre_name: DF.Data
		company_name: DF.Data | None
		complaint_days_major: DF.Int
		complaint_days_minor: DF.Int
		deal_papers: DF.Table[RequiredDealPaper]
		deduction_policy: DF.Link | None
		deputy_manager: DF.Link | None
		disabled: DF.Check
		dismissal_needs_path: DF.Check
		feedback_key: DF.Data | None
		grade_scheme: DF.Link
		half_day_switch: DF.Time | None
		inbound_to: DF.Literal["Who Answers", "In Turn"]
		invitation_text: DF.SmallText | None
		late_leave_excuses: DF.Check
		lead_in_by_front_desk: DF.Check
		leader_decides_days: DF.Float
		manager: DF.Link | None
		need_before_hand_in: DF.Check
		opened_on: DF.Date | None
		performance_figures: DF.Table[PerformanceFigureChoice]
		project_name: DF.Data | None
		protected_numbers: DF.Literal["First Number", "Own Numbers", "Own Numbers and Kin"]
		protection_clauses: DF.Table[ProtectionClause]
		protection_days: DF.Int
		public_feedback: DF.Check
		question_days: DF.Int
		register_months: DF.Int
		require_consent: DF.Check
		rest_days: DF.Table[WeeklyRestDay]
		returner_probation: DF.Literal["First Month", "None"]
		seasons: DF.Table[SalesCentreSeason]
		sms_follow_up: DF.Check
		sms_template: DF.Link | None
		suggestion_days: DF.Int
		tries_per_week: DF.Int
	# end: auto-generated types

	def before_insert(self):
		sales_centre_events.set_noon(self)
		sales_centre_events.seed_rest_day(self)
		centre_seeds.seed_call_results(self)
		deal_paper_list.seed(self)
		follow_up_message_template_events.choose_for(self)

	def validate(self):
		sales_centre_events.validate(self)
		public_feedback.set_key(self)
		follow_up_message_template_events.check_chosen(self)
		call_results.check(self)
		invitation_codes.check_text(self)
		deal_paper_list.check(self)

	def on_update(self):
		deal_files.follow_list(self)
