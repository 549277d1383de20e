"""Scripts and answers: versions, who has read them, and what nobody could answer on its way into the next one (R39)."""

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.dianjian_app.report.talk_script_readers.talk_script_readers import execute
from dianjian_app.people.reading_marks import ReadingMarkError, mark_read
from dianjian_app.resources.customers_named import CustomerNamedError
from dianjian_app.service import script_panel, script_versions
from dianjian_app.service.talk_script_events import ScriptError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.scripts import a_script

pytestmark = pytest.mark.req("R39")


class Case:
	"""An agent with a customer, a colleague, the leader, and a script in force."""

	def __init__(self):
		self.group = a_group()
		self.agent, self.colleague = an_agent(self.group), an_agent(self.group)
		self.leader = the_leader(self.group)
		self.lead = a_lead(agent=self.agent)
		self.script = a_script(self.leader)

	def flag(self, question="车位怎么卖？", **fields):
		with as_user(self.agent):
			return script_panel.flag_question(
				question, lead=self.lead.name, script=self.script.name, **fields
			)

	def answered(self, words="车位十二万起"):
		question = self.flag()
		with as_user(self.leader):
			doc = frappe.get_doc("Customer Question", question)
			doc.answer = words
			return doc.save()

	def unread(self):
		with as_user(self.leader):
			rows = execute({"shown": "Not Read Yet"})[1]
		return {(row.agent, row.script) for row in rows}


@pytest.fixture
def case():
	return Case()


def test_an_unanswered_question_of_a_call_is_in_the_next_version_and_the_report_says_who_has_not_read_it(
	case,
):
	with as_user(case.agent):
		mark_read("Talk Script", case.script.name)
	assert (case.agent.name, case.script.name) not in case.unread()
	assert (case.colleague.name, case.script.name) in case.unread()
	question = case.answered()
	with as_user(case.leader):
		draft = script_versions.take_in(question.name, case.script.name, "车位怎么卖？", "十二万起，首付三成")
		assert script_versions.take_in(question.name, case.script.name, "又一次", "又一次") == draft
		assert script_versions.next_version(case.script.name) == draft
		newest = frappe.get_doc("Talk Script", draft).submit()
	assert [(row.question, row.asked_in) for row in newest.answers] == [
		("几号交房？", None),
		("车位怎么卖？", question.name),
	]
	assert (newest.version, newest.stage, newest.replaces) == (2, "In Force", case.script.name)
	assert frappe.db.get_value("Talk Script", case.script.name, "stage") == "Replaced"
	assert frappe.db.get_value("Customer Question", question.name, "taken_into") == newest.name
	with as_user(case.agent):
		[shown] = script_panel.scripts_for_call(case.lead.name)["scripts"]
		assert (shown.name, shown.is_read) == (newest.name, False)
		assert [a["question"] for a in script_panel.find_answers("车位")["answers"]] == ["车位怎么卖？"]
	# who read the version before has not read this one
	assert {(p.name, newest.name) for p in (case.agent, case.colleague, case.leader)} <= case.unread()
	with as_user(case.agent):
		mark_read("Talk Script", newest.name)
		mark_read("Talk Script", newest.name)
	assert (case.agent.name, newest.name) not in case.unread()
	assert frappe.db.count("Reading Mark", {"agent": case.agent.name, "paper": newest.name}) == 1


def test_what_is_in_force_is_never_edited(case):
	with as_user(case.leader):
		doc = frappe.get_doc("Talk Script", case.script.name)
		doc.script = "别的话"
		with pytest.raises(frappe.UpdateAfterSubmitError):
			doc.save()
		doc.reload()
		doc.answers[0].answer = "后年"
		with pytest.raises(frappe.UpdateAfterSubmitError):
			doc.save()
	with as_user(case.agent), pytest.raises(frappe.PermissionError):
		script_versions.next_version(case.script.name)


def test_what_a_version_is_is_said_by_the_app_alone(case):
	with as_user(case.leader):
		forged = frappe.get_doc(
			doctype="Talk Script",
			title="冒充",
			kind="Inviting",
			centre=case.group.centre,
			script="您好",
			stage="In Force",
			version=9,
			family=case.script.name,
			replaces=case.script.name,
			author="Administrator",
			answers=[{"question": "问", "answer": "答", "helped": 99, "answer_key": "x"}],
		).insert()
	assert (forged.stage, forged.version, forged.family, forged.replaces) == ("Draft", 1, None, None)
	assert forged.author == case.leader.user
	assert forged.answers[0].helped == 0 and forged.answers[0].answer_key != "x"


def test_a_withdrawn_version_gives_way_to_the_one_before(case):
	manager = a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", case.group.centre))
	with as_user(manager):
		newest = frappe.get_doc("Talk Script", script_versions.next_version(case.script.name)).submit()
		newest.reload()
		newest.cancel()
	stages = {n: frappe.db.get_value("Talk Script", n, "stage") for n in (case.script.name, newest.name)}
	assert stages == {case.script.name: "In Force", newest.name: "Withdrawn"}


