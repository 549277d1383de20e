// The public pages: what stands behind the # of the address goes to the server with what was written, and nowhere else.
(() => {
	const main = document.querySelector("main[data-page]");
	const form = main.querySelector("form");
	const problem = form.querySelector(".problem");
	const key = decodeURIComponent(location.hash.slice(1)).slice(0, 200);

	// without cookies: whoever opens the page, a customer writes
	async function send(method, values) {
		const answer = await fetch(`/api/method/${method}?_lang=${encodeURIComponent(main.dataset.lang)}`, {
			method: "POST",
			credentials: "omit",
			referrerPolicy: "no-referrer",
			headers: { "Content-Type": "application/json", Accept: "application/json" },
			body: JSON.stringify(values),
		}).catch(() => null);
		if (!answer) return { problem: main.dataset.failed };
		const said = await answer.json().catch(() => ({}));
		if (answer.ok) return { message: said.message };
		if (answer.status === 403) return { problem: main.dataset.closed };
		if (answer.status === 429) return { problem: main.dataset.tooMany };
		return { problem: words_of(said) || main.dataset.failed };
	}

	function words_of(said) {
		try {
			return JSON.parse(said._server_messages)
				.map((line) => JSON.parse(line).message)
				.join(" ");
		} catch {
			return "";
		}
	}

	function tell(text) {
		problem.textContent = text || "";
		problem.hidden = !text;
		if (text) problem.scrollIntoView({ block: "center" });
	}

	function close(text) {
		form.hidden = true;
		const end = main.querySelector(".done");
		end.textContent = text || end.textContent;
		end.hidden = false;
	}

	for (const link of main.querySelectorAll("[data-lang-link]")) link.hash = location.hash;

	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		const button = form.querySelector("button[type=submit]");
		button.disabled = true;
		tell();
		const values = main.dataset.page === "survey" ? answers() : Object.fromEntries(new FormData(form));
		const done = await send(main.dataset.method, { key, ...values });
		button.disabled = false;
		if (done.problem) tell(done.problem);
		else close();
	});

	if (main.dataset.page === "survey") open_survey();

	async function open_survey() {
		const { message, problem: closed } = await send(main.dataset.open, { key });
		if (!message) return close(closed);
		main.querySelector(".intro").textContent = message.intro;
		main.querySelector(".questions").replaceChildren(...message.questions.map(question));
		const denial = main.querySelector(".denial");
		denial.hidden = !message.visit;
		form.elements.never_visited.addEventListener("change", ({ target }) => {
			for (const part of main.querySelectorAll("fieldset[data-number]")) part.hidden = target.checked;
		});
		form.hidden = false;
	}

	function question({ number, text, kind, required }) {
		const scale = kind === "Scale";
		const part = document.createElement(scale ? "fieldset" : "label");
		part.className = scale ? "choice" : "field";
		part.dataset.number = number;
		const words = document.createElement(scale ? "legend" : "span");
		words.textContent = required ? text : `${text} ${main.dataset.optional}`;
		part.append(words);
		if (!scale) {
			const box = document.createElement("textarea");
			box.maxLength = 1000;
			box.rows = 3;
			part.append(box);
			return part;
		}
		for (let score = 1; score <= 5; score++) {
			const label = document.createElement("label");
			const input = document.createElement("input");
			const shown = document.createElement("span");
			Object.assign(input, { type: "radio", name: `q${number}`, value: score });
			shown.textContent = `${score}\n${main.dataset[`score${score}`]}`;
			label.append(input, shown);
			part.append(label);
		}
		return part;
	}

	function answers() {
		const given = [...main.querySelectorAll("[data-number]")].map((part) => ({
			number: Number(part.dataset.number),
			score: Number(part.querySelector("input:checked")?.value) || 0,
			text: part.querySelector("textarea")?.value || "",
		}));
		return { answers: given, never_visited: form.elements.never_visited?.checked ? 1 : 0 };
	}
})();
