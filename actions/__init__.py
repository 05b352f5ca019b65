"""Rasa's custom actions: thin connections between slots and the knowledge base."""
