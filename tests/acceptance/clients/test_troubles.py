"""What stops a rep is said with what to do, nothing is lost meanwhile, and putting it right is all that is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.acceptance.clients.office import written
from tests.support.cli_world import FOLDER

if TYPE_CHECKING:
    from tests.acceptance.clients.desk import Desk
    from tests.acceptance.clients.office import Office
    from tests.acceptance.clients.people import Crowd


def rename(desk: Desk, name: str) -> None:
    desk.folder.name = name
    desk.folder.save(update_fields=["name"])


def test_a_renamed_folder_stops_its_rep_a_paused_one_waits_and_both_go_on(office: Office, crowd: Crowd) -> None:
    desk, idle, other = office.desks
    here, there, waiting, colleague = (crowd.person() for _ in range(4))
    desk.enter(here)
    desk.register(there)
    idle.enter(waiting)
    other.enter(colleague)
    office.first()
    size = desk.folder.all().count()

    rename(desk, "Customers")
    assert office.run("pause", "--rep", idle.address).json["paused"]
    desk.edit(here, job_title="typed under another name")
    desk.update(there, Title="typed in Salesforce")
    idle.edit(waiting, job_title="waits")
    other.edit(colleague, job_title="goes on")
    stopped = office.cycle()
    (error,) = office.run("errors").json["errors"]
    status = {one["mailbox"]: one["state"] for one in office.run("status").json["reps"]}

    assert (stopped.code, stopped.json["in_step"], stopped.json["errors"]) == (1, False, 1)
    assert (error["rep"], error["code"]) == (office.rep(desk), "folder_renamed")
    assert f"name the folder {FOLDER} again" in error["remedy"]
    assert error["remedy"] in stopped.err
    assert [status[one.address] for one in office.desks] == ["failing", "paused", "in step"]
    assert other.row(colleague)["Title"] == "goes on"
    assert desk.row(here)["Title"] == here.title
    assert desk.card(there).job_title == there.title
    assert idle.row(waiting)["Title"] == waiting.title
    assert desk.folder.all().count() == size

    rename(desk, FOLDER)
    assert not office.run("resume", "--rep", idle.address).json["paused"]
    done = office.settle()

    assert (done["created"], done["updated"], done["deleted"], done["failed"]) == (0, 3, 0, 0)
    assert desk.row(here)["Title"] == "typed under another name"
    assert desk.card(there).job_title == "typed in Salesforce"
    assert idle.row(waiting)["Title"] == "waits"
    assert desk.folder.all().count() == size
    assert office.outbox() == []


def test_a_wrong_password_writes_nothing_the_right_one_goes_on_and_a_reset_doubles_nothing(
    office: Office, crowd: Crowd
) -> None:
    desk = office.desks[0]
    here, there, newcomer = (crowd.person() for _ in range(3))
    desk.enter(here)
    desk.register(there)
    office.first()
    connection = office.setup["connections"]["acme-exchange"]
    right, wrong = connection["password"], office.program.base / "wrong.password"
    wrong.write_text("no longer")

    connection["password"] = {"file": str(wrong)}
    office.apply()
    desk.edit(here, job_title="typed meanwhile")
    desk.update(there, Title="typed meanwhile")
    desk.enter(newcomer)
    stopped = office.cycle()

    assert (stopped.code, stopped.json["in_step"], written(stopped.json)) == (1, False, 0)
    assert "password" in stopped.err
    assert "no longer" not in stopped.err
    assert desk.row(here)["Title"] == here.title
    assert desk.card(there).job_title == there.title
    assert desk.rows(newcomer) == []

    connection["password"] = right
    office.apply()
    done = office.settle()

    assert (done["created"], done["updated"], done["deleted"], done["failed"]) == (1, 2, 0, 0)
    assert desk.row(here)["Title"] == desk.card(there).job_title == "typed meanwhile"
    assert desk.row(newcomer)["Title"] == newcomer.title

    assert office.run("reset", "--rep", desk.address).json["reset"] == "marked"
    done = office.settle()
    assert (done["created"], done["updated"], done["deleted"], done["failed"]) == (0, 0, 0, 0)
    assert [len(desk.cards(person)) for person in (here, there, newcomer)] == [1, 1, 1]
    assert [len(desk.rows(person)) for person in (here, there, newcomer)] == [1, 1, 1]
    assert office.outbox() == []
