"""A browser as far as the live feed goes: a page with a list of updates, and the socket that keeps it as it should be.

It shows what `static/js/elements/news.js` does, on the socket of `live_socket`, and can be broken as browsers break.
"""

from collections.abc import Callable
from typing import Any

from .live_line import Line
from .live_page import Card, Cursor, Frame, takes
from .live_prepare import Guest
from .live_socket import FEED, Socket
from .live_street import Street

NEWS = {"update.posted", "update.replied"}


class Browser(Socket):
    """One tab of one person."""

    def __init__(self, street: Street, number: int, guest: Guest) -> None:
        super().__init__(street, number, guest)
        self.cards: dict[int, Card] = {}
        self.oldest: Cursor | None = None  # the page begins here; None: at the very first update
        self.rules: dict[str, Any] = {}
        self.refreshing = 0  # how many refreshes were begun and are not over
        self.resets = 0
        self.newer: dict[int, Card | None] = {}  # what frames told since the last reset; None: it is gone
        self.is_loading = False

    # The page

    async def load(self) -> None:
        """Go to the page, as for the first time, and connect. What happens while it is on its way must not be lost."""
        self.is_loading = True
        page = await self.street.page(self.guest)
        self.cards = {card.id: card for card in page.cards}
        self.oldest = page.cards[-1].cursor if page.has_next else None
        self.rules, self.mark, self.floor = page.rules, page.mark, None
        self.streams = page.streams
        self.base, self.had = page.mark, set()
        self.seen.clear()
        self.newer.clear()
        self.resets += 1  # a refresh that is under way is for another page
        self.tries = 0
        self.is_loading = False
        self.note(f"loaded a page with {len(self.cards)} updates at mark {page.mark}")
        self.connect()

    def place(self, frame: Frame) -> None:
        """Show what the frame tells, if it belongs into this list; threads show their updates otherwise."""
        if not (frame.name.startswith("update.") and frame.stream.startswith(FEED)):
            return
        card = frame.card if frame.card and frame.card.id == frame.ref else None
        self.newer[frame.ref] = card
        if frame.ref in self.cards:
            if card:
                self.cards[frame.ref] = card
            else:
                del self.cards[frame.ref]
                self.note(f"event {frame.id}, {frame.name}, takes update {frame.ref} away")
        elif card and frame.name in NEWS and takes(self.rules, card) and not self.is_behind(card):
            self.cards[frame.ref] = card
        elif not card and frame.name in NEWS:
            self.note(f"event {frame.id}, {frame.name}, shows nothing of update {frame.ref}")

    def is_behind(self, card: Card) -> bool:
        """Does it come with the older ones, which this page has not asked for?"""
        return self.oldest is not None and card.cursor < self.oldest

    def reset(self, mark: int) -> None:
        """Too much was missed: soon the list is read anew."""
        self.street.counts["resets"] += 1
        self.mark = self.floor = None
        self.seen.clear()
        self.base, self.had = mark, set()
        self.newer.clear()
        self.resets += 1
        self.refreshing += 1
        self.street.do(self._refresh(self.resets))

    async def _refresh(self, reset: int) -> None:
        try:
            if cards := await self.street.feed(self.guest, self.oldest):
                if reset != self.resets:
                    return  # there was another one meanwhile
                # What a frame told since the reset is newer than this list, or another frame will follow.
                fresh = {card.id: self.newer.get(card.id, card) for card in cards if not self.is_behind(card)}
                kept = {pk: card for pk, card in self.cards.items() if self.newer.get(pk)}
                self.cards = {pk: card for pk, card in (fresh | kept).items() if card}
                self.note(f"read the list anew: {len(self.cards)} updates, {len(kept)} of them from frames")
        finally:
            self.refreshing -= 1

    # What breaks

    def cut(self) -> None:
        self._break("cut", Line.cut)

    def hang_up(self) -> None:
        self._break("hung up", Line.hang_up)

    def tear(self) -> None:
        """In the middle of the next frame, or soon when none comes."""
        if self.line:
            line = self.line
            line.torn = lambda: self.line is line and self._break("torn", Line.tear)
            self._later("tear", 1, line.torn)

    def _break(self, how: str, end: Callable[[Line], None]) -> None:
        if self.line:
            line = self.line
            self.note(how)
            self.closed(None)
            end(line)

    def leave_half_open(self) -> Line | None:
        """The line stays, but nobody is there any more; the browser finds out and takes another one."""
        line = self.line
        if line:
            self.note("half open")
            line.stall()
            self.closed(None)
        return line

    def stall(self, seconds: float) -> None:
        """It stands still: it neither reads nor speaks."""
        if self.line and not self.is_stalled:
            self.note(f"stalled for {seconds:.1f} s")
            line, self.is_stalled = self.line, True
            line.stall()
            for name in list(self.timers):
                self._stop(name)
            self._later("stall", seconds, lambda: self.line is line and self.go_on())

    def go_on(self) -> None:
        if self.line and self.is_stalled:
            self._stop("stall")
            self.note("goes on")
            self.is_stalled = False
            self._wait()
            self._minute_passes()
            self._acknowledge_later()
            self.line.go_on()

    async def reload(self) -> None:
        self.note("reloads")
        self.leave()
        await self.load()

    def leave(self) -> None:
        """The page is closed."""
        line = self.line
        self._let_go()
        if line:
            line.hang_up()
