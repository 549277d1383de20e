"""What is particular about the demo's September: the tables that the plan is expanded from. Pure.

Days are days of September 2026 unless a date stands there. Agents are named by their logins.
"""

from __future__ import annotations

from datetime import date

# Monday-Sunday weeks that end in September; the last three days belong to October's first week.
WEEKS = (
	(date(2026, 9, 1), date(2026, 9, 6)),
	(date(2026, 9, 7), date(2026, 9, 13)),
	(date(2026, 9, 14), date(2026, 9, 20)),
	(date(2026, 9, 21), date(2026, 9, 27)),
	(date(2026, 9, 28), date(2026, 9, 30)),
)
HOLIDAYS = frozenset(date(2026, 9, d) for d in (25, 26, 27))

# counted visits by week: agent7 misses four weeks in a row, agent4 and agent5 end level, agent6 reaches ten
VISITS = {
	"agent1": (3, 10, 4, 5, 1),
	"agent2": (9, 3, 2, 1, 1),
	"agent3": (2, 9, 5, 2, 1),
	"agent4": (4, 3, 2, 6, 0),
	"agent5": (2, 3, 3, 7, 0),
	"agent6": (1, 2, 2, 5, 0),
	"agent7": (1, 2, 1, 1, 1),
	"agent8": (0, 1, 2, 1, 0),
}

# customers short of the day's quota
SHORT = {
	("agent1", 3): 8,  # 92 of 100
	("agent2", 16): 4,  # half a day's leave: 46 of 50
	("agent2", 24): 2,
	("agent5", 8): 1,  # two calls to customers reached already that day: they don't count twice
	("agent6", 16): 1,
	("agent7", 4): 20,
	("agent7", 11): 25,
	("agent7", 28): 12,
	# the newcomer learns
	("agent8", 1): 40,
	("agent8", 2): 38,
	("agent8", 4): 32,
	("agent8", 5): 30,
	("agent8", 6): 29,
	("agent8", 7): 25,
	("agent8", 8): 22,
	("agent8", 9): 20,
	("agent8", 11): 18,
	("agent8", 12): 15,
	("agent8", 13): 12,
	("agent8", 14): 10,
	("agent8", 15): 8,
	("agent8", 16): 5,
	("agent8", 18): 2,
}
REPEATED = {("agent5", 8): 2, ("agent3", 18): 1}
# handed in with so many customers more than were reached; the leader corrects the confirmed sheet
CORRECTED = {("agent4", 9): 3}
RETURNED = {("agent5", 12): "第 3 行备注请写清客户的看房时间"}
HANDED_IN_NEXT_DAY = frozenset({("agent5", 14)})
NO_SHEET = frozenset({("agent7", 22)})
CONFIRMED_WHEN_SETTLING = frozenset({("agent8", 30)})

# (agent, day, part of the day or "", leave type, reason, asked for on)
TIME_OFF = (
	("agent3", 10, "", "Personal Leave", "孩子入学家长会", 8),
	("agent2", 16, "Afternoon", "Paid Half-Day", "使用奖励半天假", 14),
)

# visits that don't count: (name, agent, invited on, planned on, contacted, led in, came, invited again after)
OTHER_VISITS = (
	("street", "agent5", 10, 12, False, False, True, None),  # came without a word to the agent: a walk-in
	(
		"not-led-in",
		"agent3",
		18,
		19,
		True,
		False,
		True,
		None,
	),  # contacted, but found the way alone: a walk-in
	("missed-4", "agent4", 4, 5, False, False, False, None),
	("missed-6", "agent6", 17, 18, False, False, False, None),
	("missed-6-again", "agent6", 19, 21, False, False, False, "missed-6"),
	("missed-8", "agent8", 12, 13, False, False, False, None),
)
# the counted visit (agent, planned on) of a customer who had missed one before
MADE_UP = {("agent4", 7): "missed-4"}
# customers who come again: (name, number of the agent's counted visit, invited on, planned on)
REVISITS = (("second-look", "agent1", 2, 13, 15),)
# signed by the receptionist, confirmed only when the month is settled: the agent's last counted visit
VISIT_CONFIRMED_WHEN_SETTLING = "agent2"

# (which visit, product, units, yuan, on, cancelled on, reason); a visit is a name above or agent/number
DEALS = (
	("agent1/4", "高层", 1, 1_280_000, 12, None, ""),
	("second-look", "别墅", 1, 5_600_000, 19, None, ""),
	("agent2/6", "高层", 2, 2_430_000, 13, None, ""),
	("agent3/11", "洋房", 1, 2_100_000, 18, None, ""),
	("agent3/14", "别墅", 1, 6_150_000, 24, None, ""),
	("street", "高层", 1, 1_190_000, 13, None, ""),
	("agent6/6", "高层", 1, 1_150_000, 24, date(2026, 10, 7), "客户贷款未获批准，退房"),
)
# the product that has no rate at first, and what the administrator's new version of the rule gives for it
PRODUCT_WITHOUT_RATE, ITS_RATE = "洋房", 300

# what agents bring along from before the first day: days of leave, visits not yet rewarded, and their last line of the
# old ledger, Monday 31 August: customers reached (None: a rest day) and counted visits; agent2's first week is met by it
OPENING = {
	"agent1": ("0", 0, None, 0),
	"agent2": ("0.5", 0, 101, 1),
	"agent3": ("0", 0, 104, 0),
	"agent4": ("0", 2, 100, 0),
	"agent5": ("0", 5, 102, 1),
	"agent6": ("0", 0, 98, 0),
	"agent7": ("0", 4, 90, 0),
}
