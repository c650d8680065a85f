"""Who we are and how we behave: people, teams, audit, and the tools that every room shares."""
