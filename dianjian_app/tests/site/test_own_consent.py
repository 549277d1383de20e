"""短信截流: a source of its own, whose consent is another question than that of SMS gifts (R5)."""

import frappe
import pytest

from dianjian_app.packs import policy_pack_events
from dianjian_app.patches.v0_2 import part_intercepted_numbers
from dianjian_app.resources import consent
from dianjian_app.resources.intake.catalogue import Catalogue
from dianjian_app.resources.pool.free_leads import PoolQuery, count_leads_without_evidence, list_free_leads
from dianjian_app.tests.builders.people import a_group
from dianjian_app.tests.builders.resources import a_batch, a_lead

pytestmark = pytest.mark.req("R5")
GIFTS, INTERCEPTED, EVERGRANDE = "短信赠送", "短信截流", "恒大 call 客"
DAY = "2026-09-07"
PROVEN = {"evidence_note": "渠道方提供的同意书", "evidence_date": "2026-09-01"}


@pytest.fixture
def group():
	return a_group()


def a_lead_of(group, batch_source, source, **evidence):
	batch = a_batch(frappe.get_doc("Sales Centre", group.centre), source=batch_source, **evidence)
	return a_lead(group=group, source=source, batch=batch.name).name


def could_be_handed_out(group, lead):
	pool = PoolQuery(group.name, frappe.utils.getdate(DAY))
	listed = lead in list_free_leads(pool)
	assert listed is (lead not in consent.leads_without_evidence([lead])), (
		"every way of handing out says the same"
	)
	return listed


def test_intercepted_numbers_are_no_sms_gifts():
	catalogue = Catalogue.read()
	assert catalogue.source(INTERCEPTED) == INTERCEPTED and catalogue.source("短信") == GIFTS


def test_intercepted_numbers_wait_for_evidence_whatever_the_centre_asks_for(group):
	without = a_lead_of(group, INTERCEPTED, INTERCEPTED)
	proven = a_lead_of(group, INTERCEPTED, INTERCEPTED, **PROVEN)
	gift = a_lead_of(group, GIFTS, GIFTS)
	assert [could_be_handed_out(group, lead) for lead in (without, proven, gift)] == [False, True, True]
	assert count_leads_without_evidence(PoolQuery(group.name, frappe.utils.getdate(DAY))) == 1
	with pytest.raises(consent.ConsentError):
		consent.check_evidence([without])


def test_a_consent_to_gifts_says_nothing_about_intercepted_numbers(group):
	mixed = a_lead_of(group, GIFTS, INTERCEPTED, **PROVEN)
	assert not could_be_handed_out(group, mixed)


def test_an_intercepted_number_without_a_batch_is_not_handed_out_either(group):
	lead = a_lead(group=group, source=INTERCEPTED).name
	assert not could_be_handed_out(group, lead)
	with pytest.raises(consent.ConsentError, match=lead):
		consent.check_evidence([lead])


def test_a_centre_that_asks_for_evidence_goes_on_asking(group):
	frappe.db.set_value("Sales Centre", group.centre, "require_consent", 1)
	assert [
		could_be_handed_out(group, a_lead_of(group, GIFTS, GIFTS)),
		could_be_handed_out(group, a_lead_of(group, GIFTS, GIFTS, **PROVEN)),
		could_be_handed_out(group, a_lead_of(group, INTERCEPTED, INTERCEPTED, **PROVEN)),
	] == [False, True, True]


def test_a_site_of_before_gets_the_source_and_loses_the_alias():
	frappe.db.delete("Channel Source", {"name": INTERCEPTED})
	frappe.db.set_value("Channel Source", GIFTS, "aliases", f"短信\n{INTERCEPTED}")
	for _again in range(2):
		part_intercepted_numbers.execute()
	assert frappe.db.get_value("Channel Source", GIFTS, "aliases") == "短信"
	made = frappe.get_doc("Channel Source", INTERCEPTED)
	assert made.evidence_required and made.consent_question and made.parent_channel_source == "全部资源"


@pytest.mark.req("R52")
def test_the_evergrande_pack_names_its_sources_and_where_they_stand(group):
	policy_pack_events.load([EVERGRANDE], group.centre)
	parents = dict(frappe.get_all("Channel Source", ["name", "parent_channel_source"], as_list=True))
	assert {"公务员", "话费分级电话", "重点行业电话", "其他项目来电来访", INTERCEPTED} <= set(parents)
	assert parents["派单"] == "拓展部拓客"
	places = frappe.get_all(
		"Channel Source", {"expected_place": (">", 0)}, ["name", "expected_place"], order_by="expected_place"
	)
	assert [p.name for p in places] == ["本案资源", "拓展部拓客", "客户会", "代理公司", GIFTS]
	assert INTERCEPTED not in (frappe.db.get_value("Channel Source", GIFTS, "aliases") or "")
	policy_pack_events.load(["天津八里洲电开"], group.centre)
	assert frappe.db.get_value("Channel Source", "派单", "parent_channel_source") == "小组自拓"
