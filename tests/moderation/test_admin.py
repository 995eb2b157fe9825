"""The queue in a browser: who may decide, what is written down, and that nothing can be deleted."""

import httpx
import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import URLPattern

from moderation.models import Report
from people.models import StaffAct, User
from people.staff import StaffAdmin
from server.staff import nowhere
from tests.moderation.reporting import moderator, report
from tests.notifications.test_admin import at
from tests.people import Cast, person
from tests.processes import Web

LIST = "/admin/moderation/report/"


def staff_with(*rights: str) -> User:
    found = person("Mo", is_staff=True)
    found.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return found


@pytest.mark.attack(
    "change an address or a second factor of others by a page that a package brings to the admin",
    "there are only pages of ours, which record every look",
)
def test_every_page_of_the_admin_is_read_only_and_written_down() -> None:
    assert len(admin.site._registry) >= 8
    for page in admin.site._registry.values():
        assert isinstance(page, StaffAdmin)
        for own in ("has_delete_permission", "lookup_allowed", "changelist_view", "_recorded"):
            assert getattr(type(page), own) is getattr(StaffAdmin, own)


@pytest.mark.attack("find out a password's hash by filters of a list of the admin", "400")
async def test_a_list_is_filtered_only_by_what_it_shows(people: Cast, webs: list[Web]) -> None:
    async with at(webs[0], staff_with("view_user")) as client:
        for lookup in ("password__startswith", "calendar_token__startswith", "pk__gt"):
            answer = await client.get(f"/admin/people/user/?{lookup}=a", follow_redirects=True)
            assert answer.status_code == 400 or "?e=1" in str(answer.url), lookup
        assert (await client.get("/admin/people/user/?is_host__exact=1")).status_code == 200
        assert (await client.get("/admin/search/?s=a&extended=1")).status_code == 404


@pytest.mark.attack(
    "read people by the admin's completion, or guess one's password by its own form",
    "there are no such pages",
)
async def test_the_admin_has_no_pages_besides_ours(people: Cast, webs: list[Web]) -> None:
    known = {"index", "login", "logout", "jsi18n", "app_list"}
    views = [one for one in admin.site.urls[0] if isinstance(one, URLPattern)]
    others = [one.name for one in views if one.name not in known]
    assert {"autocomplete", "password_change", "search", "view_on_site"} <= set(others)
    of_report = {"app_label": "moderation", "model_name": "report", "field_name": "person"}
    async with at(webs[0], moderator()) as client:
        await client.get(LIST)
        form = {"csrfmiddlewaretoken": client.cookies["csrftoken"], "old_password": "a guess"}
        for path in ("autocomplete/", "password_change/", "search/", f"r/1/{people.ana.pk}/"):
            found = await client.get(f"/admin/{path}", params=of_report | {"term": "a"})
            assert found.status_code == 404, path
            assert people.ana.handle not in found.text
            assert (await client.post(f"/admin/{path}", data=form)).status_code == 404, path


def test_a_page_that_another_version_brings_is_not_there_either() -> None:
    views = [one for one in admin.site.urls[0] if isinstance(one, URLPattern)]
    ours = {one.name for one in views if one.callback is not nowhere}
    assert ours == {"index", "login", "logout", "jsi18n", "app_list"}