def test_an_answer_helps_once_a_day_and_person_and_keeps_its_count_in_the_next_version(case):
	row = case.script.answers[0].name
	for person in (case.agent, case.agent, case.colleague):
		with as_user(person):
			script_panel.answer_helped(case.script.name, row)
	assert frappe.db.get_value("Talk Script Answer", row, "helped") == 2
	with as_user(case.leader):
		newest = frappe.get_doc("Talk Script", script_versions.next_version(case.script.name)).submit()
	assert newest.answers[0].helped == 2
	with as_user(case.agent):
		# the same answer, the same day: in the new version, too, it has helped already
		assert script_panel.answer_helped(newest.name, newest.answers[0].name) == 2


def test_a_question_without_a_department_is_on_the_leader_s_desk(case):
	question = case.flag()
	desk = {"for_user": case.leader.user, "document_name": question}
	assert "车位怎么卖" in frappe.db.get_value("Notification Log", desk, "subject")
	doc = frappe.get_doc("Customer Question", question)
	assert (doc.script, doc.lead, doc.department, doc.stage) == (
		case.script.name,
		case.lead.name,
		None,
		"Open",
	)
	other = case.flag(question="学区是哪里？", department="策划部")
	assert not frappe.db.exists("Notification Log", {**desk, "document_name": other})
	answered = case.answered()
	assert frappe.db.exists("Notification Log", {"for_user": case.agent.user, "document_name": answered.name})
	elsewhere = a_script(the_leader(a_group()))
	with as_user(case.agent), pytest.raises(frappe.PermissionError):
		script_panel.flag_question("什么？", script=elsewhere.name)


@pytest.mark.req("R55")
@pytest.mark.parametrize("kind", ["Failure Case", "Success Case", "Inviting"])
def test_no_customer_can_be_known_from_what_everybody_reads(case, kind):
	lead = a_lead(agent=case.agent, customer_name="欧阳若琳")
	for text in ("打 13900001234 就行", f"客户{lead.customer_name}嫌贵", "号码一三九 1390000 1234"):
		with pytest.raises(CustomerNamedError):
			a_script(case.leader, kind=kind, script=text)
	question = case.answered()
	frappe.db.set_value("Customer Question", question.name, "customer_name", "欧阳若琳")
	with as_user(case.leader), pytest.raises(CustomerNamedError):
		script_versions.take_in(question.name, case.script.name, "欧阳若琳问车位", "十二万")
	assert a_script(case.leader, kind=kind, script="客户嫌贵，换了小户型").stage == "In Force"


def test_a_name_outside_the_writer_s_sight_is_not_told(case):
	a_lead(agent=an_agent(a_group()), customer_name="司徒静怡")
	assert a_script(case.leader, script="司徒静怡").stage == "In Force"


def test_the_script_of_the_project_and_the_kind_of_call_stands_beside_the_call(case):
	mine = a_script(case.leader, project="八里洲二期", kind="Calling Back")
	a_script(case.leader, project="别的项目")
	a_script(case.leader, kind="Success Case", project="八里洲二期")
	frappe.db.set_value("Call Lead", case.lead.name, {"project_asked": "八里洲二期", "follow_up_no": 2})
	with as_user(case.agent):
		assert script_panel.scripts_for_call(case.lead.name)["fits"] == mine.name
		frappe.db.set_value("Call Lead", case.lead.name, {"project_asked": None, "follow_up_no": 0})
		assert script_panel.scripts_for_call(case.lead.name)["fits"] == case.script.name


def test_another_centre_s_scripts_are_not_seen(case):
	theirs = a_script(the_leader(a_group()), answers=[{"question": "独有的词", "answer": "答"}])
	with as_user(case.agent):
		assert not script_panel.find_answers("独有的词")["answers"]
		for act in (script_panel.script_text, lambda name: mark_read("Talk Script", name)):
			with pytest.raises(frappe.PermissionError):
				act(theirs.name)
		assert not script_panel.find_answers("%")["answers"]


def test_what_is_no_version_in_force_is_not_confirmed_and_an_empty_one_not_kept(case):
	with as_user(case.leader):
		draft = script_versions.next_version(case.script.name)
		with pytest.raises(ReadingMarkError):
			mark_read("Talk Script", draft)
		with pytest.raises(frappe.PermissionError):
			mark_read("Call Lead", case.lead.name)
		with pytest.raises(ScriptError):
			script_versions.take_in(case.flag(), case.script.name, "问", "答")
	with pytest.raises(ScriptError):
		a_script(case.leader, script=" ", answers=[])


def test_a_mark_is_never_changed(case):
	with as_user(case.agent):
		mark_read("Talk Script", case.script.name)
	mark = frappe.get_doc("Reading Mark", {"agent": case.agent.name, "paper": case.script.name})
	mark.marked_at = "2020-01-01"
	with pytest.raises(ReadingMarkError):
		mark.save(ignore_permissions=True)
	with pytest.raises(ReadingMarkError):
		frappe.delete_doc("Reading Mark", mark.name, ignore_permissions=True)
