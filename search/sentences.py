"""How the trail reads for search. What somebody looked for is never in it."""

SENTENCES = {
    "synonym.added": "{by} told the search that these mean the same: {words}",
    "synonym.changed": "{by} told the search that these mean the same: {words}; before: {before}",
    "synonym.deleted": "{by} told the search that these no longer mean the same: {words}",
    "bet.set": "{by} put something on top for those who look for “{words}”: {kind} {number}",
    "bet.deleted": "{by} no longer puts {kind} {number} on top for those who look for “{words}”",
}
