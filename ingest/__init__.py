"""From seed files to checked records: every problem with its place, what it is and how to mend it."""
