"""How the trail reads for updates."""

SENTENCES = {
    "update.posted": "{by} posted {about}",
    "update.replied": "{by} replied with {about}",
    "update.edited": "{by} edited {about}",
    "update.retracted": "{by} retracted {about}",
    "update.undone": "{by} took back {about} within seconds",
    "updates.imported": "{by} imported {count} updates from {network}",
}
