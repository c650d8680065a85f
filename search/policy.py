"""Who may tune the search, and who learns from what is looked for."""

RULES = {
    "search.tune": lambda user, _: user.communicates or user.moderates,
    "search.learn": lambda user, _: user.communicates,
}
