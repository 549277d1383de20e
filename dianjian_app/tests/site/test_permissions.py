"""Each role sees its rows and no others, by every way in (R47, decision 22)."""

import frappe
import pytest

from dianjian_app import hooks, roles, row_ownership
from dianjian_app.beside_rows import BESIDE
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.site.asking import ask, names_in
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.matrix.crowd import everybody
from dianjian_app.tests.site.who_sees_what import CHILDREN, CHILDREN_OF, SEES, World

pytestmark = pytest.mark.req("R47")


def among(doctype, names):
	return [[doctype, "name", "in", list(names)]]


def by_list(user, doctype, names):
	with as_user(user):
		return set(frappe.get_list(doctype, filters=among(doctype, names), pluck="name", limit_page_length=0))


def by_document(user, doctype, names):
	with as_user(user):
		return {n for n in names if frappe.has_permission(doctype, doc=frappe.get_doc(doctype, n))}


def by_client_list(user, doctype, names):
	form = {"filters": among(doctype, names), "limit_page_length": 50}
	return names_in(ask(user, "frappe.client.get_list", doctype=doctype, **form), names)


def by_client_get(user, doctype, names):
	return {n for n in names if answered(user, "frappe.client.get", doctype=doctype, name=n)}


def by_form(user, doctype, names):
	return {n for n in names if answered(user, "frappe.desk.form.load.getdoc", doctype=doctype, name=n)}


def by_value(user, doctype, names):
	form = {"doctype": doctype, "fieldname": "name"}
	return {n for n in names if answered(user, "frappe.client.get_value", **form, filters={"name": n})}


def by_link_search(user, doctype, names):
	return search(user, doctype, names)


def by_careless_link_search(user, doctype, names):
	return search(user, doctype, names, ignore_user_permissions=1)


def search(user, doctype, names, **options):
	form = {"doctype": doctype, "txt": "", "page_length": 50, "filters": among(doctype, names), **options}
	return names_in(ask(user, "frappe.desk.search.search_link", **form), names)


def by_report_view(user, doctype, names):
	form = {"doctype": doctype, "fields": ["name"], "filters": among(doctype, names), "page_length": 50}
	return names_in(ask(user, "frappe.desk.reportview.get", **form), names)


# opening a form reads comments, versions and more: slow, and the same question for every DocType
FORMS = ("Call Lead", "Call Sheet", "Visit Confirmation", "Phone Vault")
WAYS = (
	by_list,
	by_document,
	by_client_list,
	by_client_get,
	by_form,
	by_value,
	by_link_search,
	by_careless_link_search,
	by_report_view,
)


def answered(user, method, **form):
	try:
		answer = ask(user, method, **form)
	except (frappe.PermissionError, frappe.DoesNotExistError):
		return False
	return bool(answer)


def seen(way, user, doctype, names):
	try:
		return way(user, doctype, names)
	except frappe.PermissionError:
		return set()


@made_once
def crowd():
	"""A person of each role among the same documents: role → World."""
	return everybody(World)


@pytest.mark.parametrize("role", roles.ALL)
def test_a_role_sees_its_rows_by_every_way_in_and_no_others(crowd, role):
	world = crowd[role]
	wrong = []
	for doctype, places in world.documents.items():
		expected, names = world.expected(doctype), list(places.values())
		for way in WAYS:
			if way is by_form and doctype not in FORMS:
				continue
			found = seen(way, world.user, doctype, names)
			if found != expected:
				wrong.append((doctype, way.__name__, "more", found - expected, "less", expected - found))
	assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("role", roles.ALL)
def test_counts_and_exports_hold_the_readers_rows_only(crowd, role):
	world = crowd[role]
	wrong = []
	for doctype, places in world.documents.items():
		expected, names = world.expected(doctype), list(places.values())
		form = {"doctype": doctype, "filters": among(doctype, names)}
		for method in ("frappe.client.get_count", "frappe.desk.reportview.get_count"):
			count = 0
			try:
				count = ask(world.user, method, **form)
			except frappe.PermissionError:
				pass
			if count != len(expected):
				wrong.append((doctype, method, count, len(expected)))
		exported = export(world.user, doctype, names)
		may_export = any(p.role == role and p.export for p in frappe.get_meta(doctype).permissions)
		if exported != (expected if may_export else set()):
			wrong.append((doctype, "export", exported ^ expected))
	assert not wrong, "\n".join(map(str, wrong))


def export(user, doctype, names):
	form = {"doctype": doctype, "fields": [f"`tab{doctype}`.`name`"], "filters": among(doctype, names)}
	try:
		answer = ask(
			user,
			"frappe.desk.reportview.export_query",
			**{**form, "file_format_type": "CSV", "title": doctype, "page_length": 50, "start": 0},
		)
	except frappe.PermissionError:
		return set()
	text = answer.get("result") or answer.get("filecontent") or b""
	text = text.decode() if isinstance(text, bytes) else text
	return {n for n in names if f'"{n}"' in text}


def rows_of(child, parent, names):
	"""Documents of two DocTypes may have one name; a table that both hold is asked for the rows of one of them."""
	return [[child, "parent", "in", names], [child, "parenttype", "=", parent]]


@pytest.mark.parametrize("role", roles.ALL)
def test_child_rows_follow_their_document(crowd, role):
	world = crowd[role]
	wrong = []
	for child, parent in CHILDREN_OF:
		parents = list(world.rows[child, parent].values())
		expected = world.expected(parent)
		form = {"doctype": child, "parent": parent, "fields": ["parent"], "limit_page_length": 200}
		found = seen(
			lambda user, doctype, names, form=form, parent=parent: names_in(
				ask(user, "frappe.client.get_list", **form, filters=rows_of(doctype, parent, names)), names
			),
			world.user,
			child,
			parents,
		)
		if found != expected:
			wrong.append((child, "more", found - expected, "less", expected - found))
	assert not wrong, "\n".join(map(str, wrong))


# Frappe's own, which the gate holds: who may read what a file is attached to, who asked for a prepared report
GATED = {"User", "Prepared Report", *BESIDE, *row_ownership.LISTED_AS_OWN}


def test_the_hooks_name_every_doctype_whose_rows_belong_to_somebody():
	limited = {*row_ownership.ROW_FIELDS, *row_ownership.CHILD_TABLES, *row_ownership.NOBODY}
	assert set(hooks.permission_query_conditions) - GATED == limited
	assert set(hooks.has_permission) - GATED == {*row_ownership.ROW_FIELDS, *row_ownership.NOBODY}
	assert set(SEES) == set(hooks.has_permission) - GATED
	assert row_ownership.CHILD_TABLES == CHILDREN


def test_every_table_in_a_document_of_somebody_is_somebodys_too():
	"""A child table that the registry does not name is read whole through any parent that the asker may read."""
	for doctype in row_ownership.ROW_FIELDS:
		for table in frappe.get_meta(doctype).get_table_fields():
			assert doctype in row_ownership.CHILD_TABLES.get(table.options, ()), (doctype, table.fieldname)


def test_every_doctype_with_a_place_is_limited():
	"""A DocType that carries centre, group or agent and is not in row_ownership.py would be open to all its roles."""
	limited = {*row_ownership.ROW_FIELDS, *row_ownership.CHILD_TABLES, *row_ownership.NOBODY}
	open_to_all = [
		doctype
		for doctype in frappe.get_all("DocType", filters={"module": "Dianjian App"}, pluck="name")
		if doctype not in limited
		and any(frappe.get_meta(doctype).has_field(f) for f in ("sales_group", "agent", "staff", "centre"))
	]
	assert not open_to_all
