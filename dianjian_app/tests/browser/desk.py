"""One person's browser window: logging in, opening things, pressing what stands there, looking at the console."""

import os
import re
from pathlib import Path

import frappe
from playwright.sync_api import Browser, Page, expect

from dianjian_app.framework_compat import desk_path

PASSWORD = "Dianjian-2026"
SECONDS = 20_000
expect.set_options(timeout=SECONDS)
SOCKET_SERVER = re.compile(r"/socket\.io/")
# each with its reason; everything else in the console fails the test
HARMLESS = (
	SOCKET_SERVER,
	re.compile(r"Error connecting to socket\.io"),  # released Frappe says so when it cannot
	re.compile(r"ResizeObserver loop"),  # Chromium's own remark about a layout in one frame
	re.compile(
		r"removeChild[\s\S]*boundDrawFn"
	),  # Frappe's chart draws itself once more after the report took it away
	# Frappe names the counters of its templates' loops at random, now and then by a word of the language, e.g. "for"
	re.compile(r"frappe\.template\.compile\(\.\.\.\) is not a function"),
	re.compile(r"<svg> attribute width: A negative value"),  # the same chart, in a page that is being left
	re.compile(
		r"activeElement\.select is not a function"
	),  # Frappe marks a number late, when a fast hand has left it
)


def zh(text: str, *values) -> str:
	"""The Chinese text that stands in the desk for an English one."""
	return frappe._(text, lang="zh").format(*values)


class Desk:
	"""The desk of one logged-in user. `problems` holds what the console complained about.

	The socket server is out of its reach: whoever acts sees what they did all the same, and no form is loaded anew behind
	their back. What it brings live, devbench/tests/test_desk.py tells.
	"""

	def __init__(self, browser: Browser, url: str, state: dict | None = None):
		self.url, self.problems = url, []
		self.context = browser.new_context(
			viewport={"width": 1280, "height": 900},
			locale="zh-CN",
			storage_state=state,
			base_url=url,
			reduced_motion="reduce",  # a dialog that is still fading in does not hear that it is to close
		)
		self.context.route(SOCKET_SERVER, lambda route: route.abort())
		self.page: Page = self.context.new_page()
		self.page.set_default_timeout(SECONDS)
		self.page.on("console", lambda m: m.type == "error" and self._note(m.text, m.location.get("url", "")))
		self.page.on("pageerror", lambda error: self._note(error.stack or str(error)))

	def _note(self, *complaint: str) -> None:
		text = " ".join(complaint)
		if not any(h.search(text) for h in HARMLESS):
			self.problems.append(text)

	def log_in(self, user: str, password: str = PASSWORD) -> "Desk":
		"""Through the login page, as a person does."""
		self.page.goto("/login")
		self.page.fill("#login_email", user)
		self.page.fill("#login_password", password)
		self.page.click(".btn-login:visible")
		self.page.wait_for_url(f"**{desk_path()}**")
		return self.ready()

	def ready(self) -> "Desk":
		"""Wait until the desk has loaded and asked what it asks."""
		self.page.wait_for_function(
			"window.frappe?.boot && $('body').attr('data-ajax-state') !== 'triggered'"
		)
		self.page.wait_for_load_state("networkidle")
		return self

	def open(self, *route: str) -> "Desk":
		"""Open a route of the desk: open("call-sheet", name)."""
		self.page.goto(desk_path(*route))
		return self.ready()

	def open_form(self, doctype: str, name: str) -> "Desk":
		"""Open a document and wait for its form."""
		self.open(doctype.lower().replace(" ", "-"), name)
		self.page.wait_for_function(
			"([doctype, name]) => cur_frm && cur_frm.doctype === doctype && cur_frm.docname === name && !cur_frm.is_dirty()",
			arg=[doctype, name],
		)
		return self

	def press(self, label: str, within: str = ".page-head") -> "Desk":
		"""Press the button with this English label where it stands in Chinese, in the page's head or elsewhere."""
		button = self.page.locator(f"{within} button:visible, {within} a.dropdown-item:visible")
		button.filter(has_text=re.compile(rf"^\s*{re.escape(zh(label))}\s*$")).first.click()
		return self

	def act(self, action: str) -> "Desk":
		"""Choose a workflow action from the form's menu of actions."""
		self.page.locator(".actions-btn-group:visible > button").click()
		self.page.locator(".actions-btn-group .dropdown-item:visible", has_text=zh(action)).first.click()
		return self

	def confirm(self) -> "Desk":
		"""Answer the question on the screen with yes."""
		self.dialog().page.locator(".modal.show .btn-primary:visible").click()
		return self.ready()

	def dialog(self) -> "Desk":
		"""Wait until a dialog is open to its end: before that it neither closes nor lets itself be closed."""
		self.page.wait_for_function("window.cur_dialog && cur_dialog.display")
		return self

	def confirm_if_asked(self) -> "Desk":
		"""Frappe asks before a document is submitted; a workflow action may not."""
		self.ready()
		if self.page.locator(".modal.show .btn-primary:visible").count():
			self.confirm()
		return self

	def save(self) -> "Desk":
		"""Save the form and wait until it is saved."""
		self.page.evaluate("cur_frm.save()")
		self.page.wait_for_function("!cur_frm.is_dirty() && !cur_frm.is_new()")
		return self.ready()

	def sees(self, text: str, where: str = "body") -> "Desk":
		"""Wait until the text can be read."""
		expect(self.page.locator(f"{where} :visible", has_text=text).first).to_be_visible()
		return self

	def shot(self, name: str) -> "Desk":
		"""A picture into $DIANJIAN_PICTURES, for people who look; nothing where it is not set."""
		if folder := os.environ.get("DIANJIAN_PICTURES"):
			Path(folder).mkdir(parents=True, exist_ok=True)
			self.page.screenshot(path=Path(folder) / f"{name}.png")
		return self

	def close(self) -> None:
		self.context.close()
