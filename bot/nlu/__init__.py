"""Components of the guide's own in Rasa's understanding pipeline."""
