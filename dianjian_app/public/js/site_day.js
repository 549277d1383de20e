// A date belongs to the site, a time of the day too: they have no time zone, the server's defaults and checks go by the
// site's clock. Frappe fills "Today" and "Now" with the day of the person's own zone, and some of its versions show a
// bare date as the evening before to whoever lives further west. Moments (date and time) stay in the person's zone.
const { datetime } = frappe;

datetime.now_date = (as_obj = false) =>
	as_obj ? datetime.system_datetime(true) : datetime.system_datetime().slice(0, 10);
datetime.now_time = (as_obj = false) =>
	as_obj ? datetime.system_datetime(true) : datetime.system_datetime().slice(11);

const shown = datetime.str_to_user;
const is_bare_date = (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
datetime.str_to_user = (value, only_time = false, only_date = false) =>
	shown.call(datetime, value, only_time, only_date || (!only_time && is_bare_date(value)));
