import { append, button, type Child, el } from './dom.ts';

/** On paper there is no button to press: everything is shown. */
export const paper = { isWanted: false };

interface Shortened<T> {
  /** The list or table body that the items go into. */
  readonly into: HTMLElement;
  /** The element that holds it, if it is not shown by itself. */
  readonly within?: HTMLElement;
  readonly items: readonly T[];
  readonly most: number;
  draw(item: T): Node;
  /** What they are, for the buttons. */
  readonly nouns: string;
}

/** The first of a list, and buttons that show more of it. */
export function shortened<T>({ into, within = into, items, most, draw, nouns }: Shortened<T>): Child[] {
  const controls = el('p', { class: 'more' });
  let shown = 0;
  const show = (until: number): void => {
    const fresh = document.createDocumentFragment();
    for (; shown < Math.min(until, items.length); shown += 1) append(fresh, draw(items[shown]!));
    into.append(fresh);
    const left = items.length - shown;
    const step = Math.min(left, Math.max(50, most * 4));
    const more = button(`Show ${step.toLocaleString('en-US')} more ${nouns}`, () => go(shown + step));
    const all = button(`Show all ${items.length.toLocaleString('en-US')}`, () => go(items.length));
    controls.replaceChildren(...(left === 0 ? [] : step === left ? [more] : [more, all]));
  };
  // The focus moves to the first new item, so that the person who pressed the button continues there.
  const go = (until: number): void => {
    const from = shown;
    show(until);
    into.children[from]?.querySelector<HTMLElement>('summary, a, button, [tabindex]')?.focus();
  };
  show(paper.isWanted ? items.length : most);
  return [within, controls];
}
