"""Values as drawings."""
