"""The Merkle tree: the published test vectors, and no proof for anything untrue."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiping.core import merkle

# the certificate-transparency test data: eight entries and the root after each
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]


def log(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(n).encode()) for n in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_empty_log_has_the_hash_of_nothing() -> None:
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_inclusion_proof_of_one_entry_is_one_hash_per_storey() -> None:
    left = merkle.node_hash(merkle.node_hash(LEAVES[0], LEAVES[1]), merkle.node_hash(LEAVES[2], LEAVES[3]))

    assert merkle.inclusion_proof(LEAVES, 5) == (LEAVES[4], merkle.node_hash(LEAVES[6], LEAVES[7]), left)


@given(st.integers(1, 40).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_every_entry_is_proven_at_its_place_and_nowhere_else(case: tuple[int, int]) -> None:
    size, index = case
    leaves = log(size)
    proof, root = merkle.inclusion_proof(leaves, index), merkle.root(leaves)

    assert [n for n in range(size) if merkle.verify_inclusion(leaves[index], n, size, proof, root)] == [index]
    assert not merkle.verify_inclusion(leaves[index], index, size, proof, merkle.root(log(size + 1)))
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"forged"), index, size, proof, root)
    assert not merkle.verify_inclusion(leaves[index], index, size, (*proof, root), root)
    assert not proof or not merkle.verify_inclusion(leaves[index], index, size, proof[:-1], root)


@pytest.mark.parametrize("index", [-1, 3])
def test_entry_outside_the_log_has_no_proof(index: int) -> None:
    with pytest.raises(ValueError, match="no entry"):
        merkle.inclusion_proof(log(3), index)

    assert not merkle.verify_inclusion(log(1)[0], index, 3, (), merkle.root(log(3)))


@given(st.integers(1, 40).flatmap(lambda size: st.tuples(st.integers(1, size), st.just(size))))
def test_grown_log_is_proven_to_contain_the_old_one(case: tuple[int, int]) -> None:
    old_size, size = case
    leaves = log(size)
    old_root, root = merkle.root(leaves[:old_size]), merkle.root(leaves)
    proof = merkle.consistency_proof(leaves, old_size)

    assert merkle.verify_consistency(old_size, old_root, size, root, proof)
    assert not merkle.verify_consistency(old_size, old_root, size, root, (*proof, root))
    assert not merkle.verify_consistency(old_size, merkle.leaf_hash(b"forged"), size, root, proof)
    assert not merkle.verify_consistency(old_size, old_root, size, merkle.leaf_hash(b"forged"), proof)
    assert not proof or not merkle.verify_consistency(old_size, old_root, size, root, proof[:-1])


@given(
    st.integers(2, 30).flatmap(lambda size: st.tuples(st.integers(0, size - 2), st.integers(2, size), st.just(size)))
)
def test_log_with_a_rewritten_entry_is_never_consistent(case: tuple[int, int, int]) -> None:
    index, old_size, size = case
    index = min(index, old_size - 1)
    rewritten = log(size)
    rewritten[index] = merkle.leaf_hash(b"rewritten")

    proof = merkle.consistency_proof(rewritten, old_size)

    old_root = merkle.root(log(old_size))
    assert not merkle.verify_consistency(old_size, old_root, size, merkle.root(rewritten), proof)


@pytest.mark.parametrize("old_size", [0, 4])
def test_log_that_never_was_has_no_consistency_proof(old_size: int) -> None:
    root = merkle.root(log(3))

    with pytest.raises(ValueError, match="no earlier state"):
        merkle.consistency_proof(log(3), old_size)
    assert not merkle.verify_consistency(old_size, root, 3, root, ())


def test_empty_proof_shows_nothing_about_a_grown_log() -> None:
    assert not merkle.verify_consistency(3, merkle.root(log(3)), 5, merkle.root(log(5)), ())
