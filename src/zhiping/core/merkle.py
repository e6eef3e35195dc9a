"""The Merkle tree of an append-only log, with proofs that a stranger can check offline.

Hashes and proofs are those of RFC 6962 section 2.1 with SHA-256 (RFC 9162 keeps them): an entry hashes as 0x00 before
its bytes, two subtrees as 0x01 before both hashes, the left subtree of n leaves has the largest power of two below n,
and the empty tree's root is the hash of nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

Proof = tuple[bytes, ...]


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one log entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbouring subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of a log.

    Args: leaves: the entries' leaf hashes in the order of the log.
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return node_hash(root(leaves[:split]), root(leaves[split:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> Proof:
    """Return the hashes with which anybody holding the entry and the root sees that the log contains it.

    Args: index: the entry's place, from 0.
    Raises: ValueError when the log has no such entry.
    """
    if not 0 <= index < len(leaves):
        msg = f"no entry {index} in a log of {len(leaves)}"
        raise ValueError(msg)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*inclusion_proof(leaves[:split], index), root(leaves[split:]))
    return (*inclusion_proof(leaves[split:], index - split), root(leaves[:split]))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """Tell whether the proof shows the entry at this place in the log of that size and root."""
    if not 0 <= index < size:
        return False
    place, last, computed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            computed = node_hash(step, computed)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            computed = node_hash(computed, step)
        place, last = place // 2, last // 2
    return last == 0 and computed == expected_root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> Proof:
    """Return the hashes that show an earlier log to be the beginning of this one, nothing changed or taken out.

    Raises: ValueError unless the earlier log had at least one entry and no more than this one.
    """
    if not 0 < old_size <= len(leaves):
        msg = f"a log of {len(leaves)} has no earlier state of {old_size}"
        raise ValueError(msg)
    return _subproof(leaves, old_size, known=True)


def _subproof(leaves: Sequence[bytes], old_size: int, *, known: bool) -> Proof:
    if old_size == len(leaves):
        return () if known else (root(leaves),)
    split = _split(len(leaves))
    if old_size <= split:
        return (*_subproof(leaves[:split], old_size, known=known), root(leaves[split:]))
    return (*_subproof(leaves[split:], old_size - split, known=False), root(leaves[:split]))


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows the log of the old size and root to be the beginning of the new one."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    # the root of an old log that fills a whole subtree is itself the first hash of the proof, and left out of it
    steps = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not steps:
        return False
    place, last = old_size - 1, new_size - 1
    while place % 2:
        place, last = place // 2, last // 2
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            new = node_hash(new, step)
        place, last = place // 2, last // 2
    return last == 0 and old == old_root and new == new_root


def _split(size: int) -> int:
    """Return the largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1
