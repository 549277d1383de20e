// Calls that could not be sent: kept in this browser, sent once and in order when the connection is back.
//
// Each is a request with a key of its own, so that the server writes it once however often it comes. Numbers in texts are
// masked before they are kept, what was sent is gone from the browser, and nobody logs out over what is not sent yet.
import { clock_of, text } from "./words";

const EVERY = 15000; // milliseconds between two tries
const TEXTS = ["remarks", "said", "project_asked", "next_step"];
const NUMBER = /\p{Nd}(?:[\s-]?\p{Nd}){6,}/gu;

const key = () => `dianjian:unsent:${frappe.session.user}`;
const listeners = [];
let flushing = null;

export function unsent() {
	try {
		return JSON.parse(localStorage.getItem(key()) || "[]");
	} catch {
		return [];
	}
}

function keep_list(list) {
	if (list.length) localStorage.setItem(key(), JSON.stringify(list));
	else localStorage.removeItem(key());
	for (const told of listeners) told();
}

const without = (id) => keep_list(unsent().filter((request) => request.id !== id));
const change = (id, values) =>
	keep_list(unsent().map((request) => (request.id === id ? { ...request, ...values } : request)));

// told(): what is kept has changed
export function on_unsent(told) {
	listeners.push(told);
}

export const mask_numbers = (value) =>
	value.replace(NUMBER, (digits) => `${digits.slice(0, 3)}****${digits.slice(-4)}`);

function masked(args) {
	const texts = TEXTS.filter((name) => args[name]).map((name) => [name, mask_numbers(args[name])]);
	return { ...args, ...Object.fromEntries(texts) };
}

class Refused extends Error {}

// the server's answer; null: it did not come. Throws Refused where the server says no.
async function post({ method, args }) {
	let answer;
	try {
		answer = await fetch(`/api/method/${method}`, {
			method: "POST",
			headers: {
				Accept: "application/json",
				"Content-Type": "application/json",
				"X-Frappe-CSRF-Token": frappe.csrf_token,
			},
			body: JSON.stringify(args),
		});
	} catch {
		return null;
	}
	const data = await answer.json().catch(() => null);
	if (answer.ok && data) return data.message || {};
	// no answer of the app's own, or nobody is logged in any more: the call is kept
	if (!data || answer.status === 401 || answer.status >= 500) return null;
	if (data.session_expired || ["CSRFTokenError", "QueryDeadlockError"].includes(data.exc_type)) return null;
	throw new Refused(words_of(data));
}

function words_of(data) {
	try {
		return JSON.parse(data._server_messages)
			.map((message) => JSON.parse(message).message)
			.join("<br>");
	} catch {
		return __("The server refused this call.");
	}
}

// Sends requests in order, or keeps them. Gives the first one's answer; null: kept. Throws where the server refused the first.
export async function send(requests, who) {
	const made = { who, kept_at: Date.now() };
	const keep = (some) =>
		keep_list([
			...unsent(),
			...some.map((request) => ({
				...made,
				...request,
				args: masked(request.args),
				id: frappe.utils.get_random(12),
			})),
		]);
	const [first, ...rest] = requests;
	let answer = null;
	if (!unsent().some((request) => !request.why)) answer = await post(first);
	if (answer === null) {
		keep(requests);
		flush();
		return null;
	}
	if (rest.length) {
		keep(rest);
		await flush();
	}
	return answer;
}

const as_sent = ({ method, args, kept_at }) => ({
	method,
	args: method.endsWith("log_call")
		? { ...args, waited_seconds: Math.max(0, Math.round((Date.now() - kept_at) / 1000)) }
		: args,
});

async function send_all() {
	for (;;) {
		const request = unsent().find((one) => !one.why);
		if (!request) return;
		try {
			if ((await post(as_sent(request))) === null) return;
			without(request.id);
		} catch (refusal) {
			if (!(refusal instanceof Refused)) throw refusal;
			change(request.id, { why: refusal.message });
		}
	}
}

// Sends what is kept, oldest first; two windows take turns. What the server refused stays with its reason.
export function flush() {
	if (!flushing) {
		const locked = navigator.locks ? () => navigator.locks.request(key(), send_all) : send_all;
		flushing = locked().finally(() => {
			flushing = null;
		});
	}
	return flushing;
}

export function try_again(id) {
	change(id, { why: "" });
	return flush();
}

export const give_up = without;

export function unsent_html() {
	const list = unsent();
	const refused = list.filter((request) => request.why);
	const waiting = list.length - refused.length;
	const when = (request) => clock_of(frappe.datetime.convert_to_system_tz(moment(request.kept_at)));
	const lines = refused.map(
		(request) => `<div class="alert alert-danger unsent-refused" data-id="${text(request.id)}">
			${__("Not saved: {0}, {1}.", [text(request.who), when(request)])} ${request.why}
			<button type="button" class="btn btn-xs btn-default again">${__("Try Again")}</button>
			<button type="button" class="btn btn-xs btn-default give-up">${__("Discard")}</button></div>`
	);
	if (waiting)
		lines.unshift(
			`<div class="alert alert-warning unsent-waiting">${__("No connection: {0} entries are kept in this browser and are sent, in order, when it is back.", [waiting])}</div>`
		);
	return lines.join("");
}

function begin() {
	$(window).on("online", () => unsent().length && flush());
	setInterval(() => unsent().some((request) => !request.why) && flush(), EVERY);
	if (unsent().length) flush();
}

const log_out = frappe.Application.prototype.logout;

frappe.Application.prototype.logout = async function () {
	if (unsent().length) await flush();
	const left = unsent().length;
	if (!left) return log_out.call(this);
	return frappe.msgprint({
		title: __("Not Sent Yet"),
		indicator: "orange",
		message: __("{0} entries of today's calls are not sent yet; stay logged in until they are.", [left]),
	});
};

$(document).on("app_ready", begin);
