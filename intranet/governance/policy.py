"""Who may decide what was reported, and who writes the rules.

What somebody may report, and about what a moderator may decide, is `Reportable.others`.
"""

RULES = {
    "report.decide": lambda user, _: user.moderates,
    "rules.write": lambda user, _: user.communicates,
}
