"""What stands in a published file, whoever touched it since: its slides, sheets or tables with their figures."""
