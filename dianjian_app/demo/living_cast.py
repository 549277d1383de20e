"""Who works at the two centres of the demo that lives. Pure."""

from __future__ import annotations

from datetime import date

from dianjian_app import roles
from dianjian_app.demo import cast
from dianjian_app.demo.plan import WEEKDAYS

NEWCOMER = "agent6"
PEOPLE = (
	("agent1", "张敏", roles.AGENT, "一组"),
	("agent2", "王芳", roles.AGENT, "一组"),
	("agent3", "李强", roles.AGENT, "一组"),
	("agent4", "刘洋", roles.AGENT, "二组"),
	("agent5", "陈静", roles.AGENT, "二组"),
	(NEWCOMER, "周婷", roles.AGENT, cast.EXPANSION),
	("leader1", "孙立军", roles.LEADER, "一组"),
	("leader2", "朱海燕", roles.LEADER, "二组"),
	("leader3", "罗文斌", roles.LEADER, cast.EXPANSION),
	("consultant1", "高翔", roles.CONSULTANT, "一组"),
	("consultant2", "梁思雨", roles.CONSULTANT, "二组"),
	("consultant3", "宋佳", roles.CONSULTANT, None),
	("assistant", "冯丽", roles.ASSISTANT, "一组"),
	("frontdesk", "曹颖", roles.FRONT_DESK, None),
	("service", "彭慧", roles.SERVICE, None),
	("planning", "曾凡", roles.PLANNING, None),
	("administration", "萧红", roles.ADMINISTRATION, None),
	("manager", "田国栋", roles.MANAGER, None),
	("hr", "董洁", roles.HR, None),
	("admin", "袁明", roles.ADMIN, None),
	("auditor", "潘虹", roles.AUDITOR, None),
)
SECOND = (
	("agent21", "吴桐", roles.AGENT, "一组"),
	("agent22", "郑爽", roles.AGENT, "一组"),
	("leader21", "马骁", roles.LEADER, "一组"),
	("consultant21", "沈冰", roles.CONSULTANT, "一组"),
	("frontdesk2", "蒋欣", roles.FRONT_DESK, None),
	("planning2", "韩磊", roles.PLANNING, None),
	("manager2", "程远", roles.MANAGER, None),
	("admin", "袁明", roles.ADMIN, None),
)
# rest days by how many weekdays after today's they lie: whoever has something to do today is at work
_RESTS = {
	"agent1": 1,
	"agent2": 3,
	"agent3": 0,
	"agent4": 2,
	"agent5": 5,
	NEWCOMER: 4,
	"agent21": 2,
	"agent22": 6,
}


def people_of(rows: tuple, prefix: str, today: date) -> tuple[cast.Person, ...]:
	"""Rows (login, name, position, group) as people. prefix: of their employee numbers; the newcomer joins on the first of this month."""
	found = []
	for n, (key, name, position, group) in enumerate(rows, 1):
		joined = today.replace(day=1) if key == NEWCOMER else cast.LONG_AGO
		rest = WEEKDAYS[(today.weekday() + _RESTS[key]) % 7] if key in _RESTS else None
		groups = (cast.Membership(group, joined),) if group else ()
		found.append(cast.Person(key, name, position, f"{prefix}{n:03d}", joined, groups, rest))
	return tuple(found)
