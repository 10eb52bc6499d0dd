"""Several processes at once on one database, on both engines; each guard is taken away once to see the fault appear."""
