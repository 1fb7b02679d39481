// What a network can still lose. It goes on while nodes with more than two thirds of all weight take part and are
// level; this is the same rule as the command's `status`, and the only place of it on the page.

/** Nodes further behind than this in agreed time are not level: a heartbeat and what a gap takes to be one. */
export const LEVEL_MILLIS = 8_000;

export const KINDS = [
  { key: "name", word: "node", words: "nodes" },
  { key: "provider", word: "provider", words: "providers" },
  { key: "region", word: "region", words: "regions" },
  { key: "jurisdiction", word: "jurisdiction", words: "jurisdictions" },
  { key: "operator", word: "operator", words: "operators" },
];

const sum = numbers => numbers.reduce((a, b) => a + b, 0);

const carries = (weight, all) => 3 * weight > 2 * all;

/**
 * @param members [{ card, level }], the whole roster
 * @returns total and level weight and count; canLose: the most nodes whose loss is survived whichever they are, -1 when
 *   the network does not go on even now; spared: of the level members, those any single one of which may go; needed: the
 *   others
 */
export function endurance(members) {
  const total = sum(members.map(member => member.card.weight));
  const up = members.filter(member => member.level);
  const heaviestFirst = up.map(member => member.card.weight).sort((a, b) => b - a);
  const levelWeight = sum(heaviestFirst);
  let left = levelWeight;
  let canLose = carries(left, total) ? 0 : -1;
  while (canLose >= 0 && canLose < heaviestFirst.length && carries(left - heaviestFirst[canLose], total)) {
    left -= heaviestFirst[canLose++];
  }
  const isSpared = member => carries(levelWeight - member.card.weight, total);
  return {
    total, levelWeight, nodes: members.length, level: up.length, canLose,
    spared: up.filter(isSpared), needed: up.filter(member => !isSpared(member)),
  };
}

/**
 * Who shares a fate, by one kind of it.
 *
 * @returns [{ name, weight, nodes, third, down, survived }] in the order of the roster: third when it holds a third of
 *   the weight or more, down when no node of it is level any more, survived when the network goes on without it
 */
export function fates(members, kind) {
  const { total, levelWeight } = endurance(members);
  const groups = new Map();
  for (const member of members) {
    const name = member.card[kind.key];
    const group = groups.get(name) ?? { name, weight: 0, levelWeight: 0, nodes: 0 };
    group.weight += member.card.weight;
    group.levelWeight += member.level ? member.card.weight : 0;
    group.nodes++;
    groups.set(name, group);
  }
  return [...groups.values()].map(group => ({
    ...group,
    third: 3 * group.weight >= total,
    down: group.levelWeight === 0,
    survived: carries(levelWeight - group.levelWeight, total),
  }));
}
