"""Background and scheduled work behind one module; the queue can be changed here alone."""
