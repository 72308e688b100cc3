"""Reporting what should not be here: the report, its acknowledgement, the answer, and an appeal."""
