from frappe.model.document import Document

from dianjian_app.people import (
	access,
	entrance_training,
	logins,
	moves,
	sales_staff_events,
	staff_spells,
)


class SalesStaff(Document):
	"""A person of the sales centre (R2-R4)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.presence_plan_day.presence_plan_day import PresencePlanDay
		from dianjian_app.dianjian_app.doctype.sales_group_membership.sales_group_membership import (
			SalesGroupMembership,
		)
		from dianjian_app.dianjian_app.doctype.staff_spell.staff_spell import StaffSpell
		from dianjian_app.dianjian_app.doctype.staff_suspension.staff_suspension import StaffSuspension
		from dianjian_app.dianjian_app.doctype.weekly_rest_day.weekly_rest_day import WeeklyRestDay

		anniversary_told: DF.Date | None
		birthday: DF.Date | None
		birthday_told: DF.Date | None
		centre: DF.Link
		employee_number: DF.Data
		employment: DF.Literal["Full Time", "Part Time"]
		joining_date: DF.Date
		leaving_date: DF.Date | None
		memberships: DF.Table[SalesGroupMembership]
		next_talk_on: DF.Date | None
		position: DF.Literal[
			"Telesales Agent",
			"Sales Consultant",
			"Sales Group Leader",
			"Sales Assistant",
			"Front Desk",
			"Customer Service",
			"Planning",
			"Administration",
			"Department Manager",
			"HR Reviewer",
		]
		presence_plan: DF.Table[PresencePlanDay]
		probation_until: DF.Date | None
		rest_days: DF.Table[WeeklyRestDay]
		sales_group: DF.Link | None
		spells: DF.Table[StaffSpell]
		staff_name: DF.Data
		staff_phone: DF.Data | None
		status: DF.Literal["Active", "Suspended", "Departed"]
		suspensions: DF.Table[StaffSuspension]
		talk_told: DF.Date | None
		user: DF.Link | None
	# end: auto-generated types

	def onload(self):
		staff_spells.show_probation(self)
		logins.show_login(self)

	def validate(self):
		sales_staff_events.validate(self)

	def on_update(self):
		access.sync_login(self)
		moves.announce(self)
		entrance_training.follow(self)

	def on_trash(self):
		sales_staff_events.refuse_delete(self)
		entrance_training.forget(self)
