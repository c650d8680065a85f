"""The short form of `make test-faults`: a real server, killed once."""

from tests.faults import writes


def test_sixty_posts_sent_again_and_again_are_sixty_updates_though_the_server_was_killed():
    account = writes.run(posts=60, kills=1, clients=8, settings="tests.faults.quick_settings")
    assert account.failures == []
    assert (account.kills, account.accepted, account.stored, account.keys) == (1, 60, 60, 60)
    assert account.sends > 120  # noise: repeats were sent


def test_the_count_notices_a_post_that_was_lost_or_doubled(tmp_path, monkeypatch):
    stored = {writes.text_of(0): [1], writes.text_of(1): [2, 3]}
    monkeypatch.setattr(writes, "updates_in", lambda data: stored)
    monkeypatch.setattr(writes, "update_of_keys", lambda data: {writes.key_of(0): 1, writes.key_of(1): 2})
    answers = [writes.Said(post, 201, update, tries=1) for post, update in [(0, 1), (0, 4), (1, 2), (2, 9)]]
    account = writes.Account(posts=3, sends=4)
    writes.check_answers(answers, tmp_path, account)
    told = " ".join(account.failures)
    for failure in ("lost: posts [2]", "more than once", "did not answer the first post: posts [0, 2]"):
        assert failure in told
