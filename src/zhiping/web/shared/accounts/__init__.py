"""Sign-up and sign-in at the door: what the accounts library asks of us, and the guard behind it."""
