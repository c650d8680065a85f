"""Whoever listens hears what happens, in order, once, and only what they may see."""

import time


def test_a_post_reaches_everybody_who_listens_to_the_company_and_is_the_card_of_the_page(house):
    with house.ear("maya") as maya, house.ear("theo") as theo:
        for ear in (maya, theo):
            assert ear.listen("feed:company", after=house.mark()) == ["feed:company"]
        house.visitor("ines").say("Lunch is at noon")
        told = [ear.until("update.posted") for ear in (maya, theo)]
    assert told[0] == told[1]
    assert told[0]["stream"] == "feed:company"
    assert "Lunch is at noon" in told[0]["html"]
    assert told[0]["html"] in house.visitor("maya").get("/").text


def test_a_stream_is_granted_to_those_who_may_hear_it(house, closed_team):
    number = house.number("theo")
    asked = ["feed:company", "feed:open", "feed:closed", f"feed:team:{closed_team}", f"user:{number}"]
    asked += [f"feed:{closed_team}", f"feed:team:0{closed_team}", f"thread:0{house.newest_update()}"]
    asked += ["nonsense", "feed:team:x", "thread:999999", "feed:team:999999", "", ":", "feed:", "thread:²"]
    granted = {}
    for who in ("theo", "ines", "clara"):
        with house.ear(who) as ear:
            granted[who] = set(ear.listen(*asked)) - {"feed:company", "feed:open"}
    assert granted["theo"] == {f"feed:team:{closed_team}", f"user:{number}"}
    assert granted["ines"] == set()
    assert granted["clara"] == {f"feed:team:{closed_team}", "feed:closed"}  # an administrator


def test_whoever_comes_back_hears_what_was_missed_once_and_in_order(house):
    mark = house.mark()
    for number in range(3):
        house.visitor("ines").say(f"Missed {number}")
    with house.ear("maya") as ear:
        ear.listen("feed:company", after=mark)
        missed = [message for message in ear.heard if message.get("name") == "update.posted"]
        assert ["Missed 0" in missed[0]["html"], "Missed 2" in missed[2]["html"], len(missed)] == [True, True, 3]
        house.visitor("ines").say("And now")
        assert "And now" in ear.until("update.posted")["html"]
        ids = [message["id"] for message in ear.heard if "id" in message]
        assert ids == sorted(set(ids))


def test_whoever_missed_too_much_or_comes_from_another_database_is_told_to_read_the_page(house):
    with house.ear("maya") as ear:
        ear.listen("feed:company", after=house.mark() + 1_000)
        assert {"reset": True, "mark": house.mark()} in ear.heard


def test_a_write_behind_the_back_of_the_process_arrives_by_the_tick(house):
    with house.ear("maya") as ear:
        ear.listen("feed:company")
        update = house.sql("SELECT min(id) FROM microblog_update WHERE root_id IS NULL AND NOT is_retracted")[0][0]
        began = time.monotonic()
        house.sql(
            "INSERT INTO live_event (stream, name, ref, at) VALUES ('feed:company', 'update.changed', ?, datetime())",
            update,
        )
        assert ear.until("update.changed")["ref"] == update
        assert time.monotonic() - began < 1
