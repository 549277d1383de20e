"""Scripts and cases in force."""

import frappe

from dianjian_app.tests.builders import as_user, number


def a_script(by, submit=True, **fields):
	"""A script of the leader's centre that the leader has written and brought into force."""
	with as_user(by):
		script = frappe.get_doc(
			doctype="Talk Script",
			**{
				"title": f"邀约销讲{number()}",
				"kind": "Inviting",
				"centre": by.centre,
				"script": "您好，这里是案场，周末有样板间开放。",
				"answers": [{"question": "几号交房？", "answer": "明年六月三十日"}],
				**fields,
			},
		).insert()
		return script.submit() if submit else script
