"""Settings: the environment decides, `env` checks, a bad value stops the start by name."""
