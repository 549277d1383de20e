// Frappe names the counters of its templates' loops by three letters at random. Now and then they are a word of the
// language, such as "for", and what the template was to show stays away: then they are drawn again.
const WORDS = new Set(["do", "for", "if", "in", "let", "new", "of", "try", "var"]);
const drawn = frappe.utils.get_random;

frappe.utils.get_random = (length) => {
	const text = drawn(length);
	return WORDS.has(text) ? frappe.utils.get_random(length) : text;
};
