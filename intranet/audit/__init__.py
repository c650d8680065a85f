"""The trail: what was done, by whom, to what. Rows are added and never changed."""
