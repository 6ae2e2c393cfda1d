import type { ReasonData } from '../reporters/html/page-data.ts';
import { data, text } from './data.ts';
import { append, el, fold, name } from './dom.ts';
import { isFiltered, isMeant, wordsOf } from './filter.ts';
import { shortened } from './list.ts';

const REASONS_SHOWN = 12;
const CHECKS_SHOWN = 20;

type Check = ReasonData['checks'][number];

interface Reason {
  readonly reason: string;
  readonly settledBy: string;
  readonly checks: readonly Check[];
}

/** What could not be decided and fits the filter. */
export function foundReasons(): Reason[] {
  const words = wordsOf();
  const all = data.undecided.map(({ text: reason, settledBy, checks }) => ({
    reason: text(reason),
    settledBy: text(settledBy),
    checks,
  }));
  if (!isFiltered()) return all;
  return all.flatMap(({ reason, settledBy, checks }) => {
    const meant = checks.filter(
      ([rule, subject]) =>
        isMeant({ rule, subject }) && hasWords(words, `${reason} ${settledBy} ${namesOf([rule, subject])}`),
    );
    return meant.length === 0 ? [] : [{ reason, settledBy, checks: meant }];
  });
}

function hasWords(words: readonly string[], hay: string): boolean {
  return words.length === 0 || words.every((word) => hay.toLowerCase().includes(word));
}

function namesOf([rule, subject]: Check): string {
  const { name: called, service } = data.subjects[subject]!;
  return [data.rules[rule]!.id, called, service].map(text).join(' ');
}

export function drawUndecided(into: HTMLElement, reasons: readonly Reason[]): void {
  const drawn = shortened({
    into: el('ul', { class: 'reasons' }),
    items: reasons,
    most: REASONS_SHOWN,
    draw: (reason) => el('li', {}, reasonFold(reason)),
    nouns: 'causes',
  });
  into.replaceChildren();
  append(into, ...(reasons.length === 0 ? [el('p', { class: 'empty' }, 'Nothing here.')] : drawn));
}

function reasonFold({ reason, settledBy, checks }: Reason): HTMLElement {
  const rules = new Map<number, number>();
  for (const [rule] of checks) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  const n = checks.length;
  return fold(
    'reason',
    [
      el('span', { class: 'badge undecided' }, `${n.toLocaleString('en-US')} check${n === 1 ? '' : 's'}`),
      el('bdi', { class: 'message' }, reason),
      settledBy === '' ? null : el('bdi', { class: 'settled' }, settledBy),
    ],
    () => [
      el(
        'p',
        {},
        ...[...rules].flatMap(([rule, times]) => [
          el('span', { class: 'chip' }, name(text(data.rules[rule]!.id)), ` ${times.toLocaleString('en-US')}`),
          ' ',
        ]),
      ),
      ...shortened({
        into: el('ul', { class: 'plain' }),
        items: checks,
        most: CHECKS_SHOWN,
        draw: ([rule, subject]) =>
          el(
            'li',
            {},
            name(text(data.subjects[subject]!.name)),
            ' ',
            el('span', { class: 'of' }, text(data.rules[rule]!.id)),
          ),
        nouns: 'checks',
      }),
    ],
  );
}
