"""How the trail reads for reports and rules. It does not say who reported: that is for the moderators alone."""

SENTENCES = {
    "report.sent": "Somebody sent {about}",
    "report.decided": "{by} made {about}: {outcome}",
    "report.closed": "{about}: it was gone",
    "rules.saved": "{by} saved {about}",
    "rules.accepted": "{by} accepted {about}",
}
