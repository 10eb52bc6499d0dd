"""The day as it is drawn: a column a room, the acupuncturists' threads between them. No tables, no clock, no pages.

Lengths are minutes in fives, times are cells (core/time.py); the style sheet and the SVG are given the same ones.
"""
