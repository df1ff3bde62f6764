"""What a picture is said in, as frozen values: its content and its days."""
