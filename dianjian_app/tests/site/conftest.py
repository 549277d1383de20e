"""Each site test runs as Administrator in a transaction of its own and is rolled back."""

import pytest

from dianjian_app.tests.framework_internals import forget_what_was_read
from dianjian_app.tests.site.committed import centre, unique_numbers  # noqa: F401 fixtures for real processes


@pytest.fixture(autouse=True)
def site(connected_site):
	frappe = connected_site
	frappe.set_user("Administrator")
	frappe.flags.in_test = True
	frappe.flags.mute_emails = True
	frappe.local.message_log = []
	frappe.local.lang = "en"  # whatever the test before spoke
	frappe.db.begin()
	yield frappe
	frappe.set_user("Administrator")
	frappe.db.rollback()
	forget(frappe)


def forget(frappe) -> None:
	"""What was rolled back must not live on in a cache."""
	forget_what_was_read()
	frappe.flags.in_test = True
