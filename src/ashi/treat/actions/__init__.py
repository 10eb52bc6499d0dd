"""The verbs of a chart: each one transaction, with its audit entry. The tables refuse once more what these refuse."""
