// What people have typed is shown, never run: Frappe's formatters put a value into the page as it is (R47).
// Whatever way a text came into the database, it goes through here before the desk shows it.
const { plain, markup, is_address } = dianjian;
const formatters = frappe.form.formatters;
const wrap = (names, safe) =>
	names.forEach((name) => {
		const format = formatters[name] || formatters.Data;
		formatters[name] = (value, ...rest) => format(safe(value), ...rest);
	});

// a link's text is its title, which Frappe looks up by itself
const link = formatters.Link;
const link_text = (value, field, options, doc) => {
	const title = frappe.utils.get_link_title(field?._options || field?.options, value);
	const safe = plain(title || value);
	const answer = link(
		plain(value),
		field,
		{ ...options, label: options?.label === undefined ? safe : plain(options.label) },
		doc
	);
	return answer === title || answer === value ? safe : answer;
};
formatters.Link = link_text;
formatters.DynamicLink = link_text;

const url = formatters.Data;
formatters.Data = (value, df, ...rest) =>
	df?.options === "URL" && value && !is_address(value)
		? plain(String(value))
		: url(plain(value), df, ...rest);

wrap(["Tag", "Color", "Icon", "WorkflowState", "Barcode", "Signature"], plain);
wrap(["Comment"], markup);
["ReadOnly", "Phone", "Autocomplete"].forEach((name) => {
	formatters[name] = (value, df, ...rest) => __(formatters.Data(value, df, ...rest));
});

const is_list = (value) => {
	try {
		return JSON.parse(value || "[]");
	} catch {
		return [];
	}
};
["Assign", "LikedBy"].forEach((name) => {
	const format = formatters[name];
	formatters[name] = (value, ...rest) =>
		format(JSON.stringify([].concat(is_list(value)).map((v) => plain(String(v)))), ...rest);
});

["Attach", "AttachImage"].forEach((name) => {
	formatters[name] = (value) => {
		if (!value) return "";
		const safe = plain(String(value));
		return is_address(value) ? `<a href="${safe}" target="_blank">${safe}</a>` : safe;
	};
});

// texts of several lines: markup where it is harmless
const with_lines = (value) => {
	const text = markup(value);
	return typeof text === "string" && !/<(p|div|br|table)\b/.test(text)
		? frappe.utils.replace_newlines(text)
		: text;
};
["Text", "SmallText", "LongText", "HTMLEditor", "MarkdownEditor", "HTML"].forEach((name) => {
	formatters[name] = (value, df) => formatters._apply_custom_formatter(with_lines(value) ?? "", df);
});
const editor = formatters.TextEditor;
formatters.TextEditor = (value, ...rest) => editor(markup(value), ...rest);

// Frappe 15 puts the subject of a list's row and a tag into the page as they are
const list = frappe.views.ListView.prototype;
const ESCAPED_TWICE = /&amp;(lt|gt|quot|#39|#96);/g;
const subject = list.get_subject_html;
if (subject) {
	list.get_subject_html = function (doc) {
		const { fieldname } = this.columns[0].df;
		const safe = fieldname === "name" ? doc : { ...doc, [fieldname]: plain(doc[fieldname]) };
		return subject.call(this, safe).replace(ESCAPED_TWICE, "&$1;");
	};
}
const tags = list.get_tags_html;
list.get_tags_html = function (user_tags, ...rest) {
	return tags.call(this, plain(user_tags), ...rest);
};

// the head of a report's column may be what somebody has named a product or a grade
const report = frappe.views.QueryReport.prototype;
const columns_of = report.prepare_columns;
report.prepare_columns = function (columns) {
	return columns_of.call(this, columns).map((column) => Object.assign(column, { name: plain(column.name) }));
};

// an attached file's name is its text, and its address leads somewhere
const attach = frappe.ui.form.ControlAttach.prototype;
const set_file = attach.set_input;
attach.set_input = function (value, dataurl) {
	set_file.call(this, plain(value), dataurl);
	this.value = value;
	const link = this.$wrapper && this.$wrapper.find(".attached-file a[target=_blank]");
	if (!value || !link || !link.length) return;
	const [, name, kind, content] = /^([^:]+),(.+):(.+)$/.exec(value) || [];
	link.text(name || value);
	const address = dataurl || (name ? `${kind}:${content}` : value);
	if (is_address(address) || /^data:/i.test(address)) link.attr("href", address);
	else link.removeAttr("href");
};
