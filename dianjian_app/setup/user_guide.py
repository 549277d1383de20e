"""The guide's pages in the desk: `docs/guide`, with the pictures of `docs/pictures`, for everybody who has logged in."""

from __future__ import annotations

import re
from pathlib import Path

import frappe
from frappe import _

PAGES = {
	"change-a-rule": {"en": "change-a-rule.md", "zh": "改规则.md"},
	"appeal": {"en": "appeal.md", "zh": "申诉.md"},
}
PICTURE = re.compile(r"[a-z0-9-]+\.png")
PICTURE_LINK = re.compile(r'src="\.\./pictures/(' + PICTURE.pattern + ')"')
HEADING = re.compile(r"\A# (.+)\n")


@frappe.whitelist(methods=["GET", "POST"])
def page(page: str) -> dict[str, str]:
	"""A page of the guide in the reader's language: {"title", "html"}.

	page: its name, one of PAGES. Raises DoesNotExistError.
	"""
	language = "zh" if (frappe.local.lang or "").startswith("zh") else "en"
	path = _docs() / "guide" / PAGES.get(page, {}).get(language, "no-such-page")
	if not path.is_file():
		frappe.throw(_("The guide has no page {0}.").format(page), frappe.DoesNotExistError)
	text = path.read_text("utf-8")
	title = HEADING.match(text)
	html = frappe.utils.md_to_html(HEADING.sub("", text))
	address = "/api/method/dianjian_app.setup.user_guide.picture?name="
	return {"title": title[1] if title else page, "html": PICTURE_LINK.sub(rf'src="{address}\1"', html)}


@frappe.whitelist(methods=["GET"])
def picture(name: str) -> None:
	"""A picture of the guide, as the response. name: a file of `docs/pictures`. Raises DoesNotExistError."""
	path = _docs() / "pictures" / name
	if not PICTURE.fullmatch(name) or not path.is_file():
		frappe.throw(_("The guide has no picture {0}.").format(name), frappe.DoesNotExistError)
	frappe.local.response.update(
		type="download", filename=name, filecontent=path.read_bytes(), display_content_as="inline"
	)


def _docs() -> Path:
	return Path(frappe.get_app_path("dianjian_app")).parent / "docs"
