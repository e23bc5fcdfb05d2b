// Makes elements. Texts are only ever set as texts: what a policy says is never markup.
export const $ = id => document.getElementById(id);

export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

export const fill = (element, ...children) => element.replaceChildren(...children.filter(child => child !== null && child !== undefined));

export const count = (number, one, many = one + "s") => `${number} ${number === 1 ? one : many}`;
