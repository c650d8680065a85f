"""How fast Trellis is: each bench starts what it measures in a folder of its own, and ends with a line `RESULT {…}`."""
