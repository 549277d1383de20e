"""One person's browser window: logging in, opening things, pressing what stands there, looking at the console."""

import os
import re
from pathlib import Path

import frappe
from playwright.sync_api import BrowserContext, Page, TimeoutError, expect

from dianjian_app.framework_compat import desk_path

PASSWORD = "Dianjian-2026"
PATIENCE = 60_000
"""milliseconds to wait for what is to come: for a machine with other work as well; who is quick does not wait"""
expect.set_options(timeout=PATIENCE)
SOCKET_SERVER = re.compile(r"/socket\.io/")
# each with its reason; everything else in the console fails the test
HARMLESS = (
	SOCKET_SERVER,
	re.compile(r"Error connecting to socket\.io"),  # released Frappe says so when it cannot
	re.compile(r"ResizeObserver loop"),  # Chromium's own remark about a layout in one frame
	re.compile(
		r"removeChild[\s\S]*boundDrawFn"
	),  # Frappe's chart draws itself once more after the report took it away
	# the same chart, in a page that is being left: there it has no width
	re.compile(r"<\w+> attribute (width|height): A negative value[\s\S]*/assets/frappe/"),
	re.compile(
		r"activeElement\.select is not a function"
	),  # Frappe marks a number late, when a fast hand has left it
)


WATCH = (Path(__file__).parent / "watch.js").read_text()


def zh(text: str, *values) -> str:
	"""The Chinese text that stands in the desk for an English one."""
	return frappe._(text, lang="zh").format(*values)


class Desk:
	"""The desk of one logged-in user. `problems` holds what the console complained about.

	The socket server is out of its reach: whoever acts sees what they did all the same, and no form is loaded anew behind
	their back. What it brings live, devbench/tests/test_desk.py tells.
	"""

	def __init__(self, context: BrowserContext):
		self.context, self.problems = context, []
		self.page: Page = context.new_page()
		# not by a route: a page whose requests are routed keeps nothing that it has loaded
		network = context.new_cdp_session(self.page)
		network.send("Network.enable")
		network.send("Network.setBlockedURLs", {"urls": ["*/socket.io/*"]})
		self.page.add_init_script(WATCH)
		self.page.set_default_timeout(PATIENCE)
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
		"""Wait until the desk is at rest: loaded, and through with all that the last act has set off (watch.js)."""
		try:
			self.page.wait_for_function("window.desk_at_rest?.()")
		except TimeoutError:
			raise AssertionError(
				f"No rest in {self.page.url}: {self.page.evaluate('why_no_rest()')}"
			) from None
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
		return self.ready()

	def press(self, label: str, within: str = ".page-head") -> "Desk":
		"""Press the button with this English label where it stands in Chinese, in the page's head or elsewhere."""
		self.ready()  # what is still being drawn would be drawn anew under the hand
		button = self.page.locator(f"{within} button:visible, {within} a.dropdown-item:visible")
		button.filter(has_text=_exactly(label)).first.click()
		return self

	def act(self, action: str) -> "Desk":
		"""Choose a workflow action from the form's menu of actions."""
		self.ready()
		self._before = self.page.evaluate("cur_frm.doc.modified")
		self.page.locator(".actions-btn-group:visible > button").click()
		item = self.page.locator(".actions-btn-group .dropdown-item:visible")
		item.filter(has_text=_exactly(action)).first.click()
		return self

	def confirm_if_asked(self) -> "Desk":
		"""After `act`: Frappe asks before a document is submitted; a workflow action may not."""
		self.page.wait_for_function(
			"before => window.cur_dialog?.display || cur_frm.doc.modified !== before", arg=self._before
		)
		return self.confirm() if self.page.evaluate("Boolean(window.cur_dialog?.display)") else self.ready()

	def confirm(self) -> "Desk":
		"""Answer the question on the screen with yes."""
		self.dialog().page.locator(".modal.show .btn-primary:visible").click()
		return self.ready()

	def dialog(self) -> "Desk":
		"""Wait until a dialog is open to its end: before that it neither closes nor lets itself be closed."""
		self.page.wait_for_function("window.cur_dialog && cur_dialog.display")
		return self.ready()

	def save(self) -> "Desk":
		"""Save the form and wait until it is saved."""
		self.ready().page.evaluate("cur_frm.save()")
		self.page.wait_for_function("!cur_frm.is_dirty() && !cur_frm.is_new()")
		return self.ready()

	def sees(self, text: str, where: str = "body") -> "Desk":
		"""Wait until the text can be read. What stands in a page that is not shown cannot."""
		try:
			self.page.wait_for_function("([where, text]) => can_be_read(where, text)", arg=[where, text])
		except TimeoutError:
			read = self.page.locator(f"{where}:visible").all_inner_texts()
			raise AssertionError(f"{text!r} cannot be read in {where}: {read}") from None
		return self

	def shot(self, name: str) -> "Desk":
		"""A picture into $DIANJIAN_PICTURES, for people who look; nothing where it is not set."""
		if folder := os.environ.get("DIANJIAN_PICTURES"):
			Path(folder).mkdir(parents=True, exist_ok=True)
			self.page.screenshot(path=Path(folder) / f"{name}.png")
		return self

	def close(self) -> None:
		"""Close the page; what its person has loaded, and that they are logged in, the next one finds again."""
		self.page.close()


def _exactly(label: str) -> re.Pattern:
	return re.compile(rf"^\s*{re.escape(zh(label))}\s*$")
