// Runs in each page of the tests before anything else: tells when the desk is at rest, and what can be read.
(() => {
	const REST = 200; // milliseconds in which nothing begins and nothing ends
	const FRAME = 50; // of a pause between two looks counts at most this: a busy page has not been at rest meanwhile
	const work = { asked: 0, at_rest: 0, looked: 0 };
	const moved = () => {
		work.at_rest = 0;
	};
	const begins = () => {
		work.asked++;
		moved();
	};
	const ends = () => {
		work.asked--;
		moved();
	};

	const send = XMLHttpRequest.prototype.send;
	XMLHttpRequest.prototype.send = function (...sent) {
		begins();
		this.addEventListener("loadend", ends, { once: true });
		return send.apply(this, sent);
	};
	const fetched = window.fetch;
	window.fetch = (...asked) => {
		begins();
		return fetched(...asked).finally(ends);
	};
	for (const act of ["click", "change", "input", "keydown", "popstate"])
		window.addEventListener(act, moved, { capture: true, passive: true });

	window.desk_at_rest = () => {
		const now = performance.now();
		if (work.asked || document.readyState !== "complete" || !window.frappe?.app) moved();
		else work.at_rest += Math.min(now - work.looked, FRAME);
		work.looked = now;
		return work.at_rest >= REST;
	};

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
