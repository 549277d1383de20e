// Markup that people have written is shown, never run (R47). Three ways of looking at a text:
// - plain: a text that is no markup; its marks become marks one can see
// - markup: formatted text; of the markup what is harmless stays
// - disarmed: whatever goes into a page by jQuery, the framework's own templates included; what runs is taken out of it
frappe.provide("dianjian");

// `&lt;` stays what it is: Frappe's cleaning has written it into texts of documents
const MARKS = { "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;" };
dianjian.plain = (value) =>
	typeof value === "string" ? value.replace(/[<>"'`]/g, (mark) => MARKS[mark]) : value;

// a document of its own: nothing in it loads or runs
const quiet = document.implementation.createHTMLDocument("");
const ROUNDS = 5;

// HTML is read again after it was written, and may mean something else then: clean until it stays the same
const until_it_stays = (html, once) => {
	for (let round = 0; round < ROUNDS; round++) {
		const next = once(html);
		if (next === html) return html;
		html = next;
	}
	return dianjian.plain(html);
};

const KEPT = new Set(
	(
		"a abbr b blockquote br caption code col colgroup dd del div dl dt em figure figcaption font h1 h2 h3 h4 h5 h6 hr i img " +
		"input ins kbd label li mark ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u ul"
	).split(" ")
);
const EMPTIED = new Set(
	"script style template noscript iframe object embed svg math title textarea xmp noembed noframes plaintext".split(
		" "
	)
);
const ATTRIBUTES = new Set(
	"alt align border cellpadding cellspacing checked class colspan dir disabled height href rowspan src start style target title type valign width".split(
		" "
	)
);
const ADDRESS = /^(https?:\/\/|mailto:|tel:|#|\/(?!\/))/i;
const PICTURE = /^(https?:\/\/|\/(files|private\/files|assets)\/|data:image\/(png|jpeg|gif|webp);)/i;
dianjian.is_address = (value) => ADDRESS.test(String(value).trim());

const cleaned = (node) => {
	[...node.childNodes].forEach((child) => {
		if (child.nodeType === Node.COMMENT_NODE) return child.remove();
		if (child.nodeType !== Node.ELEMENT_NODE) return;
		const name = child.localName;
		if (EMPTIED.has(name)) return child.remove();
		cleaned(child);
		if (!KEPT.has(name)) return child.replaceWith(...child.childNodes);
		if (name === "input" && child.type !== "checkbox") return child.remove();
		[...child.attributes].forEach(({ name: attribute, value }) => {
			const address = value.replace(/\s/g, "");
			const fine =
				(ATTRIBUTES.has(attribute) || /^data-[\w-]+$/.test(attribute)) &&
				(attribute !== "style" || !/url\(|position|expression|@import|\\/i.test(value)) &&
				(attribute !== "href" || ADDRESS.test(address)) &&
				(attribute !== "src" || PICTURE.test(address));
			if (!fine) child.removeAttribute(attribute);
		});
		if (name === "img" && !child.hasAttribute("src")) child.remove();
	});
	return node;
};

dianjian.markup = (value) => {
	if (typeof value !== "string" || !/[<>]/.test(value)) return value;
	const box = quiet.createElement("div");
	return until_it_stays(value, (html) => {
		box.innerHTML = html;
		return cleaned(box).innerHTML;
	});
};

// handlers that stand in the framework's own templates: the policy of the page allows the same (overrides/page_policy.py)
const known = () => (frappe.boot && frappe.boot.dianjian_inline_handlers) || [];
const MAY_RUN = /on[a-z]+\s*=|script|srcdoc|<(iframe|object|embed|base|meta)|&#|&(colon|tab|newline);/i;
const SCRIPTS = /^(|module|(text|application)\/(x-)?(java|ecma|live|j)script[\d.]*)$/i;
const RUNNING =
	/(^|;)(javascript|vbscript):(?!(void\(0\))?;?$)|^data:(text\/html|application\/xhtml|image\/svg)/i;
// how jQuery wraps what can only stand in a table
const CELL = ["<table><tbody><tr>", "</tr></tbody></table>"];
const TABLE = ["<table>", "</table>"];
const WRAPPED = { td: CELL, th: CELL, tr: ["<table><tbody>", "</tbody></table>"] };
WRAPPED.col = ["<table><colgroup>", "</colgroup></table>"];
["thead", "tbody", "tfoot", "colgroup", "caption"].forEach((name) => {
	WRAPPED[name] = TABLE;
});

const disarm = (node) => {
	let armed = false;
	const gone = (act) => {
		act();
		armed = true;
	};
	node.querySelectorAll("*").forEach((element) => {
		const name = element.localName;
		const runs =
			(name === "script" && SCRIPTS.test(element.getAttribute("type") || "")) ||
			["object", "embed", "base"].includes(name) ||
			(name === "meta" && element.hasAttribute("http-equiv"));
		if (runs) return gone(() => element.remove());
		if (element.content) armed = disarm(element.content) || armed;
		[...element.attributes].forEach((attribute) => {
			const value = attribute.value.replace(/[\0-\x20]/g, ""); // eslint-disable-line no-control-regex
			const bad =
				attribute.localName === "srcdoc" ||
				(/^on/i.test(attribute.localName) && value && !known().includes(attribute.value)) ||
				(RUNNING.test(value) && !(name === "img" && attribute.localName === "src"));
			if (bad) gone(() => element.removeAttributeNode(attribute));
		});
	});
	return armed;
};

dianjian.disarmed = (value) => {
	if (typeof value !== "string" || !MAY_RUN.test(value)) return value;
	return until_it_stays(value, (html) => {
		const first = /<([a-z][^/\0>\x20\t\r\n\f]*)/i.exec(html); // eslint-disable-line no-control-regex
		const [before, after] = WRAPPED[first ? first[1].toLowerCase() : ""] || ["", ""];
		const box = quiet.createElement("div");
		box.innerHTML = before + html + after;
		if (!disarm(box)) return html;
		let inner = box;
		for (let depth = before.split("<").length - 1; depth > 0; depth--) inner = inner.lastChild;
		return inner.innerHTML;
	});
};

// each text that jQuery makes elements of goes through here, whoever wrote it
const prefilter = $.htmlPrefilter;
$.htmlPrefilter = (html) => prefilter.call($, known().length ? dianjian.disarmed(html) : html);
