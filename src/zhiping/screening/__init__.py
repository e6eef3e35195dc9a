"""Stage 3: the formal check: findings, supplements, pass or not, never without reasons."""
