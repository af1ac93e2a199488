// Elements. Text from a trace enters the page as text only, never as markup.

/**
 * Makes an element.
 * @param {string} name     tag, with classes behind points: "div.row.error"
 * @param {object} settings attributes; "on..." are listeners, null and false are left out
 * @param {...(Node|string|null)} children
 */
export function element(name, settings = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  if (classes.length > 0) made.classList.add(...classes);
  for (const [key, value] of Object.entries(settings)) {
    if (value === null || value === false || value === undefined) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Makes an SVG element. */
export function drawing(name, settings = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(settings)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Replaces the content of an element. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
  return parent;
}
