"""What browsers are told to refuse: handlers written into markup, files that would run, foreign frames (R47).

The desk needs scripts within its page and evaluates expressions, so a policy cannot forbid those. It forbids handlers in
attributes (`onerror=`) but for the few that stand in Frappe's own templates: those are named here and allowed by their
digest. `safe_html.js` takes away the others, and what a policy does not reach, where it can.

site_config: `dianjian_inline_handlers`, a list of handlers of other apps that stay allowed; `dianjian_desk_policy`: 0
leaves the desk's handlers alone, 1 forbids them also where other apps than Frappe and this one are installed.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from mimetypes import guess_type
from posixpath import splitext
from typing import Any

import frappe
from werkzeug.wrappers import Request, Response

from dianjian_app import file_rights
from dianjian_app.framework_compat import desk_path
from dianjian_app.overrides.file import RUNS

FRAPPES_HANDLERS = (
	"",
	"return false;",
	"cur_frm.reload_doc()",
	"frappe.utils.scroll_to(0)",
	"frappe.utils.scroll_page_to_top()",
	"this.classList.add('btn-default')",
	"this.classList.remove('btn-default')",
	"localStorage.setItem('show_insights_banner', 'false') || this.parentElement.remove()",
	# version 16 has these in its own code, not in the settings of the bar
	"return frappe.ui.toolbar.setup_session_defaults()",
	"return frappe.ui.toolbar.clear_cache()",
	"return frappe.ui.toolbar.toggle_full_width()",
	"return new frappe.ui.ThemeSwitcher().show()",
)
"""handlers in attributes of the desk's templates, to the letter; a test finds new ones"""
PRINTING = "window.print();"
"""the one of Frappe's page that prints"""
WITHIN = "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
FILE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'"
PAGES = ("/printview", "/login", "/update-password", "/me")
"""pages beside the desk that show the app's data, or take passwords"""
PUBLIC = ("/customer-feedback", "/customer-survey")
"""pages for customers without a login: they load two files of the app and talk to the site, to nobody else"""
OF_CUSTOMERS = {
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
	"img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
	"Referrer-Policy": "no-referrer",
	"X-Frame-Options": "DENY",
	"X-Robots-Tag": "noindex, nofollow",
	"Cache-Control": "no-store",
}
_KEY = re.compile(r"[A-Za-z0-9_-]*")
_RUN = frozenset(("text/html", "text/xml", "application/xml", "application/xhtml+xml", "image/svg+xml"))


def inline_handlers() -> list[str]:
	"""Handlers that may stand in attributes of the desk, empty where the desk is left alone. Needs a site."""
	if not _is_wanted():
		return []
	more = frappe.conf.get("dianjian_inline_handlers") or []
	bar = frappe.get_cached_doc("Navbar Settings")
	items = (*(bar.get("settings_dropdown") or ()), *(bar.get("help_dropdown") or ()))
	actions = (f"return {item.action}" for item in items if item.action)
	return [*FRAPPES_HANDLERS, *actions, *map(str, more)]


def _is_wanted() -> bool:
	wanted = frappe.conf.get("dianjian_desk_policy")
	if wanted is not None:
		return bool(wanted)
	return set(frappe.get_installed_apps()) <= {"frappe", "dianjian_app"}


def tell_boot(bootinfo: Any) -> None:
	"""Hook extend_bootinfo: tell the desk which handlers stay, so that what it takes away is what the browser refuses."""
	bootinfo["dianjian_inline_handlers"] = inline_handlers()


def desk_policy() -> str:
	"""The policy of the desk's page: no handlers in attributes but the known ones, no plug-ins, no foreign frame."""
	known = inline_handlers()
	if not known:
		return WITHIN
	digests = " ".join(f"'{_digest(handler)}'" for handler in dict.fromkeys(known))
	return f"script-src-attr 'unsafe-hashes' {digests}; {WITHIN}"


def _digest(text: str) -> str:
	return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def check_print() -> None:
	"""Hook before_request: Frappe's page that prints repeats its address's key, whatever it is."""
	request = getattr(frappe.local, "request", None)
	if (
		request
		and request.path == "/printview"
		and not _KEY.fullmatch(str(frappe.form_dict.get("key") or ""))
	):
		frappe.form_dict.pop("key", None)


def add_headers(response: Response | None = None, request: Request | None = None) -> None:
	"""Hook after_request: give an answer the policy of what it is; a policy that stands there stays."""
	if response is None or request is None:
		return
	headers = response.headers
	headers.setdefault("X-Content-Type-Options", "nosniff")
	path = request.path
	if _is_file(path, response):
		if _would_run(path, response) and not headers.get("Content-Disposition", "").startswith("attachment"):
			headers["Content-Disposition"] = "attachment"
		if (
			response.mimetype != "application/pdf"
		):  # browsers show no PDF in a sandbox; it cannot reach the site
			headers.setdefault("Content-Security-Policy", FILE)
	elif response.mimetype == "text/html" and _is_desk(path):
		headers.setdefault("Content-Security-Policy", desk_policy())
		headers.setdefault("X-Frame-Options", "SAMEORIGIN")
	elif response.mimetype == "text/html" and splitext(path.rstrip("/"))[0] in PUBLIC:
		headers.update(OF_CUSTOMERS)
	elif response.mimetype == "text/html" and path in PAGES:
		headers.setdefault("Content-Security-Policy", f"{_of_page(path)}{WITHIN}")
		headers.setdefault("X-Frame-Options", "SAMEORIGIN")


def _of_page(path: str) -> str:
	"""A printed document shows what people wrote, and needs one handler, for printing it."""
	if path != "/printview" or not _is_wanted():
		return ""
	return f"script-src-attr 'unsafe-hashes' '{_digest(PRINTING)}'; "


def _is_desk(path: str) -> bool:
	desk = desk_path().rstrip("/")
	return path == desk or path.startswith(desk + "/")


def _is_file(path: str, response: Response) -> bool:
	return path.startswith(file_rights.PRIVATE) or "Content-Disposition" in response.headers


def _would_run(path: str, response: Response) -> bool:
	"""Whether a browser that opens the file would run what is in it. The web server keeps this header, not the policy."""
	kinds = {response.mimetype, guess_type(path)[0]}
	return bool(kinds & _RUN) or splitext(path)[1].lower() in RUNS
