"""What the web server runs: Frappe, with the assets and each site's public files served beside it."""

from __future__ import annotations

import os

from frappe.app import application as frappe_application
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.utils import safe_join
from werkzeug.wrappers import Request
from werkzeug.wsgi import ClosingIterator

from .layout import DEMO_SITE

SITES = os.getcwd()


def _site_files(app):
	"""Serve /files/… from the public files of the site that the Host header names."""

	def serve(environ, start_response):
		path = environ.get("PATH_INFO", "")
		if not path.startswith("/files/"):
			return app(environ, start_response)
		host = environ.get("HTTP_X_FRAPPE_SITE_NAME") or Request(environ).host.split(":")[0]
		site = safe_join(SITES, host)
		folder = (
			site and os.path.isfile(os.path.join(site, "site_config.json")) and os.path.join(site, "public")
		)
		if not folder:
			return app(environ, start_response)
		return SharedDataMiddleware(app, {"/files": os.path.join(folder, "files")}, cache=False)(
			environ, start_response
		)

	return serve


def by_address(app, sites: str):
	"""Answer for the demo site where a request names this machine in place of a site, as some browsers and scripts must."""

	def serve(environ, start_response):
		host = Request(environ).host.split(":")[0]
		there = os.path.isfile(os.path.join(sites, DEMO_SITE, "site_config.json"))
		if host in ("127.0.0.1", "localhost") and "HTTP_X_FRAPPE_SITE_NAME" not in environ and there:
			environ = {**environ, "HTTP_X_FRAPPE_SITE_NAME": DEMO_SITE}
		return app(environ, start_response)

	return serve


def _port_of_socket_server(app):
	"""Tell each page that the socket server listens on a port of its own, as Frappe's DEV_SERVER does.

	The whole of DEV_SERVER would cost each request dozens of statements: Frappe then remembers no DocType's controller.
	"""

	def serve(environ, start_response):
		kind = []

		def start(status, headers, exc_info=None):
			kind.append(next((v for k, v in headers if k.lower() == "content-type"), ""))
			return start_response(status, headers, exc_info)

		body = app(environ, start)
		if not kind or not kind[0].startswith("text/html"):
			return body
		told = (part.replace(b"window.dev_server = 0", b"window.dev_server = 1") for part in body)
		return ClosingIterator(told, getattr(body, "close", None))

	return serve


application = SharedDataMiddleware(
	by_address(_port_of_socket_server(_site_files(frappe_application)), SITES),
	{"/assets": os.path.join(SITES, "assets")},
)
