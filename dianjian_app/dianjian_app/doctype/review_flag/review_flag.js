(() => {
	// what was found, in words; {0} the person, {1} the one beside, {2} the figure, {3} what it stands against
	const WORDS = {
		"One Consultant Signs": () =>
			__(
				"{1} signed {2} visits of {0} in this month; in the middle one consultant signs {3} of another agent."
			),
		"Very Short Calls": () => __("{0} reached {2} customers within {3} seconds."),
		"Numbers Alike": () => __("{2} numbers of customers of {0} differ in one digit."),
		"Signed Out of Hours": () => __("{1} signed a visit of {0} outside the opening hours."),
		"Visit Denied": () => __("A customer says that there was no visit with {0}."),
		"Punches in One Second": () => __("{0} and {1} punched in the same second, on {2} days."),
		"Same Device": () => __("What a customer does was done on a device that {0} had used within 30 days."),
	};

	frappe.ui.form.on("Review Flag", {
		refresh(frm) {
			frm.set_intro();
			const { doc } = frm;
			const people = [doc.agent_name || "", doc.with_name || ""].map(dianjian.plain);
			const words = WORDS[doc.kind] && WORDS[doc.kind]();
			if (words)
				frm.set_intro(
					words.replace(/\{(\d)\}/g, (_match, n) => [...people, doc.found, doc.rest][n]),
					doc.result ? "blue" : "red"
				);
			show_documents(frm);
			if (frappe.user.has_role("Department Manager"))
				frm.add_custom_button(__("Result"), () => write_result(frm));
		},
	});

	// the evidence as links
	function show_documents(frm) {
		const $place = frm.fields_dict.evidence.$wrapper;
		$place.find(".flag-documents").remove();
		const links = (frm.doc.evidence || "")
			.split("\n")
			.filter(Boolean)
			.map((line) => {
				const [doctype, name] = line.split(": ");
				const label = `${__(doctype)} ${name}`;
				return `<li>${frappe.utils.get_form_link(doctype, name, true, frappe.utils.escape_html(label))}</li>`;
			});
		$place.find(".control-value, .like-disabled-input").hide();
		$(`<ul class="flag-documents">${links.join("")}</ul>`).appendTo($place);
	}

	function write_result(frm) {
		frappe.prompt(
			[
				{
					fieldname: "result",
					label: __("Result"),
					fieldtype: "Select",
					options: ["In Order", "Not in Order"].map((value) => ({ value, label: __(value) })),
					reqd: 1,
				},
				{ fieldname: "note", label: __("Remark on the Result"), fieldtype: "Small Text", reqd: 1 },
			],
			(given) =>
				frappe
					.xcall("dianjian_app.service.flags.looking.look_at", { flag: frm.docname, ...given })
					.then(() => frm.reload_doc()),
			__("Result")
		);
	}
})();
