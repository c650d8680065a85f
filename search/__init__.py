"""How you find either: one box over everything."""
