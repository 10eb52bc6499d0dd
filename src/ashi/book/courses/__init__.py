"""Courses: proposed as a whole, booked as a whole, and changed afterwards."""
