"""The check of the documents finds each kind of fault, and this repository has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from devbench.layout import CHECKOUT
from devbench.lint_docs import breaches, cited, with_tests

SOUND = {
	"docs/requirements.md": "# Requirements\n\n- **R1** Centres.\n- **R2** Groups.\n",
	"docs/rules.md": "| | code | tests |\n|---|---|---|\n| R1 | people | test_a, test_b |\n| R2 | not yet |  |\n",
	"docs/decisions/README.md": "[1](0001-presence.md)\n",
	"docs/decisions/0001-presence.md": "# 1. Presence\n",
	"docs/glossary.md": "\n| Call Lead | 客户资源 |\n",
	"dianjian_app/dianjian_app/doctype/call_lead/call_lead.json": '{"name": "Call Lead"}',
	"dianjian_app/people/presence.py": '"""Presence (decision 1)."""\n',
	"dianjian_app/tests/unit/test_a.py": 'import pytest\npytestmark = pytest.mark.req("R1")\n',
	"dianjian_app/tests/site/test_b.py": 'import pytest\n@pytest.mark.req("R1")\ndef test_it(): pass\n',
	"README.md": "[rules](docs/rules.md#r1) [web](https://example.com/x.md) `apps/frappe`\n",
	"docs/architecture.md": "`people/presence.py`, `dianjian_app/people/`\n"
	"\n| `dianjian_app/` | DocTypes |\n| `people/` | staff |\n| `tests/` | tests |\n",
}


def checkout(folder: Path, **changed: str) -> Path:
	for name, text in {**SOUND, **changed}.items():
		path = folder / name
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_text(text, "utf-8")
	return folder


def test_a_sound_repository_has_no_faults(tmp_path):
	assert breaches(checkout(tmp_path)) == []


@pytest.mark.parametrize(
	("name", "text", "fault"),
	[
		("docs/requirements.md", SOUND["docs/requirements.md"] + "- **R3** Agents.\n", "R3 has no row"),
		(
			"docs/rules.md",
			SOUND["docs/rules.md"] + "| R9 | not yet |  |\n",
			"R9 is not in docs/requirements.md",
		),
		("docs/rules.md", SOUND["docs/rules.md"] + "| R2 | not yet |  |\n", "R2 has 2 rows"),
		("docs/rules.md", SOUND["docs/rules.md"].replace(", test_b", ""), "R1 has a stale test column"),
		(
			"docs/rules.md",
			SOUND["docs/rules.md"].replace("test_b", "test_b, test_c"),
			"R1 has a stale test column",
		),
		("docs/rules.md", SOUND["docs/rules.md"].replace("not yet", "people"), 'does not say "not yet"'),
		(
			"docs/rules.md",
			"| R2 | not yet |  |\n| R1 | people | test_a, test_b |\n",
			"not in the order of their numbers",
		),
		("dianjian_app/tests/unit/test_c.py", 'import pytest\nM = pytest.mark.req("R7")\n', "marked with R7"),
		("dianjian_app/people/presence.py", "# see decisions 1-3\n", "decision 3 has no page"),
		("docs/decisions/0002-quota.md", "# 2. Quota\n", "0002-quota.md is missing"),
		("docs/decisions/0001-again.md", "# 1. Again\n", "1 has 2 pages"),
		("README.md", "[guide](docs/guide.md)\n", "the link to docs/guide.md leads nowhere"),
		("docs/glossary.md", "| Call Sheet |\n", "the DocType Call Lead has no row"),
		("docs/architecture.md", "The calls are in `calls/`.\n", "there is no calls/"),
		("dianjian_app/visits/deal.py", '"""Deals."""\n', "the room visits/ has no row"),
		("docs/decisions/0001-presence.md", "See `devbench/gone.py`.\n", "there is no devbench/gone.py"),
	],
)
def test_each_fault_is_found(tmp_path, name, text, fault):
	assert any(fault in line for line in breaches(checkout(tmp_path, **{name: text})))


def test_a_mark_that_cannot_be_read_is_refused(tmp_path):
	root = checkout(
		tmp_path, **{"dianjian_app/tests/unit/test_c.py": "import pytest\nM = pytest.mark.req(NUMBER)\n"}
	)
	with pytest.raises(ValueError, match="names its requirement as text"):
		breaches(root)


def test_the_test_column_is_written_from_the_marks():
	page = "| R1 | people | stale |\n| R2 | calls | gone |\ntext | that is no row |\n"
	assert with_tests(page, {1: {"test_b", "test_a"}}) == (
		"| R1 | people | test_a, test_b |\n| R2 | calls |  |\ntext | that is no row |\n"
	)


def test_several_decisions_are_read():
	assert cited("(decisions 2, 5 and 6), decision 9 and R7, decisions 20–22") == {2, 5, 6, 9, 20, 21, 22}


def test_the_documents_of_this_repository_agree_with_its_code():
	assert breaches(CHECKOUT) == []
