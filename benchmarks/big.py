"""A large site for measuring reports: 20 centres, 300 agents, two years, five million call rows, written as sets.

The rows are as their documents would leave them, as far as reports read them; nothing here goes through a document,
because five million of those would take days.
"""

from __future__ import annotations

import itertools
import time
from datetime import date

import frappe

CENTRES, AGENTS_EACH = 20, 15
FIRST, DAYS = date(2024, 9, 1), 730
ROWS_A_SHEET = 23
LEADS = 500_000
NEVER = "1970-01-01"
OF_FRAPPE = "name, creation, modified, owner, modified_by, docstatus, idx"
STAMP = "NOW(), NOW(), 'Administrator', 'Administrator'"

# each agent (n from 0) and day (d from 0); the figures are made of both, so that every run gives the same
LEDGER = f"""
insert into `tabDaily Ledger` ({OF_FRAPPE}, date, agent, agent_name, sales_group, centre, week_start, planned, presence,
	roster_day, sheet_state, call_sheet, calls, connected_calls, connected, intention, grade_a, grade_b, grade_c, grade_d,
	invited, visits, deals, deal_units, deal_amount)
select concat(b.name, '-', x.day), {STAMP}, 0, 0, x.day, b.name, b.staff_name, b.sales_group, b.centre,
	date_sub(x.day, interval weekday(x.day) day), 1, 1, 1, 'Confirmed', concat('BS-', b.n, '-', x.d),
	110 + (b.n + x.d) mod 15, 95 + (b.n + x.d) mod 12, 95 + (b.n * 7 + x.d) mod 12, 20 + (b.n + x.d) mod 9,
	(b.n + x.d) mod 9, 10, 60, 15, (b.n + x.d) mod 3, if((b.n + x.d) mod 5 = 0, 1, 0), if((b.n + x.d) mod 50 = 0, 1, 0),
	if((b.n + x.d) mod 50 = 0, 1, 0), if((b.n + x.d) mod 50 = 0, 1000000, 0)
from big_agents b join (select seq as d, date_add(%(first)s, interval seq day) as day from seq_0_to_{DAYS - 1}) x
"""
COUNTS = """
insert into `tab{parent} Count` ({of_frappe}, parent, parenttype, parentfield, kind, `key`, calls, centre, sales_group,
	agent, date)
select concat({mark}, '-', b.n, '-', x.d, '-', k.i), {stamp}, 0, k.i, {name}, '{parent}', 'counts', k.kind, k.k,
	20 + (b.n + x.d + k.i) mod 9, b.centre, b.sales_group, b.name, x.day
from big_agents b join (select seq as d, date_add(%(first)s, interval seq day) as day from seq_0_to_{days}) x
join (select 1 as i, 'Grade' as kind, 'A' as k union select 2, 'Grade', 'B' union select 3, 'Grade', 'C'
	union select 4, 'Source', '派单') k
"""
SHEETS = f"""
insert into `tabCall Sheet` ({OF_FRAPPE}, date, agent, agent_name, sales_group, centre, stage, calls_total, calls_connected,
	customers_connected, intention_count, workflow_state)
select concat('BS-', b.n, '-', x.d), {STAMP}, 1, 0, x.day, b.name, b.staff_name, b.sales_group, b.centre, 'Confirmed',
	110 + (b.n + x.d) mod 15, 95 + (b.n + x.d) mod 12, 95 + (b.n * 7 + x.d) mod 12, 20 + (b.n + x.d) mod 9, 'Confirmed'
from big_agents b join (select seq as d, date_add(%(first)s, interval seq day) as day from seq_0_to_{DAYS - 1}) x
"""
ROWS = f"""
insert into `tabCall Sheet Row` ({OF_FRAPPE}, parent, parenttype, parentfield, lead, customer_name, phone_mask, source,
	connected, grade, is_intention, called_at, centre, sales_group, agent, date)
select concat('BR-', b.n, '-', x.d, '-', r.seq), {STAMP}, 1, r.seq, concat('BS-', b.n, '-', x.d), 'Call Sheet', 'rows',
	concat('BL-', (b.n * 1663 + x.d * 23 + r.seq) mod {LEADS}), '客户', '138****0000', '派单', 1, 'C', 0,
	date_add(x.day, interval 9 hour), b.centre, b.sales_group, b.name, x.day
from big_agents b join (select seq as d, date_add(%(first)s, interval seq day) as day from seq_0_to_{DAYS - 1}) x
join seq_1_to_{ROWS_A_SHEET} r
where b.n between %(low)s and %(high)s
"""
LEAD_ROWS = f"""
insert into `tabCall Lead` ({OF_FRAPPE}, customer_name, phone_mask, phone_hash, status, grade, source, centre, sales_group,
	agent, agent_name, date, follow_up_no, last_called_at, last_connected_at, next_step_date, due_on, allocated_on)
select concat('BL-', s.seq), {STAMP}, 0, 0, '客户', '138****0000', sha2(s.seq, 256), 'Held',
	elt(1 + s.seq mod 20, 'A', 'B', 'B', 'C', 'C', 'C', 'C', 'C', 'C', 'C', 'C', 'C', 'D', '', '', '', '', '', '', ''),
	'派单', b.centre, b.sales_group, b.name, b.staff_name, date_add(%(first)s, interval s.seq mod {DAYS} day), s.seq mod 12,
	if(s.seq mod 20 < 13, date_add(%(first)s, interval s.seq mod {DAYS} day), null),
	if(s.seq mod 20 < 13, date_add(%(first)s, interval s.seq mod {DAYS} day), null),
	if(s.seq mod 50 = 0, date_add(%(first)s, interval {DAYS} + s.seq mod 30 day), null),
	if(s.seq mod 20 < 12, date_add(%(first)s, interval {DAYS} + s.seq mod 90 day), null),
	date_add(%(first)s, interval s.seq mod {DAYS} day)
from seq_0_to_{LEADS - 1} s join big_agents b on b.n = s.seq mod (select count(*) from (select 1 from big_agents) c)
"""
VISITS = f"""
insert into `tabVisit Confirmation` ({OF_FRAPPE}, customer_name, phone_mask, lead, source, agent, agent_name, sales_group,
	centre, date, planned_at, stage, outcome, counted_on, counted_key, signed_at, workflow_state)
select concat('BV-', b.n, '-', x.d), {STAMP}, 1, 0, '客户', '138****0000', concat('BL-', (b.n * 1663 + x.d * 23) mod {LEADS}),
	'派单', b.name, b.staff_name, b.sales_group, b.centre, x.day, date_add(x.day, interval 10 hour), 'Confirmed', 'Counted',
	x.day, concat('BV-', b.n, '-', x.d), date_add(x.day, interval 11 hour), 'Confirmed'
from big_agents b join (select seq as d, date_add(%(first)s, interval seq day) as day from seq_0_to_{DAYS - 1}) x
where (b.n + x.d) mod 5 = 0
"""
INVITED = f"""
insert into `tabInvitation` ({OF_FRAPPE}, parent, parenttype, parentfield, lead, customer_name, phone_mask, source,
	planned_at, centre, sales_group, agent, date)
select concat('BI-', substr(v.name, 4)), {STAMP}, 1, 1, concat('BG-', substr(v.name, 4)), 'Invitation Register', 'rows',
	v.lead, v.customer_name, v.phone_mask, v.source, v.planned_at, v.centre, v.sales_group, v.agent, v.date
from `tabVisit Confirmation` v where v.name like 'BV-%%'
"""
DEALS = f"""
insert into `tabSales Deal` ({OF_FRAPPE}, lead, visit, counted_visit, product_type, units, amount, date, agent, agent_name,
	sales_group, centre, stage)
select concat('BD-', substr(v.name, 4)), {STAMP}, 1, 0, v.lead, v.name, v.name, '高层', 1, 1000000, v.date, v.agent,
	v.agent_name, v.sales_group, v.centre, 'Confirmed'
from `tabVisit Confirmation` v where v.name like 'BV-%%' and substring_index(v.name, '-', -1) mod 10 = 0
"""


