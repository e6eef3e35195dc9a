"""The one permission table: who (role), standing how (relation), when (phase), may do what (verb) to which field."""
