// Loaded before Frappe's socket server: names under .localhost are this machine, as browsers have it.
const dns = require("node:dns");

const lookup = dns.lookup;
dns.lookup = (hostname, ...rest) =>
	lookup(/(^|\.)localhost$/.test(hostname) ? "127.0.0.1" : hostname, ...rest);
