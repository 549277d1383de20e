"""The demo site answers by the machine's address; other sites by their names alone."""

import pytest

from devbench.layout import DEMO_SITE
from devbench.wsgi import by_address


def site_asked(sites, **environ) -> str | None:
	"""The site that Frappe is told to serve, None: the one that Host names."""
	found = []
	serve = by_address(lambda given, start: found.append(given.get("HTTP_X_FRAPPE_SITE_NAME")), str(sites))
	serve(
		{
			"REQUEST_METHOD": "GET",
			"wsgi.url_scheme": "http",
			"SERVER_NAME": "x",
			"SERVER_PORT": "80",
			**environ,
		},
		None,
	)
	return found[0]


@pytest.fixture
def sites(tmp_path):
	(tmp_path / DEMO_SITE).mkdir()
	(tmp_path / DEMO_SITE / "site_config.json").write_text("{}")
	return tmp_path


@pytest.mark.parametrize("host", ["127.0.0.1:8100", "localhost:8100"])
def test_the_machines_address_means_the_demo(sites, host):
	assert site_asked(sites, HTTP_HOST=host) == DEMO_SITE


def test_a_name_means_its_site(sites):
	assert site_asked(sites, HTTP_HOST="test.localhost:8100") is None
	assert (
		site_asked(sites, HTTP_HOST="127.0.0.1", HTTP_X_FRAPPE_SITE_NAME="test.localhost") == "test.localhost"
	)


def test_without_a_demo_the_address_means_nothing(tmp_path):
	assert site_asked(tmp_path, HTTP_HOST="127.0.0.1:8100") is None
