import { LEVELS } from '../reporters/html/page-data.ts';
import { data, ruleOf, subjectOf, text, vpcOfSubject } from './data.ts';
import { append, button, el } from './dom.ts';
import { clearFilter, EVERY_LEVEL, filter } from './filter.ts';
import { GROUPINGS, type Grouping } from './findings.ts';

export interface Form {
  readonly element: HTMLElement;
  readonly status: HTMLElement;
  /** Shows what the filter is. */
  update(): void;
  grouping(): Grouping;
}

/** The controls of the filter; every change of one calls `changed`. */
export function filterForm(changed: () => void): Form {
  const things = [...data.findings, ...data.undecided.flatMap(({ checks }) => checks.map(asCheck))];
  const levels = LEVELS.map((level, index) => levelBox(level, index, changed));
  const selects = [
    choice('rule', 'Rule', distinct(things.map((one) => text(ruleOf(one).id))), changed),
    choice('vpc', 'VPC', distinct(things.map(({ subject }) => vpcOfSubject(subject))), changed),
    choice('account', 'Account', distinct(things.map((one) => text(subjectOf(one).account))), changed),
    choice('control', 'Control', distinct(data.rules.flatMap(({ controls }) => controls.map(text))), changed),
  ];
  const words = el('input', { type: 'search', id: 'words', placeholder: 'name, service, message, file' });
  words.addEventListener('input', () => {
    filter.words = words.value;
    changed();
  });
  const group = el('select', { id: 'grouping' }, ...GROUPINGS.map((by) => el('option', { value: by }, by)));
  group.addEventListener('change', changed);
  const status = el('p', { role: 'status' });
  const clear = button('Clear filters', () => {
    clearFilter();
    changed();
    words.focus();
  });
  const element = el('form', { class: 'filters', 'aria-label': 'Filters' });
  element.addEventListener('submit', (event) => event.preventDefault());
  const box = el('fieldset', {}, el('legend', {}, 'Level'), ...levels.map(({ label }) => label));
  const labelled = (id: string, label: string, control: HTMLElement) =>
    el('div', { class: 'field' }, el('label', { for: id }, label), control);
  append(
    element,
    box,
    ...selects.map(({ field }) => field),
    labelled('words', 'Search', words),
    el(
      'div',
      { class: 'outcome' },
      clear,
      status,
      el('div', { class: 'grouping' }, el('label', { for: 'grouping' }, 'Group by '), group),
    ),
  );
  return {
    element,
    status,
    grouping: () => group.value as Grouping,
    update() {
      for (const { input, index } of levels) input.checked = filter.levels.has(index);
      for (const { select, key } of selects) {
        // What an address asks for may not be in this report: it finds nothing, and says so.
        if (filter[key] !== '' && ![...select.options].some(({ value }) => value === filter[key]))
          select.append(el('option', { value: filter[key] }, filter[key]));
        select.value = filter[key];
      }
      if (words.value !== filter.words) words.value = filter.words;
    },
  };
}

const asCheck = ([rule, subject]: readonly [number, number]) => ({ rule, subject });

function levelBox(level: string, index: number, changed: () => void) {
  const n = data.findings.filter((finding) => finding.level === index).length;
  const input = el('input', { type: 'checkbox' });
  input.addEventListener('change', () => {
    const levels = new Set(filter.levels);
    if (input.checked) levels.add(index);
    else levels.delete(index);
    filter.levels = levels.size === 0 ? EVERY_LEVEL : levels;
    changed();
  });
  const label = el(
    'label',
    { class: `level ${level}` },
    input,
    ` ${level}s `,
    el('small', {}, n.toLocaleString('en-US')),
  );
  return { input, index, label };
}

type Key = 'rule' | 'vpc' | 'account' | 'control';

function choice(key: Key, label: string, values: readonly string[], changed: () => void) {
  const any = values.length === 0 ? 'none in this report' : 'all';
  const select = el('select', { id: key, disabled: values.length === 0 }, el('option', { value: '' }, any));
  append(select, ...values.map((value) => el('option', { value }, value)));
  select.addEventListener('change', () => {
    filter[key] = select.value;
    changed();
  });
  return { key, select, field: el('div', { class: 'field' }, el('label', { for: key }, label), select) };
}

/** In order, without what is not known. */
function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '').sort();
}
