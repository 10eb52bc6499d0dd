"""The chart's pages. They are put behind the clinic's gate where they get their addresses: clinic/treat_urls.py."""
