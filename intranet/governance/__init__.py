"""How we behave: what people report to the moderators, what these decide, and the rules that everybody accepts.

Rooms declare in `reports.py` what can be reported. When such a thing is taken back or taken out, whoever did it, the
room calls ``reports.gone``, and nobody waits for a decision about it any more.
"""
