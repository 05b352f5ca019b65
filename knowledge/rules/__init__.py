"""What follows from a person's situation: pure functions of a profile, a date and the figures."""
