"""The demo municipality: invented data about a real town, the same for the same anchor day."""
