"""Several processes and threads at once, and one that is killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

from modelsearch.query import MATCH_ALL

from .papers.models import Paper
from .room import Room, paper


def child(*arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-m", f"{__package__}.child", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)


class Killed(Room):
    def test_a_writer_killed_ten_times_loses_nothing_that_it_acknowledged(self):
        dice = random.Random(9)
        told: set[int] = set()
        for turn in range(10):
            writer = child("forever", str(self.folder), str(turn * 100_000 + 1))
            for _ in range(dice.randrange(1, 12)):
                told |= set(map(int, writer.stdout.readline().split()))
            time.sleep(dice.uniform(0.0, 0.05))
            writer.send_signal(signal.SIGKILL)
            for line in writer.stdout:
                if line.endswith("\n"):
                    told |= set(map(int, line.split()))
            writer.wait()
            writer.stdout.close()
            self.as_a_new_process()
            found = {pk for pk, _ in self.search("paper").hits(None)}
            assert told <= found, (turn, sorted(told - found)[:5])
            assert len(found) % 5 == 0  # a commit is there as a whole
        assert len(told) >= 50
        self.write("paper at last")  # and the lock is free
        assert self.search(MATCH_ALL).count() == len(found) + 1


class Elsewhere(Room):
    def test_what_another_process_wrote_is_found_within_a_second(self):
        self.write("noise")
        assert self.found("afar") == []
        child("one", str(self.folder), "777").communicate(timeout=60)
        until = time.monotonic() + 1
        while not (seen := self.search("afar").hits(5)) and time.monotonic() < until:
            time.sleep(0.05)
        assert [pk for pk, _ in seen] == [777]


class Threads(Room):
    def test_eight_threads_search_while_one_writes(self):
        self.write(*[paper(f"report {number}", text="filler words " * 20, pk=number) for number in range(1, 301)])
        wrong, searches, stop = [], [0], threading.Event()

        def look(seed: int):
            dice = random.Random(seed)
            while not stop.is_set():
                number = dice.randrange(1, 301)
                try:
                    hits = self.search(f"report {number}").hits(None)
                    count = self.search("filler").count()
                    self.search(MATCH_ALL).within("audiences", frozenset({number % 7, 0})).facet("kind")
                except Exception as error:
                    wrong.append(repr(error))
                    return
                if number not in {pk for pk, _ in hits} or count < 300:
                    wrong.append((number, hits[:3], count))
                searches[0] += 1

        threads = [threading.Thread(target=look, args=(seed,)) for seed in range(8)]
        for thread in threads:
            thread.start()
        try:
            for turn in range(30):
                again = [paper(f"report {pk}", text="filler", pk=pk) for pk in range(turn * 10 + 1, turn * 10 + 11)]
                self.index.write(Paper, add=[*again, paper("new filler", pk=1000 + turn)], delete=[5000 + turn])
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert not wrong, wrong[:3]
        assert searches[0] > 50
        assert self.search("filler").count() == 330
