"""The body map: our own drawing, computed from landmarks and proportional cun.

A schematic to find and name points by; never a guide for needling. Lengths are in units of 1/75 of the body's height,
so that one unit is a B-cun where the WHO standard divides the whole body (19 + 16 + 3 for the leg, 12 for the forearm);
the origin is on the floor in the midline, and y grows upwards until a plate is drawn.
"""
