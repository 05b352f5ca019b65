"""The guide's content and the code that reads it. Nothing here knows about the chat framework."""
