"""Grade schemes (R12) and product types a new site starts with. Made when missing."""

from __future__ import annotations

from copy import deepcopy

import frappe

from dianjian_app.packs import shipped_packs

ORDER = 5

PRODUCTS = (
	("高层", "High-rise", "住宅高层\n高层住宅"),
	("小高层", "Mid-rise", ""),
	("洋房", "Garden House", "花园洋房"),
	("别墅", "Villa", "联排\n叠拼\n独栋"),
	("商铺", "Shop", "商业"),
	("公寓", "Apartment", ""),
	("车位", "Parking Space", ""),
)


def seed() -> None:
	"""Schemes and products, each only where the site has none of the kind."""
	if not frappe.db.count("Grade Scheme"):
		for scheme in shipped_packs.section("grade_schemes"):
			doc = frappe.get_doc({"doctype": "Grade Scheme", **deepcopy(scheme)})
			doc.insert(ignore_permissions=True)  # install: no user acts
	if not frappe.db.count("Product Type"):
		for order, (name, english, aliases) in enumerate(PRODUCTS, 1):
			frappe.get_doc(
				doctype="Product Type",
				product_name=name,
				english_name=english,
				aliases=aliases,
				sort_order=order,
			).insert(ignore_permissions=True)  # install: no user acts
