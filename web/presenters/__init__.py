"""From what use cases return to what answers and pages show."""
