"""A Frappe folder named by FRAPPE: what is read from it, and what is said when something of it cannot be had."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devbench import environment, frappe_folder, interpreters, node, stand_ins, system
from devbench.console import BenchError
from devbench.frappe_folder import FrappeFolder, read_folder, this_bench
from devbench.layout import CHECKOUT, Bench

PYPROJECT = """[project]
name = "frappe"
requires-python = ">=3.14,<3.15"
dependencies = ["Click~=8.3.1", "mysqlclient==2.2.7", "PyPika @ git+https://git.example.com/frappe/pypika@2c50e61"]
"""


def write_folder(path: Path, version: str = "16.9.0") -> Path:
	files = {
		"frappe/__init__.py": f'"""Frappe."""\n__version__ = "{version}"\n',
		"pyproject.toml": PYPROJECT,
		"package.json": '{"engines": {"node": ">=24"}, "dependencies": {"vue": "^3.3.0"}}',
		"esbuild/esbuild.js": "",
	}
	for name, text in files.items():
		(path / name).parent.mkdir(parents=True, exist_ok=True)
		(path / name).write_text(text)
	return path


@pytest.fixture
def folder(tmp_path: Path) -> FrappeFolder:
	return read_folder(write_folder(tmp_path / "frappe"))


@pytest.fixture
def bench(tmp_path: Path, folder: FrappeFolder) -> Bench:
	bench = Bench(tmp_path / "bench", folder)
	bench.make_folders()
	return bench


def test_a_folder_says_its_version_python_packages_and_node(folder):
	assert (folder.version, folder.major, folder.python) == ("16.9.0", 16, ">=3.14,<3.15")
	assert folder.dependencies[0] == "Click~=8.3.1"
	assert folder.node_at_least == 24


def test_a_folder_that_is_not_there_or_no_frappe_is_said_with_what_to_name(tmp_path):
	with pytest.raises(BenchError, match="no such folder"):
		read_folder(tmp_path / "none")
	with pytest.raises(BenchError, match=r"no source folder of Frappe: it has no frappe/__init__.py"):
		read_folder(tmp_path)
	write_folder(tmp_path / "apps" / "frappe")
	with pytest.raises(BenchError) as error:
		read_folder(tmp_path)
	assert error.value.todo == f"Did you mean FRAPPE={tmp_path}/apps/frappe?"


def test_a_frappe_older_than_the_app_needs_is_refused(tmp_path):
	with pytest.raises(BenchError, match=r"is Frappe 14\.9\.1; the app needs 15"):
		read_folder(write_folder(tmp_path / "old", "14.9.1"))


def test_each_frappe_has_a_bench_of_its_own_beside_the_default_one(tmp_path, monkeypatch):
	monkeypatch.delenv("DIANJIAN_BENCH", raising=False)
	monkeypatch.delenv("FRAPPE", raising=False)
	assert this_bench().root == CHECKOUT / ".bench"
	monkeypatch.setenv("FRAPPE", str(write_folder(tmp_path / "frappe", "16.98.7")))
	assert this_bench().root == CHECKOUT / ".bench-16.98.7"
	monkeypatch.setenv("DIANJIAN_BENCH", str(tmp_path / "elsewhere"))
	assert this_bench().root == tmp_path / "elsewhere"


def test_a_bench_made_for_one_frappe_is_not_turned_into_one_for_another(tmp_path, monkeypatch, bench):
	frappe_folder.claim(bench)
	monkeypatch.setenv("DIANJIAN_BENCH", str(bench.root))
	monkeypatch.delenv("FRAPPE", raising=False)
	with pytest.raises(
		BenchError, match=r"made for a Frappe 16 folder, and this command wants the registry's Frappe"
	):
		this_bench()
	monkeypatch.setenv("FRAPPE", str(write_folder(tmp_path / "newer", "16.10.0")))
	assert this_bench().root == bench.root


def test_a_bench_from_before_there_were_folders_is_the_registrys(tmp_path, monkeypatch):
	old = Bench(tmp_path / "old")
	old.make_folders()
	(old.stamps / "frappe").write_text("x")
	monkeypatch.setenv("DIANJIAN_BENCH", str(old.root))
	monkeypatch.setenv("FRAPPE", str(write_folder(tmp_path / "frappe")))
	with pytest.raises(BenchError, match="made for the registry's Frappe"):
		this_bench()


def test_git_sees_nothing_of_a_bench(tmp_path, bench):
	subprocess.run(["git", "init", "-q", tmp_path], check=True)
	frappe_folder.claim(bench)
	said = subprocess.run(
		["git", "status", "--short", "bench"], cwd=tmp_path, capture_output=True, text=True, check=True
	)
	assert said.stdout == ""


def test_the_bench_works_on_a_copy_that_follows_the_folder_and_leaves_it_untouched(bench, folder):
	(folder.path / ".git").mkdir()
	(folder.path / "node_modules" / "vue").mkdir(parents=True)
	frappe_folder.copy_frappe(bench, folder)
	assert sorted(p.name for p in bench.frappe.iterdir()) == [
		"esbuild",
		"frappe",
		"node_modules",
		"package.json",
		"pyproject.toml",
	]
	assert (bench.frappe / "node_modules").readlink() == bench.node / "node_modules"
	made = (bench.frappe / "frappe" / "__init__.py").stat().st_ino
	frappe_folder.copy_frappe(bench, folder)
	assert (bench.frappe / "frappe" / "__init__.py").stat().st_ino == made
	(folder.path / "frappe" / "hooks.py").write_text("x = 1\n")
	(folder.path / "esbuild" / "esbuild.js").unlink()
	frappe_folder.copy_frappe(bench, folder)
	assert (bench.frappe / "frappe" / "hooks.py").read_text() == "x = 1\n"
	assert not (bench.frappe / "esbuild" / "esbuild.js").exists()


@pytest.mark.parametrize(
	("specifier", "allowed", "refused"),
	[
		(">=3.10,<3.14", [(3, 10, 0), (3, 13, 9)], [(3, 9, 20), (3, 14, 0)]),
		(">=3.14,<3.15", [(3, 14, 2)], [(3, 13, 9), (3, 15, 0)]),
		("~=3.12", [(3, 12, 0), (3, 14, 1)], [(3, 11, 9), (4, 0, 0)]),
		("==3.11.*,!=3.11.3", [(3, 11, 2)], [(3, 11, 3), (3, 12, 0)]),
		(">3.10, <=3.12", [(3, 10, 1), (3, 12, 0)], [(3, 10, 0), (3, 12, 1)]),
	],
)
def test_python_versions_are_compared_as_the_packaging_rules_say(specifier, allowed, refused):
	assert [v for v in (*allowed, *refused) if interpreters.allows(specifier, v)] == allowed


def test_the_interpreter_of_these_tests_is_found_by_its_own_version(monkeypatch):
	monkeypatch.setenv("DIANJIAN_PYTHON", sys.executable)
	major, minor = sys.version_info[:2]
	assert interpreters.find_python(f"=={major}.{minor}.*") == Path(sys.executable)
	assert interpreters.find_python(f">{major}.{minor + 1}") is None


def test_a_python_that_is_nowhere_is_said_with_how_to_get_it(bench, monkeypatch):
	monkeypatch.setattr(interpreters, "_candidates", lambda wanted: iter(()))
	monkeypatch.delenv("DIANJIAN_PYTHON", raising=False)
	with pytest.raises(BenchError, match=r"Frappe 16\.9\.0 needs Python >=3\.14,<3\.15") as error:
		interpreters.need_python(bench)
	for word in ("apt-get install python3.14-venv", "DIANJIAN_PYTHON=", "devbench/python-from-debian 3.14"):
		assert word in error.value.todo
	monkeypatch.setenv("DIANJIAN_PYTHON", "/usr/bin/false")
	with pytest.raises(BenchError, match="DIANJIAN_PYTHON names /usr/bin/false"):
		interpreters.need_python(bench)


def test_git_repositories_that_cannot_be_reached_get_a_package_of_the_registry_and_it_is_said(folder, capsys):
	wanted = [*folder.dependencies, "gunicorn @ git+https://git.example.com/frappe/gunicorn@bb55"]
	asked: list[str] = []
	done = stand_ins.python_requirements(wanted, lambda url: bool(asked.append(url)))
	assert done == [
		"Click~=8.3.1",
		"mysqlclient==2.2.7",
		stand_ins.PYTHON["pypika"],
		stand_ins.PYTHON["gunicorn"],
	]
	assert asked == ["https://git.example.com/frappe/pypika", "https://git.example.com/frappe/gunicorn"]
	assert "gunicorn cannot be reached: the registry's gunicorn" in capsys.readouterr().out
	assert stand_ins.python_requirements(wanted, lambda url: True) == wanted
	with pytest.raises(
		BenchError, match=r"wants the Python package other from ssh://git@git\.example\.com/a/b\.git"
	):
		stand_ins.python_requirements(["other @ git+ssh://git@git.example.com/a/b.git@v1"], lambda url: False)


@pytest.mark.parametrize(
	"address", ["github:frappe/air-datepicker", "git+https://git.example.com/a/b#v2", "frappe/x"]
)
def test_node_packages_from_git_are_seen_in_each_way_of_writing(address):
	assert stand_ins.node_requirements({"air-datepicker": address, "vue": "^3"}, lambda url: False) == {
		"air-datepicker": stand_ins.NODE["air-datepicker"],
		"vue": "^3",
	}


def test_a_repository_that_is_there_is_reachable_and_one_that_is_not_is_not(tmp_path):
	subprocess.run(["git", "init", "-q", tmp_path / "there"], check=True)
	identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
	subprocess.run(
		["git", *identity, "commit", "-q", "--allow-empty", "-m", "one"], cwd=tmp_path / "there", check=True
	)
	assert stand_ins.reachable(f"file://{tmp_path}/there")
	assert not stand_ins.reachable(f"file://{tmp_path}/not-there")


def test_versions_come_from_yarn_lock_and_a_stand_in_goes_its_own_way(bench, folder, monkeypatch):
	(folder.path / "package.json").write_text(
		'{"dependencies": {"air-datepicker": "github:frappe/air-datepicker", "@vue/x": "^3.0"}}'
	)
	(folder.path / "yarn.lock").write_text(
		'# yarn lockfile v1\n\n\n"@vue/x@^3.0":\n  version "3.1.2"\n'
		'  resolved "https://registry.example.com/@vue/x/-/x-3.1.2.tgz#ab"\n\n'
		'"air-datepicker@github:frappe/air-datepicker":\n  version "2.2.3"\n'
		'  resolved "https://codeload.example.com/frappe/air-datepicker/tar.gz/ed37"\n'
	)
	monkeypatch.setattr(node, "registry", lambda: "https://npm.example.com/mirror/")
	monkeypatch.setattr(
		node, "node_requirements", lambda wanted: stand_ins.node_requirements(wanted, lambda url: False)
	)
	bench.node.mkdir()
	node.write_package_files(bench, folder)
	lock = (bench.node / "yarn.lock").read_text()
	assert 'resolved "https://npm.example.com/mirror/@vue/x/-/x-3.1.2.tgz#ab"' in lock
	assert "air-datepicker" not in lock
	assert '"air-datepicker": "2.2.3"' in (bench.node / "package.json").read_text()


def test_a_machines_node_that_is_too_old_gets_the_registrys_beside_it(bench, tmp_path, monkeypatch):
	old = tmp_path / "bin" / "node"
	old.parent.mkdir()
	old.write_text("#!/bin/sh\necho v18.19.0\n")
	old.chmod(0o755)
	monkeypatch.setenv("PATH", f"{old.parent}:{os.environ['PATH']}")
	assert system.node_major("node") == 18
	asked: list[list[str]] = []
	monkeypatch.setattr(node, "run", lambda title, command, *_, **__: asked.append(command))
	node.install_node(bench)
	assert asked[0][:2] == ["npm", "install"]
	assert asked[0][-1].startswith("node-") and asked[0][-1].endswith("@24")
	assert node.node_program(Bench(tmp_path / "other")) == "node"


def test_a_frappe_that_brings_parts_in_c_needs_a_compiler_and_the_others_do_not(bench, tmp_path):
	packages = [name for name, _ in system.needs(bench)]
	assert {"gcc", "libmariadb-dev"} <= set(packages)
	assert "gcc" not in [name for name, _ in system.needs(Bench(tmp_path / "default"))]


def test_tools_have_the_versions_of_the_lock_file_in_every_bench(folder):
	wanted = environment.wanted_of(folder)
	for name in ("ruff", "pytest", "mypy"):
		pinned = [line for line in environment.pins().splitlines() if line.startswith(f"{name}==")]
		assert any(line.startswith(pinned[0].split(" ")[0]) for line in wanted)
	assert "Click~=8.3.1" in wanted
	assert any(line.startswith("python-calamine") for line in wanted)


def test_the_commands_say_what_is_wrong_with_a_folder(tmp_path):
	env = {**os.environ, "FRAPPE": str(tmp_path / "none"), "DIANJIAN_BENCH": str(tmp_path / "bench")}
	said = subprocess.run(
		[sys.executable, "-m", "devbench", "status"], env=env, capture_output=True, text=True, check=False
	)
	assert said.returncode == 1
	assert "there is no such folder" in said.stderr and "What to do: Name the folder" in said.stderr
