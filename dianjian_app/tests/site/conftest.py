"""Each site test runs as Administrator in a transaction of its own and is rolled back."""

import pytest

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
	frappe.local.dianjian_places = {}
	frappe.local.document_cache = {}
	frappe.db.value_cache.clear()
	frappe.local.role_permissions = {}
	frappe.local.message_log = []
	cache = frappe.cache()
	for key in ("document_cache::*", "roles", "user_permissions", "bootinfo", "link_titles"):
		cache.delete_keys(key)
	frappe.flags.in_test = True
