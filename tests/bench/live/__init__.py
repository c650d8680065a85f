"""How soon an open browser hears of a post. `python -m tests.bench.live` runs all of it, see `__main__`."""
