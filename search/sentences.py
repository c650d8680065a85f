"""How the trail reads for search. What somebody looked for is never in it."""

SENTENCES = {
    "synonym.added": "{by} told the search that these mean the same: {words}",
    "synonym.changed": "{by} told the search that these mean the same: {words}; before: {before}",
    "synonym.deleted": "{by} told the search that these no longer mean the same: {words}",
    "missed.handed_over": "{by} asked {to} to see to a search that is missed",
    "missed.synonym": "{by} ended a missed search with a synonym",
    "missed.bet": "{by} ended a missed search by putting something on top",
    "missed.dismissed": "{by} dismissed a missed search",
    "bet.set": "{by} put something on top for those who look for “{words}”: {kind} {number}",
    "bet.deleted": "{by} no longer puts {kind} {number} on top for those who look for “{words}”",
}
