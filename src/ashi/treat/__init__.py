"""What was done at a visit: prescription, cautions, needles in and out."""
