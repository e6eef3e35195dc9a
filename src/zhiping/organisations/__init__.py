"""The register of units: names, group tree, teams, memberships of people."""
