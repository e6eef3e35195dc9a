"""Pages of the applicant audience."""
