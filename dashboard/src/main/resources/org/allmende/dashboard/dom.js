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

/** What a person cannot see, or what would reorder the text around it, is shown as an escape. */
export function visible(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, character => {
    const code = character.charCodeAt(0);
    return code === 9 ? "\\t" : code === 10 ? "\\n" : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

export function clock(timeMillis) {
  return new Date(timeMillis).toLocaleTimeString("en-GB");
}
