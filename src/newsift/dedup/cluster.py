"""Edges -> clusters, by support of the members instead of transitive closure.

Closure chains A~B~C into clusters whose ends share nothing (it costs 15 points of precision on Arabic
news). Here two groups join only when enough of their cross pairs are edges, strongest edges first, so
that the result depends neither on the order of articles nor on the order of edges. Clusters of earlier
runs are never merged or split: they only grow.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Edge:
    """An accepted pair of nodes, `left < right`.

    Attributes:
        strength: Higher joins first.
        certain: Joins without support (an equal text or URL).
    """

    left: int
    right: int
    strength: float
    certain: bool = False


# (is it old?, number): an old group's number, or the smallest node of a new one.
Group = tuple[bool, int]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The outcome: which group each new node is in, and which old groups turned out to be one story."""

    group_of: Mapping[int, Group]  # new node -> its group
    bridges: tuple[tuple[int, int], ...]  # (new node in an old group, the other old group it matches)


def group_nodes(
    new: Sequence[int],
    old_group_of: Mapping[int, int],
    old_sizes: Mapping[int, int],
    edges: Iterable[Edge],
    support: float,
    apart: Iterable[tuple[int, int]] = (),
) -> Grouping:
    """Put new nodes into old groups or form new ones.

    Args:
        new: Nodes of this batch; their numbers are the tie-break, so they must follow the content.
        old_group_of: Nodes of earlier batches that have edges -> their group.
        old_sizes: Nodes in each old group, those without edges included.
        edges: Accepted pairs, at least one node of each new.
        support: Share of cross pairs that must be edges for two groups to join, 0..1.
        apart: Pairs known to be two stories. Groups that hold such a pair join only by a certain edge: when
            two outlets print one notice on Monday and on Tuesday, Monday's pair stays apart from Tuesday's.
    """
    ordered = sorted(edges, key=lambda edge: (not edge.certain, -edge.strength, edge.left, edge.right))
    forest = _Forest(new, old_group_of, old_sizes)
    for edge in ordered:
        forest.count_edge(edge)
    for left_node, right_node in apart:
        forest.hold_apart(left_node, right_node)
    bridges: list[tuple[int, int]] = []
    for edge in ordered:
        left, right = forest.group(edge.left), forest.group(edge.right)
        if left == right:
            continue
        if forest.is_old(left) and forest.is_old(right):
            node = edge.right if edge.right in forest.home_of else edge.left
            bridges.append((node, left[1] if node == edge.right else right[1]))
        elif edge.certain or (forest.may_join(left, right) and forest.support(left, right) >= support):
            forest.join(left, right)
    groups = {node: forest.group(node) for node in new}
    return Grouping(groups, tuple(dict.fromkeys(bridges)))


class _Forest:
    def __init__(
        self, new: Sequence[int], old_group_of: Mapping[int, int], old_sizes: Mapping[int, int]
    ) -> None:
        self.home_of: dict[int, Group] = {node: (False, node) for node in new}
        self._old_home: dict[int, Group] = {node: (True, group) for node, group in old_group_of.items()}
        self._members: dict[Group, list[int]] = {(False, node): [node] for node in new}
        self._size: dict[Group, int] = {(False, node): 1 for node in new}
        self._size.update({(True, group): size for group, size in old_sizes.items()})
        self._links: dict[Group, dict[Group, int]] = defaultdict(lambda: defaultdict(int))
        self._apart: dict[Group, set[Group]] = defaultdict(set)

    @staticmethod
    def is_old(group: Group) -> bool:
        return group[0]

    def group(self, node: int) -> Group:
        return self.home_of.get(node) or self._old_home[node]

    def count_edge(self, edge: Edge) -> None:
        left, right = self.group(edge.left), self.group(edge.right)
        self._links[left][right] += 1
        self._links[right][left] += 1

    def hold_apart(self, left_node: int, right_node: int) -> None:
        left, right = self.group(left_node), self.group(right_node)
        if left != right:
            self._apart[left].add(right)
            self._apart[right].add(left)

    def may_join(self, left: Group, right: Group) -> bool:
        return right not in self._apart[left]

    def support(self, left: Group, right: Group) -> float:
        return self._links[left][right] / (self._size[left] * self._size[right])

    def join(self, left: Group, right: Group) -> None:
        """The old group stays; of two new ones, the one with the smaller first node."""
        if self.is_old(right) or (not self.is_old(left) and right < left):
            left, right = right, left
        for node in self._members.pop(right):
            self.home_of[node] = left
            self._members.setdefault(left, []).append(node)
        self._size[left] += self._size.pop(right)
        moved = self._links.pop(right)
        for other, count in moved.items():
            self._links[other].pop(right, None)
            if other != left:
                self._links[left][other] += count
                self._links[other][left] += count
        for other in self._apart.pop(right, set()) - {left}:
            self._apart[other].discard(right)
            self._apart[other].add(left)
            self._apart[left].add(other)
