"""Search engines of our own, in the shape that modelsearch asks of one."""
