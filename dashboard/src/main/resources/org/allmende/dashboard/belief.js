// What can be believed of what nodes say. Less than a third of the weight may lie, so what nodes with more than a third
// of it say was said by an honest one at least; what fewer say may be made up.

/** So many newest heights are kept of each node, and of none at the cost of another. */
const HEIGHTS_REMEMBERED = 256;

export const vouches = (weight, total) => 3 * weight > total;

/**
 * How far the network has come.
 *
 * @param said [{ weight, value }]
 * @param total weight of the whole roster
 * @returns the largest value that nodes with more than a third of the weight have reached; null when so many do not speak
 */
export function reached(said, total) {
  let weight = 0;
  for (const each of [...said].sort((a, b) => b.value - a.value)) {
    weight += each.weight;
    if (vouches(weight, total)) {
      return each.value;
    }
  }
  return null;
}

/** The state hashes that nodes told, by node and height: nodes are seen at different moments, and compare at one height. */
export class Hashes {
  constructor(weights) {
    this.weights = weights;
    this.total = [...weights.values()].reduce((a, b) => a + b, 0);
    this.told = new Map([...weights.keys()].map(node => [node, new Map()]));
  }

  note(node, heads) {
    const told = this.told.get(node);
    for (const { height, stateHash } of heads) {
      if (height > 0) {
        told.set(height, stateHash);
      }
    }
    if (told.size > HEIGHTS_REMEMBERED) {
      [...told.keys()].sort((a, b) => b - a).slice(HEIGHTS_REMEMBERED).forEach(height => told.delete(height));
    }
  }

  /** Weight behind each hash of a height. */
  at(height) {
    const weights = new Map();
    for (const [node, told] of this.told) {
      const hash = told.get(height);
      if (hash !== undefined) {
        weights.set(hash, (weights.get(hash) ?? 0) + this.weights.get(node));
      }
    }
    return weights;
  }

  /**
   * The newest height of a node at which a state can be believed decides.
   *
   * @returns the height at which it has another state than most of the weight, or null
   */
  disagreesAt(node) {
    const told = this.told.get(node);
    for (const height of [...told.keys()].sort((a, b) => b - a)) {
      const weights = this.at(height);
      if ([...weights.values()].some(weight => vouches(weight, this.total))) {
        const own = weights.get(told.get(height));
        const isHeaviest = [...weights].every(([hash, weight]) => hash === told.get(height) || weight < own);
        return isHeaviest ? null : height;
      }
    }
    return null;
  }

  /** Whether all of these had one state at one height above {@code above}. */
  agree(nodes, above) {
    const [first, ...others] = nodes.map(node => this.told.get(node));
    return first !== undefined && [...first].some(([height, hash]) =>
      height > above && others.every(told => told.get(height) === hash));
  }
}
