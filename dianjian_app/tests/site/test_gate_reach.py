"""What the fields and filters of a request may reach in other documents (R47)."""

import pytest

from dianjian_app import roles
from dianjian_app.gate.reach import OutOfReachError, check_reach
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_staff
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R47")


@made_once
def manager():
	return a_staff(roles.MANAGER)


def test_a_list_shows_the_titles_of_what_its_rows_link_to(manager):
	titles = ["sales_group.group_name as sales_group_group_name", "agent.staff_name as agent_staff_name"]
	with as_user(manager):
		check_reach("Call Lead", {"fields": ["`tabCall Lead`.`name`", *titles]})


@pytest.mark.parametrize("form", [{"fields": ["agent.user"]}, {"filters": [["agent.user", "like", "%"]]}])
def test_nothing_else_of_a_document_that_one_may_not_see_is_joined(manager, form):
	with as_user(manager), pytest.raises(OutOfReachError):
		check_reach("Call Lead", form)
