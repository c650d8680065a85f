"""The desk for long texts, shared by blogs and the wiki; so far its pictures and files."""
