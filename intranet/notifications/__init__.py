"""Who should know of something is told in the tray, and by the number beside the bell.

Actions ring the second of their bells here: ``notices.send("update.replied", to=people, about=update, by=by)``. That
writes a `Notice` for each of them in the caller's transaction; what it says is read anew whenever somebody looks, so
that nobody learns of what they may no longer see. Rooms declare their kinds in `notices.py`.
"""
