/** Elements are made of texts only: nothing here can read HTML. */

export type Child = Node | string | number | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Child | readonly Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, ...children.flat());
  return element;
}

export function append(parent: Node, ...children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
  }
}

/** A name of somebody else's choosing: its direction is its own. */
export function name(text: string, className = 'name'): HTMLElement {
  return el('bdi', { class: className }, text);
}

/** A symbol for the eye and a word for everyone else. */
export function symbol(mark: string, word: string): Node {
  const both = document.createDocumentFragment();
  append(both, el('span', { 'aria-hidden': 'true' }, mark), el('span', { class: 'unseen' }, word));
  return both;
}

export function button(label: Child, press: () => void, className = ''): HTMLButtonElement {
  const made = el('button', { type: 'button', class: className }, label);
  made.addEventListener('click', press);
  return made;
}

/** A table that scrolls by itself, also with the keyboard, if it is wider than the page. */
export function scrolled(label: string, table: HTMLTableElement): HTMLElement {
  return el('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': label }, table);
}

/** A fold whose content is created when it is first opened. */
export function fold(
  className: string,
  summary: readonly Child[],
  content: () => readonly Child[],
  open = false,
): HTMLDetailsElement {
  const details = el('details', { class: className }, el('summary', {}, ...summary));
  let filled = false;
  const fill = () => {
    if (filled || !details.open) return;
    filled = true;
    append(details, el('div', { class: 'inside' }, ...content()));
  };
  details.addEventListener('toggle', fill);
  details.open = open;
  fill();
  return details;
}
