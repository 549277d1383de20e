"""Each site test runs as Administrator and is rolled back; what a file's tests share is written once (made_once.py)."""

import pytest

from dianjian_app.tests.framework_internals import forget_what_was_read
from dianjian_app.tests.site.committed import centre, unique_numbers  # noqa: F401 fixtures for real processes
from dianjian_app.tests.site.made_once import Beginning


@pytest.fixture(scope="module")
def beginning(connected_site):
	"""What the tests of the file begin with."""
	shared = Beginning()
	yield shared
	shared.file_ends()
	forget(connected_site)


@pytest.fixture(autouse=True)
def site(connected_site, beginning, request):
	frappe = connected_site
	frappe.set_user("Administrator")
	frappe.flags.in_test = True
	frappe.flags.mute_emails = True
	frappe.local.message_log = []
	frappe.flags.dianjian_asked = None  # as at the beginning of a request
	frappe.local.lang = "en"  # whatever the test before spoke
	if not beginning.made:
		frappe.db.begin()
	beginning.test_begins(request)
	yield frappe
	frappe.set_user("Administrator")
	beginning.test_ends()
	forget(frappe)


def forget(frappe) -> None:
	"""What was rolled back must not live on in a cache."""
	forget_what_was_read()
	frappe.flags.in_test = True
