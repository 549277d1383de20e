// Runs in each page of the tests before anything else: tells when the desk is at rest, and what can be read.
(() => {
	const REST = 200; // milliseconds in which nothing begins and nothing ends
	const FRAME = 50; // of a pause between two looks counts at most this: a busy page has not been at rest meanwhile
	const work = { asked: new Set(), at_rest: 0, looked: 0 };
	const moved = () => {
		work.at_rest = 0;
	};
	const begins = (address) => {
		const request = { address: String(address), since: Date.now() };
		work.asked.add(request);
		moved();
		return () => {
			work.asked.delete(request);
			moved();
		};
	};

	const { open, send } = XMLHttpRequest.prototype;
	const addresses = new WeakMap();
	XMLHttpRequest.prototype.open = function (...how) {
		addresses.set(this, how[1]);
		return open.apply(this, how);
	};
	XMLHttpRequest.prototype.send = function (...sent) {
		this.addEventListener("loadend", begins(addresses.get(this)), { once: true });
		return send.apply(this, sent);
	};
	const fetched = window.fetch;
	window.fetch = (...asked) => fetched(...asked).finally(begins(asked[0]?.url || asked[0]));
	for (const act of ["click", "change", "input", "keydown", "popstate"])
		window.addEventListener(act, moved, { capture: true, passive: true });

	window.desk_at_rest = () => {
		const now = performance.now();
		if (work.asked.size || document.readyState !== "complete" || !window.frappe?.app) moved();
		else work.at_rest += Math.min(now - work.looked, FRAME);
		work.looked = now;
		return work.at_rest >= REST;
	};

	window.why_no_rest = () =>
		[
			`document: ${document.readyState}`,
			`desk: ${window.frappe?.app ? "begun" : "not begun"}`,
			...[...work.asked].map((request) => `${request.address} for ${Date.now() - request.since} ms`),
		].join("; ");

	// innerText leaves out what is not shown
	const plain = (text) => text.replace(/\s+/g, " ").trim();
	window.can_be_read = (where, text) =>
		[...document.querySelectorAll(where)].some(
			(each) => each.getClientRects().length && plain(each.innerText || "").includes(plain(text))
		);

	// whoever was here before leaves nothing in the browser
	try {
		if (!sessionStorage.begun) localStorage.clear();
		sessionStorage.begun = 1;
	} catch {
		// a page without an address keeps nothing
	}
})();
