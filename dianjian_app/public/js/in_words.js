// Texts put together as the reader's language does it: "a, b" and 甲、乙; "a; b" and 甲；乙; "Date: 1" and 日期：1.
frappe.provide("dianjian");

dianjian.listed = (texts) => together("{0}, {1}", texts);
dianjian.clauses = (texts) => together("{0}; {1}", texts);
dianjian.told = (label, value) => __("{0}: {1}", [label, value]);

const together = (pattern, texts) =>
	texts.length ? texts.reduce((before, next) => __(pattern, [before, next])) : "";
