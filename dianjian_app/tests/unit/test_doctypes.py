"""Every DocType is ready to be met by a person: described, titled, listed, searched, named."""

import json
from pathlib import Path

import pytest

from dianjian_app.row_ownership import NOBODY

FOLDER = Path(__file__).parents[2] / "dianjian_app" / "doctype"
DOCTYPES = [json.loads(p.read_text("utf-8")) for p in sorted(FOLDER.glob("*/*.json"))]
DOCUMENTS = [d for d in DOCTYPES if not d.get("istable")]
LISTED = [d for d in DOCUMENTS if not d.get("issingle") and d["name"] not in NOBODY]
CHILDREN = [d for d in DOCTYPES if d.get("istable")]
# rows of operational documents carry the place and day of their parent (design.md, DocTypes)
OPERATIONAL = (
	"Call Sheet Row",
	"Call Sheet Count",
	"Invitation",
	"Lead Allocation Item",
	"Daily Ledger Count",
)


def named(doctypes):
	return pytest.mark.parametrize("doctype", doctypes, ids=[d["name"] for d in doctypes])


@named(DOCTYPES)
def test_says_what_it_is(doctype):
	assert doctype.get("description")
	assert doctype["module"] == "Dianjian App"


@named(LISTED)
def test_its_list_can_be_read_and_searched(doctype):
	fields = {f["fieldname"]: f for f in doctype["fields"]}
	assert doctype.get("title_field") in fields, "no title"
	assert any(f.get("in_list_view") for f in fields.values()), "no list columns"
	assert doctype.get("autoname") or doctype.get("naming_rule") == "By script", (
		"no naming a person recognises"
	)
	for name in (doctype.get("search_fields") or "").split(","):
		assert not name or name.strip() in {*fields, "name"}


@named([d for d in LISTED if not d.get("in_create")])
def test_who_changed_what_is_kept(doctype):
	# nothing changes of one; a version would tell who wrote the other
	append_only = ("Leave Balance Entry", "Appraisal Form")
	assert doctype.get("track_changes") or doctype["name"] in append_only


@named(LISTED)
def test_somebody_may_read_it_and_nobody_who_is_no_staff(doctype):
	roles = {p["role"] for p in doctype["permissions"]}
	assert roles and not roles & {"All", "Guest", "Desk User", "System Manager"}


@named([d for d in LISTED if d.get("is_submittable")])
def test_a_document_that_is_signed_has_its_way(doctype):
	fields = {f["fieldname"]: f for f in doctype["fields"]}
	assert fields["amended_from"]["options"] == doctype["name"]
	if "workflow_state" in fields:
		assert fields["workflow_state"].get("no_copy")


@pytest.mark.req("R4")
@named([d for d in CHILDREN if d["name"] in OPERATIONAL])
def test_rows_carry_their_place_and_day(doctype):
	assert {"centre", "sales_group", "agent", "date"} <= {f["fieldname"] for f in doctype["fields"]}


@pytest.mark.req("R47")
def test_nobody_opens_the_phone_vault_and_who_said_what():
	closed = [d for d in DOCTYPES if d["name"] in NOBODY]
	assert len(closed) == 2 and all(d["permissions"] == [] for d in closed)


REPORTS = [json.loads(p.read_text("utf-8")) for p in sorted((FOLDER.parent / "report").glob("*/*.json"))]


@pytest.mark.parametrize("report", REPORTS, ids=[r["name"] for r in REPORTS])
def test_a_report_opens_for_each_role_it_names(report):
	[doctype] = [d for d in DOCTYPES if d["name"] == report["ref_doctype"]]
	may = {p["role"] for p in doctype["permissions"] if p.get("read") and p.get("report")}
	assert {r["role"] for r in report["roles"]} <= may
