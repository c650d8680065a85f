"""The trail, and the tools of those who may see everything."""

RULES = {
    "trail.read": lambda user, _: user.sees_everything,
    "health.read": lambda user, _: user.sees_everything,
    "office.enter": lambda user, _: user.sees_everything,
    "gallery.open": lambda user, _: user.sees_everything,
}
