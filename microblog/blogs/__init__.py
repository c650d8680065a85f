"""Team blogs and the blogs of people: longer thoughts with a human voice, announced in the feed and answered there."""
