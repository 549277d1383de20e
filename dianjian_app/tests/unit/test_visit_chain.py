"""What a visit's chain of custody lacks, and whose hands come next: plain data, no site (R17, R18)."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from dianjian_app.stage_codes import visit_stages
from dianjian_app.visits import custody_chain
from dianjian_app.visits.custody_chain import Chain

MODULE = Path(__file__).parents[2] / "dianjian_app" / "doctype"
TODAY = date(2026, 9, 10)
NOON = datetime(2026, 9, 10, 12, 0)
YESTERDAY = NOON - timedelta(days=1)


@pytest.mark.req("R17")
@pytest.mark.parametrize(
	"contacted_at, led_in_at, missing",
	[
		(None, None, ("contact", "lead_in")),
		(NOON, None, ("lead_in",)),
		(None, NOON, ("contact",)),
		(NOON, NOON, ()),
		(NOON, NOON - timedelta(minutes=5), ()),
		(YESTERDAY, None, ("contact", "lead_in")),
		(YESTERDAY, NOON, ("contact",)),
		(NOON, YESTERDAY, ("contact",)),
		(YESTERDAY, YESTERDAY, ()),
	],
	ids=lambda v: str(v),
)
def test_contact_and_lead_in_belong_to_one_arrival(contacted_at, led_in_at, missing):
	assert Chain(visit_stages.ARRIVED, contacted_at, led_in_at).missing(TODAY) == missing


@pytest.mark.req("R17")
class TestFits:
	def test_each_act_has_its_stages(self):
		for act, fitting in custody_chain.FROM.items():
			for stage in visit_stages.VISIT_STEPS:
				assert Chain(stage).fits(act, TODAY) == (stage in fitting), (act, stage)

	def test_a_lead_in_is_recorded_once(self):
		assert not Chain(visit_stages.ARRIVED, led_in_at=YESTERDAY).fits("lead_in", TODAY)

	def test_a_contact_is_recorded_once_a_day(self):
		assert not Chain(visit_stages.ARRIVED, contacted_at=NOON).fits("contact", TODAY)
		assert Chain(visit_stages.ARRIVED, contacted_at=YESTERDAY).fits("contact", TODAY)

	def test_nothing_is_recorded_after_the_signature(self):
		signed = Chain(visit_stages.SIGNED, contacted_at=YESTERDAY)
		assert [act for act in custody_chain.ACTS if signed.fits(act, TODAY)] == ["confirm"]


@pytest.mark.parametrize(
	"state, due",
	[
		(Chain(visit_stages.EXPECTED), ("contact", "lead_in", "sign")),
		(Chain(visit_stages.ARRIVED, NOON), ("lead_in", "sign")),
		(Chain(visit_stages.ARRIVED, NOON, NOON), ("sign",)),
		(Chain(visit_stages.SIGNED, NOON, NOON), ("confirm",)),
		(Chain(visit_stages.NO_SHOW), ("re_invite",)),
		(Chain(visit_stages.RE_INVITED), ()),
		(Chain(visit_stages.CONFIRMED, NOON, NOON), ()),
		(Chain(visit_stages.WALK_IN), ()),
		(Chain(visit_stages.CANCELLED), ()),
	],
	ids=lambda v: getattr(v, "stage", ""),
)
def test_whose_turn_it_is(state, due):
	assert state.next_acts(TODAY) == due


@pytest.mark.parametrize(
	"doctype, steps",
	[
		("invitation_register", visit_stages.REGISTER_STEPS),
		("visit_confirmation", visit_stages.VISIT_STEPS),
		("sales_deal", visit_stages.DEAL_STEPS),
	],
)
def test_stages_are_the_doctypes_options(doctype, steps):
	fields = json.loads((MODULE / doctype / f"{doctype}.json").read_text("utf-8"))["fields"]
	options = next(f["options"] for f in fields if f["fieldname"] == "stage").split("\n")
	assert set(options) == set(steps)
	assert {later for following in steps.values() for later in following} <= set(steps)


def test_no_step_leads_out_of_what_is_closed():
	assert (
		visit_stages.VISIT_STEPS[visit_stages.RE_INVITED]
		== visit_stages.VISIT_STEPS[visit_stages.CANCELLED]
		== ()
	)
	assert all(
		visit_stages.SIGNED not in visit_stages.VISIT_STEPS[s]
		for s in (visit_stages.SIGNED, *visit_stages.HAPPENED)
	)
