"""Tools without models that every room shares."""
