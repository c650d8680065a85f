"""Beside its tasks every worker notes which claims of questions are over; see `intranet.kit.declarations`."""

from datetime import timedelta

from intranet.kit.declarations import Steady

from .actions import questions


def let_lapse() -> bool:
    return questions.let_lapse() == questions.AT_ONCE


WORK = [Steady("questions", let_lapse, timedelta(seconds=3))]
