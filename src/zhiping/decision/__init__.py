"""Stage 5: proposal, committee, guiding units, public notice, objections, publication, certificates, forwarding."""
