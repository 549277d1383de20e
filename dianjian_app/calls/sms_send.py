"""Sending queued texts through the provider that Frappe's SMS Settings name: never twice, never out of hours (R14).

A message goes in two jobs. The first marks it Sending and ends, so that this stands in the database whatever happens;
the second speaks to the provider. One that is found Sending later has perhaps been sent: it becomes Unknown, for people
to look at, and is not sent again. What the provider refuses clearly is tried again, with growing pauses, on that day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
import requests
from frappe import _
from frappe.core.doctype.sms_settings.sms_settings import get_headers
from frappe.utils import getdate, now_datetime

from dianjian_app.calls.limits import limits_of
from dianjian_app.calls.sms_batch import FAILED, QUEUED, SENDING, SENT, SKIPPED, UNKNOWN
from dianjian_app.clean_text import clean_values
from dianjian_app.resources.numbers import extensions, vault

TEXT_HOOK = "dianjian_text_before_sending"
"""asked with the name and the text of a Message Log: what is sent, "" for nothing"""
AT_ONCE = 200
SECONDS = 15
MOST_TRIES = 5
PAUSES = (timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=1))
LOST_AFTER = timedelta(minutes=15)
NUMBER_OF_MESSAGE = ("id", "msgid", "message_id", "smsid", "sid")


class ProviderError(Exception):
	"""The provider did not take the message; it may be tried again."""


def send_due() -> int:
	"""Take what is due and may go now, and give each a job of its own (scheduled, and after handing in).

	Rows are locked, so that two at once take different ones. Gives how many were taken.
	"""
	now = now_datetime()
	_give_up_lost(now)
	message = frappe.qb.DocType("Message Log")
	query = (
		frappe.qb.from_(message)
		.select(message.name, message.centre, message.date, message.phone_hash)
		.where((message.status == QUEUED) & (message.try_at <= now))
		.orderby(message.creation)
		.limit(AT_ONCE)
		.for_update(skip_locked=True)
	)
	taken = 0
	due = query.run(as_dict=True)
	refused = vault.refused(m.phone_hash for m in due)
	for m in due:
		why = _why_not(m, now, refused)
		if why is None:
			_set(m.name, status=SENDING, sent_at=now)
			frappe.enqueue(
				"dianjian_app.calls.sms_send.send", queue="short", enqueue_after_commit=True, name=m.name
			)
			taken += 1
		elif isinstance(why, datetime):
			_set(m.name, try_at=why)
		else:
			_set(m.name, status=SKIPPED, error=why)
	return taken


def _why_not(m: frappe._dict, now: datetime, refused: set[str]) -> str | datetime | None:
	"""None: it goes now; a time: not before; a text: not at all."""
	if m.phone_hash in refused:
		return _("The customer refuses calls and texts.")
	if getdate(m.date) < now.date():
		return _("The day is over; a follow-up goes on its day.")
	limits = limits_of(m.centre)
	if limits.allows(now):
		return None
	if limits.start and now.time() < limits.start:
		return datetime.combine(now.date(), limits.start)
	return _("The hours for texts are over for today.")


def send(name: str) -> None:
	"""Speak to the provider about one message that was marked Sending (job). Safe to repeat: the mark is taken once."""
	fields = ["status", "tries", "phone_hash", "text", "centre", "date"]
	status = frappe.db.get_value("Message Log", name, fields, as_dict=True, for_update=True)
	if not status or status.status != SENDING:
		return
	# the job may have waited: what holds is now
	why = _why_not(status, now_datetime(), vault.refused([status.phone_hash]))
	if isinstance(why, datetime):
		return _set(name, status=QUEUED, try_at=why, sent_at=None)
	if why:
		return _set(name, status=SKIPPED, error=why, sent_at=None)
	number = vault.numbers_of([status.phone_hash]).get(status.phone_hash)
	if not number:
		return _set(name, status=SKIPPED, error=_("The number is not kept any more."))
	if extensions.split(number)[1]:
		return _set(name, status=SKIPPED, error=_("A number with an extension takes no texts."))
	text = status.text
	for path in frappe.get_hooks(TEXT_HOOK):
		text = frappe.get_attr(path)(name, text)
	if not text:
		return _set(name, status=SKIPPED, error=_("The customer needs this text no more."), sent_at=None)
	try:
		provider_id = post(number, text, name)
	except ProviderError as error:
		return _failed(name, status.tries or 0, str(error))
	except requests.RequestException as error:
		# it may have arrived: nobody is texted twice
		return _set(name, status=UNKNOWN, error=type(error).__name__)
	_set(
		name,
		status=SENT,
		sent_at=now_datetime(),
		provider_id=provider_id,
		tries=(status.tries or 0) + 1,
		error=None,
	)


def _failed(name: str, tries: int, error: str) -> None:
	tries += 1
	if tries >= MOST_TRIES:
		return _set(name, status=FAILED, tries=tries, error=error)
	again = now_datetime() + PAUSES[min(tries, len(PAUSES)) - 1]
	_set(name, status=QUEUED, tries=tries, error=error, try_at=again, sent_at=None)


def _give_up_lost(now: datetime) -> None:
	"""What was being sent when its worker died: perhaps sent, so not again."""
	for name in frappe.get_all(
		"Message Log", [["status", "=", SENDING], ["sent_at", "<", now - LOST_AFTER]], pluck="name"
	):
		_set(name, status=UNKNOWN, error=_("Sending was interrupted; whether it was sent is not known."))


def post(number: str, text: str, reference: str) -> str:
	"""Hand one text to the provider as Frappe's SMS Settings say; gives the provider's own number for it, or "".

	number: E.164; mainland numbers go without +86. reference: put where a parameter's value says {reference}. Raises
	ProviderError where it was clearly not taken, requests' errors where that is not known.
	"""
	if extensions.split(number)[1]:  # many share what stands before the extension
		raise ProviderError(_("A number with an extension takes no texts."))
	settings = frappe.get_cached_doc("SMS Settings")
	if not settings.sms_gateway_url:
		raise ProviderError(_("No SMS provider is set up; see SMS Settings."))
	headers = get_headers(settings)
	values = {
		p.parameter: (p.value or "").replace("{reference}", reference)
		for p in settings.parameters
		if not p.header
	}
	values[settings.message_parameter] = text
	values[settings.receiver_parameter] = number[3:] if number.startswith("+86") else number
	how = (
		"json"
		if headers.get("Content-Type") == "application/json"
		else "data"
		if settings.use_post
		else "params"
	)
	ask = requests.post if settings.use_post else requests.get
	try:
		answer = ask(
			settings.sms_gateway_url, headers=headers, timeout=SECONDS, allow_redirects=False, **{how: values}
		)
	except (requests.ConnectTimeout, requests.ConnectionError) as error:
		if isinstance(error, requests.ConnectTimeout) or "NewConnectionError" in repr(error):
			raise ProviderError(_("The provider could not be reached.")) from None
		raise
	if not answer.ok:
		raise ProviderError(_("The provider refused it: {0}.").format(answer.status_code))
	return _number_in(answer)


def _number_in(answer: requests.Response) -> str:
	try:
		said = answer.json()
	except ValueError:
		return ""
	if not isinstance(said, dict):
		return ""
	return next((str(said[key])[:140] for key in NUMBER_OF_MESSAGE if said.get(key)), "")


def _set(name: str, **values: object) -> None:
	frappe.db.set_value("Message Log", name, clean_values("Message Log", values))
