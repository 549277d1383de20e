"""One world for a whole module, in one transaction that is rolled back; each test comes back to where it began.

Making people is what costs time here, and no cell of a matrix needs people of its own.
"""

import pytest

from dianjian_app.tests.site.conftest import forget


@pytest.fixture(scope="module", autouse=True)
def site(connected_site):
	"""In place of the site of each test: the module's."""
	frappe = connected_site
	frappe.set_user("Administrator")
	frappe.flags.in_test = True
	frappe.flags.mute_emails = True
	frappe.local.message_log = []
	frappe.local.lang = "en"
	frappe.db.begin()
	yield frappe
	frappe.set_user("Administrator")
	frappe.db.rollback()
	forget(frappe)


@pytest.fixture(autouse=True)
def back_again(site, request):
	"""What a test wrote is taken back; the world stays."""
	for fixture in ("crowd", "cast", "served"):
		if fixture in request.fixturenames:
			request.getfixturevalue(fixture)
	site.db.savepoint("a_test")
	yield
	site.set_user("Administrator")
	site.db.rollback(save_point="a_test")
	forget(site)


@pytest.fixture(scope="module")
def crowd(site):
	"""A person of each role among the same documents: role → World."""
	from dianjian_app.tests.site.matrix.crowd import everybody

	return everybody()
