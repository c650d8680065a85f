"""What stays: articles and the FAQ."""
