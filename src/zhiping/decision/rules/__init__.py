"""Rules of the decision: levels, votes, lists, notices, certificates. Plain Python."""
