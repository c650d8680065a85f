"""The tray, and the number beside the bell, as a person reads them."""

from typing import Any

from django.test import Client

from . import Node, page, sign_in

TRAY = "/notices/"


def groups(person: Any, address: str = TRAY) -> list[Node]:
    """The lines of somebody's tray."""
    response = sign_in(person).get(address)
    assert response.status_code == 200
    lists = page(response).all("ul", "tray")
    return lists[0].all("li") if lists else []


def lines(person: Any, address: str = TRAY) -> list[str]:
    """What they say, such as "Maya Okafor replied to Lunch at noon"; what is unread begins with "Unread: "."""
    return [group.first("div").first("p").text for group in groups(person, address)]


def unread(person: Any) -> int:
    """The number beside the bell on a page that has nothing to do with notices."""
    return badge(sign_in(person), person)


def badge(client: Client, person: Any) -> int:
    found = page(client.get("/people/"))
    numbers = {found.first("span", id=f"{at}notices-{person.pk}").attrs["data-unread"] for at in ("", "bar-", "more-")}
    assert len(numbers) == 1, "It says the same wherever it stands"
    return int(numbers.pop())


def press(person: Any, words: str, **headers: str) -> Any:
    """Press the button of a line that says these words to a screen reader."""
    client = sign_in(person)
    for button in page(client.get(TRAY)).first("main").all("button", form="act"):
        if words in button.text:
            fields = {button.attrs["name"]: button.attrs["value"]} if "name" in button.attrs else {}
            return client.post(button.attrs["formaction"], fields, **headers)
    raise AssertionError(f"There is no button {words!r} in the tray")