DERIVED = ("Daily Ledger", "Daily Ledger Count", "Call Sheet", "Call Sheet Count", "Call Sheet Row")
DOCUMENTS = ("Call Lead", "Visit Confirmation", "Invitation", "Sales Deal")


def filled() -> bool:
	"""Whether the site of this connection has it all already."""
	return frappe.db.count("Call Sheet", {"name": ("like", "BS-%")}) >= CENTRES * AGENTS_EACH * DAYS


def fill(tell=print) -> None:
	"""Write it all; some minutes. The site is this benchmark's own."""
	for doctype in (*DERIVED, *DOCUMENTS):
		frappe.db.sql_ddl(f"truncate `tab{doctype}`")
	agents = _people()
	tell(f"  {agents} agents in {CENTRES} centres")
	of_day = {"first": FIRST}
	shape = {"of_frappe": OF_FRAPPE, "stamp": STAMP, "days": DAYS - 1}
	ledger = COUNTS.format(parent="Daily Ledger", mark="'BLC'", name="concat(b.name, '-', x.day)", **shape)
	sheets = COUNTS.format(parent="Call Sheet", mark="'BSC'", name="concat('BS-', b.n, '-', x.d)", **shape)
	steps = (("ledger lines", LEDGER), ("their counts", ledger), ("sheets", SHEETS), ("their counts", sheets))
	for what, sql in (
		*steps,
		("leads", LEAD_ROWS),
		("visits", VISITS),
		("invitations", INVITED),
		("deals", DEALS),
	):
		frappe.db.sql(sql, of_day)
		frappe.db.commit()
		tell(f"  {what}")
	for low in range(0, agents, 30):
		frappe.db.sql(ROWS, {**of_day, "low": low, "high": low + 29})
		frappe.db.commit()
		tell(f"  call rows {(low + 30) * DAYS * ROWS_A_SHEET:,}")
	for doctype in (*DERIVED, *DOCUMENTS):
		frappe.db.sql_ddl(f"analyze table `tab{doctype}`")


def _people() -> int:
	"""The agents with their centres, in a table of their own beside; how many."""
	from dianjian_app.tests import builders
	from dianjian_app.tests.builders.incentives import a_place, many_agents

	frappe.db.sql_ddl("drop table if exists big_agents")
	builders._numbers = itertools.count(int(time.time() * 10) % 300_000_000)
	frappe.local.conf["throttle_user_limit"] = 10 * CENTRES * AGENTS_EACH
	agents = []
	for _ in range(CENTRES):
		place = a_place(agents=0, opened_on=FIRST)
		many_agents(place, AGENTS_EACH)
		agents += place.agents
	frappe.db.commit()
	frappe.db.sql_ddl(
		"create table big_agents (n int primary key, name varchar(140), staff_name varchar(140),"
		" sales_group varchar(140), centre varchar(140)) collate utf8mb4_unicode_ci"
	)
	for n, a in enumerate(agents):
		values = (n, a.name, a.staff_name, a.sales_group, a.centre)
		frappe.db.sql("insert into big_agents values (%s, %s, %s, %s, %s)", values)
	frappe.db.commit()
	return len(agents)
