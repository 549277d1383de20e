"""What is held about a customer is known to the last field, and goes from the logs of changes (R47)."""

import json
from pathlib import Path

import pytest

from dianjian_app.privacy.holdings import HOLDINGS
from dianjian_app.privacy.spellings import is_distinctive, spellings, stored_forms
from dianjian_app.privacy.versions import blank_document_data, blank_version_data

pytestmark = pytest.mark.req("R47")

DOCTYPES = Path(__file__).parents[2] / "dianjian_app" / "doctype"
ALL = {doc["name"]: doc for doc in (json.loads(p.read_text("utf-8")) for p in DOCTYPES.glob("*/*.json"))}
TEXTS = (
	"Data",
	"Small Text",
	"Text",
	"Long Text",
	"Text Editor",
	"Attach",
	"Attach Image",
	"JSON",
	"Code",
	"Phone",
)
# points at customers without saying anything about them
LINKS_ONLY = ("Personal Data Request Lead",)


def test_every_doctype_that_points_at_a_customer_is_among_the_holdings():
	to_lead = {
		name
		for name, doc in ALL.items()
		if any(f["fieldtype"] == "Link" and f.get("options") == "Call Lead" for f in doc["fields"])
	}
	assert to_lead - {*LINKS_ONLY} == {h.doctype for h in HOLDINGS if h.by == "lead"}


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda h: h.doctype)
def test_every_text_of_a_holding_goes_or_is_said_to_stay(holding):
	said = {*holding.identity, *holding.emptied, *holding.hashes, *holding.kept}
	texts = {f["fieldname"] for f in ALL[holding.doctype]["fields"] if f["fieldtype"] in TEXTS}
	assert texts <= said, f"neither identity nor kept: {texts - said}"
	assert said <= {f["fieldname"] for f in ALL[holding.doctype]["fields"]}


def test_a_log_of_changes_loses_the_customers_rows_and_keeps_the_others():
	log = {
		"changed": [["remarks", "old words", "new words"], ["grade", "B", "A"]],
		"added": [["rows", {"name": "r1", "lead": "CL-1", "said": "hello", "grade": "A"}]],
		"removed": [["rows", {"name": "r2", "lead": "CL-2", "said": "kept", "grade": "A"}]],
		"row_changed": [["rows", 0, "r1", [["said", "", "words"]]], ["rows", 1, "r2", [["said", "a", "b"]]]],
	}
	out = json.loads(
		blank_version_data(json.dumps(log), ("remarks",), {"rows": ("said",)}, ("CL-1",), {"r1"})
	)
	assert out["changed"] == [["remarks", "***", "***"], ["grade", "B", "A"]]
	assert out["added"][0][1] == {"name": "r1", "lead": "CL-1", "said": "***", "grade": "A"}
	assert out["removed"] == [["rows", log["removed"][0][1]]]
	assert out["row_changed"] == [
		["rows", 0, "r1", [["said", "", "***"]]],
		["rows", 1, "r2", [["said", "a", "b"]]],
	]


def test_a_log_without_the_customer_is_left_alone_and_one_of_the_customers_own_goes_row_by_row():
	others = json.dumps({"added": [["rows", {"name": "r2", "lead": "CL-2", "said": "kept"}]]})
	assert blank_version_data(others, (), {"rows": ("said",)}, ("CL-1",), {"r1"}) is None
	gone = json.dumps({"removed": [["numbers", {"name": "n9", "phone_mask": "138****1234"}]]})
	assert "138" not in blank_version_data(
		gone, ("phone_mask",), {"numbers": ("phone_mask",)}, ("CL-1",), None
	)
	assert blank_version_data("{broken", (), {}, (), ()) == "{}"


def test_a_deleted_copy_is_blanked_where_it_is_the_customers():
	sheet = {"name": "CS-1", "rows": [{"lead": "CL-1", "said": "a"}, {"lead": "CL-2", "said": "b"}]}
	out = json.loads(blank_document_data(json.dumps(sheet), (), {"rows": ("said",)}, {"CL-1"}))
	assert [row["said"] for row in out["rows"]] == ["***", "b"]
	praise = json.dumps({"name": "CP-1", "visit": "VC-1", "praise": "kind"})
	assert json.loads(blank_document_data(praise, ("praise",), {}, {"VC-1"}))["praise"] == "***"
	assert blank_document_data(praise, ("praise",), {}, {"VC-2"}) is None


def test_a_number_is_looked_for_as_people_write_it():
	assert {"13812345678", "138-1234-5678", "138 1234 5678", "１３８１２３４５６７８"} == {
		*spellings("+8613812345678")
	}
	assert {"02268172959", "022-68172959", "+862268172959"} <= {*spellings("+862268172959")}
	assert spellings("+85291234567") == ("+85291234567", "85291234567")


def test_a_privacy_number_is_looked_for_with_its_extension_only():
	"""What stands before the extension is also other customers'."""
	found = spellings("+8618400001111;ext=1001")
	assert {"18400001111转1001", "184-0000-1111转1001", "18400001111,1001", "18400001111-1001"} <= {*found}
	assert "18400001111" not in found and all("1001" in spelling for spelling in found)
	assert stored_forms("慕清") == ("慕清", "\\u6155\\u6e05")


@pytest.mark.parametrize("name", ["张三", "欧先生", "王女士", "刘老板", "Lee", "三居室"])
def test_a_name_that_may_mean_somebody_or_something_else_is_left_to_people(name):
	assert not is_distinctive(name, 0, ["三居室两厅"])


def test_a_full_name_that_nobody_else_has_goes():
	assert is_distinctive("欧阳慕清", 0, ["三居"])
	assert not is_distinctive("欧阳慕清", 1, [])
