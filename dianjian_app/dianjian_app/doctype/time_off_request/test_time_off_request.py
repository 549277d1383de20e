# Copyright (c) 2026, Dianjian maintainers and Contributors
# See license.txt

# import frappe
from frappe.tests.utils import FrappeTestCase


class TestTimeOffRequest(FrappeTestCase):
	pass
