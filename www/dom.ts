// Elements whose content is text, never HTML: a migration may hold anything.

export function element<K extends keyof HTMLElementTagNameMap>(name: K, className = "", text = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

/** A sentence in which names stand in backticks. */
export function prose<K extends keyof HTMLElementTagNameMap>(name: K, text: string, className = ""): HTMLElementTagNameMap[K] {
  const made = element(name, className);
  text.split("`").forEach((part, index, parts) => {
    // A backtick that is never closed is a backtick.
    if (index % 2 === 1 && index < parts.length - 1) made.append(element("code", "", part));
    else made.append(index % 2 === 1 ? `\`${part}` : part);
  });
  return made;
}

export function button(text: string, className: string, act: () => void): HTMLButtonElement {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
