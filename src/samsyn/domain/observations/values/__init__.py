"""What models and rules are built on: areas and categories, cells of counts, a report handed in."""
