"""What flows: updates, replies, tags and their feeds."""
