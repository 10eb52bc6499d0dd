"""A course: several visits planned together, days apart as they were wished for, at times that suit."""
