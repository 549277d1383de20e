"""The hostile crawl in short: three users, every eleventh method, through the whole of Frappe's WSGI application (R47)."""

from __future__ import annotations

import json

import pytest

from dianjian_app import roles
from dianjian_app.tests.attack.crawl import Crawl
from dianjian_app.tests.attack.judge import Secrets
from dianjian_app.tests.site.matrix import web
from dianjian_app.tests.site.matrix.crowd import Person, everybody
from dianjian_app.tests.site.who_sees_what import SEES

pytestmark = pytest.mark.req("R47")
EVERY = 11
ATTACKERS = (roles.AGENT, roles.MANAGER, roles.AUDITOR, "Guest")


class Served(Person):
	"""Without entries: what is committed is taken away again, and entries never are."""

	doctypes = tuple(d for d in SEES if d != "Incentive Entry")


@pytest.fixture(scope="module")
def served(site):
	"""A crowd of two centres, committed, and a key for each of its people."""
	worlds = everybody(Served)
	keys = {role: web.a_key(world.user) for role, world in worlds.items()}
	site.db.commit()
	yield worlds, keys
	web.clear(worlds.values())


@pytest.fixture(autouse=True)
def back_again():
	"""The requests of these tests commit: nothing is taken back between them."""


@pytest.mark.parametrize("role", ATTACKERS)
def test_nothing_that_is_not_theirs_is_given_or_changed(served, role):
	worlds, keys = served

	def send(verb: str, path: str, form: dict) -> tuple[int, str]:
		data = {k: v if isinstance(v, str) else json.dumps(v, default=str) for k, v in form.items()}
		where = {"query_string": data} if verb == "GET" else {"data": data}
		answer = web.send_raw(verb, path, key=keys.get(role), **where)
		return answer.status, answer.text

	user = worlds[role].user if role in worlds else role
	crawl = Crawl(role, user, send, examples=2)
	crawl.run(every=EVERY, offset=ATTACKERS.index(role))
	assert sum(crawl.asked.values()) > 0
	assert not crawl.breaches, "\n".join(map(str, crawl.breaches))


def test_the_judge_finds_what_it_is_there_for():
	secrets = Secrets(frozenset({"CL-2026-00017"}), frozenset({"13812345678"}), frozenset({"secret-hash"}))
	assert secrets.told_by('{"name": "CL-2026-00017"}', "") == ("foreign row", "CL-2026-00017")
	assert secrets.told_by("138 1234-5678", "")[0] == "raw number"
	assert secrets.told_by("x secret-hash y", "")[0] == "secret"
	assert secrets.told_by('{"name": "CL-2026-00017"}', "CL-2026-00017") is None
