"""Who may call the methods that stand in the place of Frappe's for what is written, counted or drawn beside documents.

Tried on Call Lead: who sees a lead comments, tags, likes and assigns it; the auditor reads and writes nothing.
"""

from __future__ import annotations

from dianjian_app.tests.site.matrix.way import ANYBODY, NAME, READERS, way
from dianjian_app.tests.site.who_sees_what import SEES

WRITERS = " ".join(code for code in SEES["Call Lead"].split() if not code.startswith("AU"))
WHO_WRITE_IT = " ".join(code for code in WRITERS.split() if code.split(":")[0] in ("TA", "GL", "DM", "AM"))
"""who may write a lead that they see, not only beside it"""
LEAD = "Call Lead"

BESIDE = {
	"overrides.assign_to.add": way(
		WRITERS, LEAD, "name", doctype=LEAD, assign_to=["Administrator"], writes=True
	),
	"overrides.assign_to.add_multiple": way(
		WRITERS, LEAD, name=[NAME], doctype=LEAD, assign_to=["Administrator"], writes=True
	),
	"overrides.assign_to.remove": way(
		WHO_WRITE_IT, LEAD, "name", doctype=LEAD, assign_to="Administrator", writes=True
	),
	"overrides.assign_to.remove_multiple": way(WHO_WRITE_IT, LEAD, names=[NAME], doctype=LEAD, writes=True),
	"overrides.assign_to.close": way(
		"", None, doctype=LEAD, name="x", assign_to="Administrator", writes=True
	),
	"overrides.document_follow.follow_document": way(READERS, LEAD, "doc_name", doctype=LEAD, writes=True),
	"overrides.document_follow.unfollow_document": way(
		ANYBODY, None, doctype=LEAD, doc_name="x", writes=True
	),
	"overrides.document_follow.update_follow": way(
		READERS, LEAD, "doc_name", doctype=LEAD, following=True, writes=True
	),
	"overrides.document_follow.get_follow_users": way(READERS, LEAD, "doc_name", doctype=LEAD),
	"overrides.form_utils.add_comment": way(
		WRITERS, LEAD, "reference_name", reference_doctype=LEAD, content="记一笔", writes=True
	),
	"overrides.form_utils.update_comment": way("", None, name="x", content="改", writes=True),
	"overrides.form_utils.update_comment_publicity": way("", None, name="x", publish=1, writes=True),
	"overrides.like.toggle_like": way(WRITERS, LEAD, "name", doctype=LEAD, add="Yes", writes=True),
	"overrides.tag.add_tag": way(WRITERS, LEAD, "dn", dt=LEAD, tag="重点", writes=True),
	"overrides.tag.add_tags": way(WRITERS, LEAD, dt=LEAD, docs=[NAME], tags=["重点"], writes=True),
	"overrides.tag.remove_tag": way(WRITERS, LEAD, "dn", dt=LEAD, tag="重点", writes=True),
	"overrides.tag.get_tags": way(ANYBODY, None, doctype=LEAD, txt="重"),
	"overrides.tag.get_tags_list_for_awesomebar": way(ANYBODY, None),
	"overrides.tag.get_documents_for_tag": way(ANYBODY, None, tag="#重点"),
	"overrides.tag.get_tagged_docs": way("TA GL SA PL DM AM AU", None, doctype=LEAD, tag="重点"),
	"overrides.share.get_users": way(READERS, LEAD, "name", doctype=LEAD),
	"overrides.notifications.get_open_count": way(READERS, LEAD, "name", doctype=LEAD),
	"overrides.linked_with.get_submitted_linked_docs": way(READERS, LEAD, "name", doctype=LEAD),
	"overrides.workflow.get_workflow_state_count": way(
		"TA GL SA DM AM AU",
		None,
		doctype="Call Sheet",
		workflow_state_field="workflow_state",
		states=[],
	),
	"overrides.dashboard_chart.get": way("", None, chart_name="x"),
	"overrides.print_format.download_multi_pdf": way(
		"", None, doctype=LEAD, name=["x"], told="DoesNotExistError"
	),
	"overrides.print_format.download_multi_pdf_async": way(
		"", None, doctype=LEAD, name=["x"], told="DoesNotExistError"
	),
	"overrides.print_format.report_to_pdf": way(ANYBODY, None, html="<p>x</p>"),
}
