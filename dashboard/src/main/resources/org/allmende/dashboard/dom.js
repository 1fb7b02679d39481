// Making and changing elements. Text always goes in as text: nothing here, or anywhere on the page, parses markup.

/** An element with attributes, listeners (functions under "onclick" and the like) and children, texts among them. */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    attribute(made, key, value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    attribute(made, key, value);
  }
  made.append(...children);
  return made;
}

function attribute(element, key, value) {
  if (typeof value === "function") {
    element.addEventListener(key.slice(2), value);
  } else if (value === true) {
    element.setAttribute(key, "");
  } else if (value !== false && value !== null && value !== undefined) {
    element.setAttribute(key, value);
  }
}

/** Changes a text only when it differs, so that selections live and live regions do not repeat themselves. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function mark(element, key, value) {
  if (element.getAttribute(key) !== value) {
    element.setAttribute(key, value);
  }
}

export const byId = id => document.getElementById(id);

// ---- words and numbers

const WHOLE = new Intl.NumberFormat("en");
const ONE = new Intl.NumberFormat("en", { maximumFractionDigits: 1, minimumFractionDigits: 1 });

export const whole = number => WHOLE.format(Math.round(number));

/** Short enough for an axis or a figure: 0.4, 3.2, 48, 1,250. */
export const figure = number => (number < 10 && number !== Math.round(number) ? ONE : WHOLE).format(
  number < 10 ? number : Math.round(number));

export function millis(value) {
  return value >= 1_000 ? `${figure(value / 1000)} s` : `${figure(value)} ms`;
}

/** How long ago, for people. */
export function age(value) {
  const seconds = value / 1000;
  if (seconds < 10) return `${ONE.format(seconds)} s`;
  if (seconds < 120) return `${Math.floor(seconds)} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

export const inWords = count => WORDS[count] ?? whole(count);

export const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

export function list(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

// What a person cannot see: controls, what turns text around, what takes no room, and what looks like a plain space.
const UNSEEN = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u{2800}]|(?! )\\p{Zs}";

const UNSEEN_CHARACTERS = new RegExp(UNSEEN, "gu");

/** A backslash that with what follows it would look like an escape is doubled. */
const TO_ESCAPE = new RegExp(`\\\\(?=[\\\\tnu]|${UNSEEN})|${UNSEEN}`, "gu");

function escaped(character) {
  const code = character.codePointAt(0);
  return character === "\\" ? "\\\\" : code === 9 ? "\\t" : code === 10 ? "\\n"
    : code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** A refusal with what to do; anything else went wrong in what a node answered. */
export function sentence(problem) {
  const { message, advice } = problem;
  return advice === undefined ? "A node's answer cannot be read. Look whether all nodes run the same version."
    : `${message}. ${advice ? `What to do: ${advice}.` : ""}`.trim();
}

/** What a person cannot see, or what would reorder the text around it, as an escape; no other text looks the same. */
export const visible = text => text.replace(TO_ESCAPE, escaped);

/** The same for JSON, where a backslash begins an escape already, and line breaks stand only between its parts. */
export const visibleJson = json => json.replace(UNSEEN_CHARACTERS, character => character === "\n" ? character : escaped(character));

/** The text that {@link visible} shows so. A backslash that begins no escape stands for itself. */
export const unescaped = shown => shown.replace(/\\(?:([\\tn])|u([0-9a-f]{4})|u\{([0-9a-f]{1,5}|10[0-9a-f]{4})\})/g,
  (_, letter, four, braced) => letter === "t" ? "\t" : letter === "n" ? "\n"
    : letter !== undefined ? letter : String.fromCodePoint(parseInt(four ?? braced, 16)));

export function clock(timeMillis) {
  return new Date(timeMillis).toLocaleTimeString("en-GB");
}

/** With its day, for times that need not be of today: 2027-03-01 12:00:00. */
export function moment(timeMillis) {
  const date = new Date(timeMillis);
  const two = number => String(number).padStart(2, "0");
  return Number.isNaN(date.getTime()) ? "a time past reckoning"
    : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock(timeMillis)}`;
}
