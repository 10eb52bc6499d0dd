"""Files that a clinic takes in: each kind checks a whole file, and says what it read, added, changed and refused."""
