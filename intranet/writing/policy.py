"""Who may do what at the desk."""

RULES = {
    "file.upload": lambda user, _: True,
}
