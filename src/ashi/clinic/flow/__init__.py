"""How a day runs with so many rooms and acupuncturists: what an owner wants to know before a wall is moved."""
