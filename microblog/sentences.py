"""How the trail reads for updates."""

SENTENCES = {
    "update.posted": "{by} posted {about}",
    "update.replied": "{by} replied with {about}",
    "update.edited": "{by} edited {about}",
    "update.retracted": "{by} retracted {about}",
    "update.undone": "{by} took back {about} within seconds",
    "question.changed": "{by} said what {about} asks",
    "question.claimed": "{by} is about to answer {about}",
    "question.released": "{by} released {about}",
    "question.accepted": "{by} accepted an answer to {about}",
    "question.acceptance_taken_back": "{by} no longer accepts an answer to {about}",
    "question.documented": "{by} answered {about} for good",
    "question.undocumented": "{by} withdrew what answered {about} for good",
    "question.drafted": "{by} drafted an article from {about}",
    "question.draft_ended": "{by} did not publish the article drafted from {about}",
    "question.merged": "{by} said that {about} was asked before",
    "question.unmerged": "{by} said that {about} was not asked before",
    "updates.imported": "{by} imported {count} updates from {network}",
}
