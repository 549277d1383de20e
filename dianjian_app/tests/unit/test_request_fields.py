"""The columns that a request names, however it writes them (R47)."""

from __future__ import annotations

import json

import pytest

from dianjian_app.gate.request_fields import Named, UnreadableArgumentError, columns

pytestmark = pytest.mark.req("R47")


@pytest.mark.parametrize(
	("form", "found"),
	[
		({"fields": '["name", "agent"]'}, [Named("name"), Named("agent")]),
		({"fields": ["`tabCall Lead`.`name`"]}, [Named("name", "Call Lead")]),
		({"fields": "name, owner"}, [Named("name"), Named("owner")]),
		({"fields": ["agent.user as u"]}, [Named("user", link="agent")]),
		({"fields": ["sum(amount) as total", "count(`tabX`.`name`)"]}, [Named("amount"), Named("name", "X")]),
		({"fields": [{"SUM": "amount"}]}, [Named("SUM"), Named("amount")]),
		({"fields": ["*"]}, [Named("*")]),
		(
			{"order_by": "`tabX`.`modified` desc, agent.user asc"},
			[Named("modified", "X"), Named("user", link="agent")],
		),
		({"group_by": "owner"}, [Named("owner")]),
		({"filters": '{"agent.user": "x"}'}, [Named("user", link="agent")]),
		({"filters": [["Call Lead", "name", "=", "x"]]}, [Named("name", "Call Lead")]),
		({"filters": [["name", "like", "%"]]}, [Named("name")]),
		({"filters": "L-1"}, []),
		({"filters": None, "fields": ""}, []),
		({"fields": ["'a name' as text"]}, []),
	],
)
def test_each_way_of_naming_a_column(form, found):
	assert list(columns(form)) == found


@pytest.mark.parametrize(
	"form",
	[
		{"filters": "{"},
		{"filters": "[[["},
		{"or_filters": '{"a":'},
		{"fields": ["(select number from `tabPhone Vault` limit 1)"]},
		{"order_by": "1; drop table x"},
		{"order_by": "name -- x"},
		{"fields": [json.loads('{"a": null}'), object()]},
		{"filters": [[["name"], "=", 1]]},
		{"filters": [5]},
	],
)
def test_what_cannot_be_read_is_said(form):
	with pytest.raises(UnreadableArgumentError):
		list(columns(form))
