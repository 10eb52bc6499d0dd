"""A location's free time, read from the tables once and kept until a version moves."""
