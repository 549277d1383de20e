"""The paper forms as PDFs, looked at as pictures: A4, Chinese, whole, with boxes to sign in (R11, R16, R17, R30, R32)."""

import io
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from datetime import date

import frappe
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from dianjian_app.setup.seeds import prints
from dianjian_app.tests.builders.calls import a_row, a_sheet, confirmed
from dianjian_app.tests.builders.incentives import a_full_month, a_line, a_place, a_sale, published
from dianjian_app.tests.builders.people import an_agent
from dianjian_app.tests.builders.visits import Party

MM = 25.4 / 72
DPI = 50
EDGE_MM = 8
RADICALS = str.maketrans("⻓⻔⻅⻢⻚戶", "长门见马页户")
"""as which a PDF's fonts give some characters back"""

pytestmark = pytest.mark.skipif(
	not (shutil.which("wkhtmltopdf") and shutil.which("pdftoppm")), reason="needs wkhtmltopdf and pdftoppm"
)


@dataclass
class Printed:
	"""A PDF: its pages' sizes in mm, their texts, and the box of each page's ink in mm (left, top, right, bottom)."""

	sizes: list
	texts: list
	inks: list
	fonts: set

	@property
	def text(self):
		return "".join(self.texts)


@pytest.fixture
def chinese(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "zh")


def printed(doc, print_format) -> Printed:
	"""The document's PDF as the desk gives it, drawn as pictures."""
	content = frappe.get_print(doc.doctype, doc.name, print_format, as_pdf=True)
	pages = PdfReader(io.BytesIO(content)).pages
	sizes = [tuple(round(float(side) * MM) for side in page.mediabox[2:]) for page in pages]
	fonts = {
		str(font.get_object()["/BaseFont"]) for page in pages for font in page["/Resources"]["/Font"].values()
	}
	return Printed(sizes, [read(page) for page in pages], inks(content, len(pages)), fonts)


def read(page) -> str:
	"""A page's text without spaces and line ends."""
	return "".join(unicodedata.normalize("NFKC", page.extract_text()).translate(RADICALS).split())


def inks(content: bytes, pages: int) -> list:
	"""Where each page has ink, in mm; a page without ink gives None."""
	found = []
	for number in range(1, pages + 1):
		drawn = subprocess.run(
			["pdftoppm", "-r", str(DPI), "-f", str(number), "-l", str(number), "-png", "-"],
			input=content,
			capture_output=True,
			check=True,
		)
		picture = Image.open(io.BytesIO(drawn.stdout)).convert("L")
		box = ImageChops.invert(picture).point(lambda v: 255 if v > 40 else 0).getbbox()
		found.append(box and tuple(round(side * 25.4 / DPI) for side in box))
	return found


def name_of(user: str) -> str:
	return frappe.utils.get_fullname(user).replace(" ", "")


def is_whole(paper: Printed) -> bool:
	"""Whether each page has ink, and none of it touches the paper's edge."""
	return all(
		ink
		and min(ink[0], ink[1]) >= EDGE_MM
		and ink[2] <= width - EDGE_MM
		and ink[3] <= height - EDGE_MM
		and ink[2] - ink[0] > width * 0.8
		for ink, (width, height) in zip(paper.inks, paper.sizes, strict=True)
	)


def looks_right(paper: Printed, size: tuple[int, int]) -> None:
	assert set(paper.sizes) == {size}
	assert is_whole(paper)
	assert any("CJK" in font for font in paper.fonts)
	# the desk's own buttons are not printed
	assert "GetPDF" not in paper.text and "获取PDF" not in paper.text


@pytest.mark.req("R16")
def test_the_register_is_two_copies_on_one_command(chinese):
	party = Party(an_agent()).counted()
	paper = printed(party.register, "Invitation Register in Duplicate")
	looks_right(paper, (297, 210))
	assert len(paper.texts) == 2
	for text, copy in zip(paper.texts, ("电开人员留存", "组长留存"), strict=True):
		assert copy in text and "意向客户邀约到访登记表" in text
		assert party.consultant.staff_name in text and party.lead.phone_mask in text


@pytest.mark.req("R11")
def test_a_long_call_sheet_has_its_headings_on_each_page_and_its_foot_once(chinese):
	agent = an_agent()
	rows = [
		a_row(agent, remarks="客户说周末要和家人一起再来看看样板间,请提前发位置" if n % 9 == 0 else "再联系")
		for n in range(60)
	]
	sheet = confirmed(a_sheet(agent, rows=rows), agent)
	paper = printed(sheet, "Call Sheet Form")
	looks_right(paper, (210, 297))
	pages = len(paper.texts)
	assert pages in (2, 3)  # as long as the names are
	assert all("客户姓名" in text and "产品需求" in text for text in paper.texts)
	assert paper.text.count("打通有效电话数量") == 1
	assert f"第{pages}页" in paper.texts[-1]
	assert name_of(sheet.confirmed_by) in paper.texts[-1]


@pytest.mark.req("R17")
def test_a_visits_confirmation_shows_its_four_hands(chinese):
	party = Party(an_agent()).counted()
	paper = printed(frappe.get_doc("Visit Confirmation", party.name), "Visit Confirmation Form")
	looks_right(paper, (210, 297))
	for person in (party.agent, party.front_desk, party.consultant, party.leader):
		assert name_of(person.user) in paper.text
	assert party.name in paper.text and "单据编号" in paper.text


@pytest.mark.req("R31", "R32")
def test_settlement_and_statement_have_figures_and_boxes_to_sign_in(chinese):
	place = a_place(agents=2)
	for agent in place.agents:
		a_full_month(agent)
	a_line(place.agent, date(2026, 9, 3), connected=92)
	a_sale(place.agent, date(2026, 9, 9))
	settlement = published(place)
	paper = printed(settlement, "Settlement for Signature")
	looks_right(paper, (297, 210))
	assert all(figure in paper.text for figure in ("200.00", "8.00", "192.00"))
	assert name_of(settlement.hr_approved_by) in paper.text
	statement = frappe.get_doc("Incentive Statement", {"agent": place.agent.name})
	paper = printed(statement, "Incentive Statement Form")
	looks_right(paper, (210, 297))
	assert all(figure in paper.text for figure in ("200.00", "-8.00", "192.00"))
	assert paper.text.count("签字") == 3


@pytest.mark.req("R30")
def test_a_disciplinary_decision_has_room_for_three_signatures(chinese):
	agent = an_agent()
	action = frappe.get_doc(
		doctype="Disciplinary Action",
		action_type="Warning",
		ground="离岗",
		agent=agent.name,
		date=frappe.utils.today(),
		evidence="上班时间离岗" * 20,
	).insert()
	paper = printed(action, "Disciplinary Decision")
	looks_right(paper, (210, 297))
	assert paper.text.count("签字") == 3 and "警告" in paper.text


@pytest.mark.req("R11", "R16")
def test_each_format_is_the_first_that_its_document_offers():
	for name, (doctype, _template) in prints.FORMATS.items():
		assert frappe.get_meta(doctype).default_print_format == name
