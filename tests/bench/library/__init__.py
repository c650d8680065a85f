"""A room with nothing but pages, so that any set of documents can go through the search as articles would."""
