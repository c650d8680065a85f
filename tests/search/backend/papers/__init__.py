"""What our own tests search: papers that some audiences may read."""