@pytest.mark.attack(
    "read as staff without a line in the log: by POST, by the history",
    "each page that is shown is a line",
)
async def test_every_way_to_read_is_written_down(people: Cast, webs: list[Web]) -> None:
    reader = staff_with("view_user", "view_report", "change_report")
    row = report(people.ana, person=people.hanna.public_id)
    looks = StaffAct.objects.filter(staff=reader, act="look")
    async with at(webs[0], reader) as client:
        await client.get("/admin/people/user/")
        form = {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
        for number, (method, path) in enumerate(
            [
                ("POST", "/admin/people/user/"),
                ("POST", f"{LIST}{row.pk}/change/"),
                ("GET", f"{LIST}{row.pk}/history/"),
            ],
            start=2,
        ):
            data = form if method == "POST" else None
            assert (await client.request(method, path, data=data)).status_code == 200
            assert looks.count() == number, path


@pytest.mark.attack(
    "search as staff with a question so long that its end is not in the log",
    "the log has all of it, and finds it",
)
async def test_all_that_the_staff_search_for_is_written_down(people: Cast, webs: list[Web]) -> None:
    reader, sought = staff_with("view_user"), people.hanna.handle
    async with at(webs[0], reader) as client:
        query = {"q": f"{'a ' * 150}{sought}"}
        assert (await client.get("/admin/people/user/", params=query)).status_code == 200
    act = StaffAct.objects.get(staff=reader, act="look")
    assert sought in act.detail["about"]
    async with at(webs[0], moderator()) as client:
        log = await client.get("/admin/people/staffact/", params={"q": sought})
    assert f"@{reader.handle}" in log.text
    assert act.detail["about"].replace("&", "&amp;") in log.text


async def test_a_report_is_read_taken_and_decided(people: Cast, webs: list[Web]) -> None:
    row, boss = report(people.ana, person=people.hanna.public_id), moderator()
    async with at(webs[0], boss) as client:
        page = await client.get(f"{LIST}{row.pk}/change/")
        assert page.status_code == 200
        assert people.hanna.handle in page.text
        form = {"decision": "warn", "words": "Be kind.", "until_0": "", "until_1": ""}
        form["csrfmiddlewaretoken"] = client.cookies["csrftoken"]
        assert (await client.post(f"{LIST}{row.pk}/change/", data=form)).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decision) == (Report.CLOSED, "warn")
    acts = StaffAct.objects.filter(staff=boss).order_by("pk").values_list("act", "about")
    assert [act for act, _ in acts] == ["look", "report.warn"]
    assert acts[0][1] == f"moderation.report {row.pk}"


async def test_without_an_end_or_words_the_form_says_so(people: Cast, webs: list[Web]) -> None:
    row = report(people.ana, person=people.hanna.public_id)
    async with at(webs[0], moderator()) as client:
        await client.get(LIST)
        form = {"decision": "suspend", "words": "", "until_0": "", "until_1": ""}
        form["csrfmiddlewaretoken"] = client.cookies["csrftoken"]
        said = await client.post(f"{LIST}{row.pk}/change/", data=form)
    assert said.status_code == 200
    assert "Say until when." in said.text
    row.refresh_from_db()
    assert row.state == Report.OPEN


@pytest.mark.attack("decide with the right to look only", "403, and the report stays open")
async def test_who_may_look_may_not_decide(people: Cast, webs: list[Web]) -> None:
    row, reader = report(people.ana, person=people.hanna.public_id), staff_with("view_report")
    async with at(webs[0], reader) as client:
        assert (await client.get(LIST)).status_code == 200
        form = {"decision": "close", "words": "Out", "until_0": "", "until_1": ""}
        form["csrfmiddlewaretoken"] = client.cookies["csrftoken"]
        said = await client.post(f"{LIST}{row.pk}/change/", data=form)
        assert said.status_code == 403
    row.refresh_from_db()
    assert row.state == Report.OPEN


@pytest.mark.attack("delete a report as staff with every right", "403, and it is there")
async def test_a_report_cannot_be_deleted(people: Cast, webs: list[Web]) -> None:
    row = report(people.ana, person=people.hanna.public_id)
    async with at(webs[0], moderator()) as client:
        assert (await client.get(f"{LIST}{row.pk}/delete/")).status_code == 403
    assert Report.objects.filter(pk=row.pk).exists()


async def test_somebody_else_gets_nothing(people: Cast, webs: list[Web]) -> None:
    report(people.ana, person=people.hanna.public_id)
    async with at(webs[0], people.mika) as client:
        answer: httpx.Response = await client.get(LIST)
        assert answer.status_code in (302, 403)
        assert people.hanna.handle not in answer.text
