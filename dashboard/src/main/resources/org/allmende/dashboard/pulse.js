// What a node says of itself, checked field by field before anything of it is kept: a node that says nonsense is told
// as one, and changes nothing else on the page.

const STATES = ["ORDERING", "CATCHING_UP", "HALTED"];

/** A node tells 16; a later one may tell more. */
const LATEST_MAX = 64;
const WHY_CHARACTERS_MAX = 500;

/** An answer that is none: what is wrong with it, in words that follow "its answer cannot be read: ". */
export class Malformed extends Error {}

const checked = (fits, field, expected) => {
  if (!fits) {
    throw new Malformed(`${field} is not ${expected}`);
  }
};

const isObject = value => value !== null && typeof value === "object" && !Array.isArray(value);

function count(value, field) {
  checked(Number.isSafeInteger(value) && value >= 0, field, "a whole number");
  return value;
}

function text(value, field) {
  checked(typeof value === "string", field, "text");
  return value;
}

function hash(value, field) {
  checked(typeof value === "string" && /^[0-9a-f]{64}$/.test(value), field, "a hash of 64 hexadecimal digits");
  return value;
}

/** A time that is null when nothing was timed. */
function micros(value, timed, field) {
  checked(timed === 0 ? value === null : Number.isFinite(value) && value >= 0, field, "a time");
  return value;
}

function ordering(said) {
  checked(isObject(said), "ordering", "an object");
  const timed = count(said.count, "ordering.count");
  return {
    count: timed,
    medianMicros: micros(said.medianMicros, timed, "ordering.medianMicros"),
    p99Micros: micros(said.p99Micros, timed, "ordering.p99Micros"),
  };
}

function latest(said, height) {
  checked(Array.isArray(said) && said.length <= LATEST_MAX, "latest", `a list of ${LATEST_MAX} heights at most`);
  return said.map(head => {
    checked(isObject(head), "latest", "a list of heights");
    checked(count(head.height, "latest.height") <= height, "latest.height", "its height or one before");
    return { height: head.height, stateHash: hash(head.stateHash, "latest.stateHash") };
  });
}

/**
 * @param said the JSON of /v1/pulse
 * @returns of it what the page shows, each field of its kind
 * @throws Malformed naming the first field that is not
 */
export function pulseOf(said) {
  checked(isObject(said), "it", "an object");
  checked(STATES.includes(said.state), "state", `one of ${STATES.join(", ")}`);
  const height = count(said.height, "height");
  return {
    node: text(said.node, "node"),
    network: text(said.network, "network"),
    state: said.state,
    why: text(said.why, "why").slice(0, WHY_CHARACTERS_MAX),
    height,
    agreedTimeMillis: count(said.agreedTimeMillis, "agreedTimeMillis"),
    stateHash: hash(said.stateHash, "stateHash"),
    latest: latest(said.latest, height),
    uptimeMillis: count(said.uptimeMillis, "uptimeMillis"),
    heights: count(said.heights, "heights"),
    operations: count(said.operations, "operations"),
    ordering: ordering(said.ordering),
  };
}
