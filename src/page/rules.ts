import type { RuleData } from '../reporters/html/page-data.ts';
import { data, text } from './data.ts';
import { append, button, el, name, scrolled } from './dom.ts';

/** Every rule that ran, most findings first; pressing one filters by it. */
export function drawRules(into: HTMLElement, choose: (rule: string) => void): void {
  const rules = data.rules.filter(({ counts }) => counts);
  const order = (rule: RuleData) => rule.counts!;
  rules.sort((a, b) => order(b)[0] - order(a)[0] || order(b)[2] - order(a)[2]);
  const hasControls = rules.some(({ controls }) => controls.length > 0);
  const heads = ['Rule', 'Failed', 'Undecided', 'Passed', 'Not applicable', ...(hasControls ? ['Controls'] : [])];
  const rows = rules.map(({ id, counts, controls, summary }) => {
    const [fail, pass, undecided, none] = counts!;
    return el(
      'tr',
      {},
      el(
        'th',
        { scope: 'row', title: text(summary) },
        button(name(text(id)), () => choose(text(id)), 'link'),
      ),
      ...[fail, undecided, pass, none].map((n) =>
        el('td', { class: n === 0 ? 'number zero' : 'number' }, n.toLocaleString('en-US')),
      ),
      hasControls ? el('td', {}, controls.map(text).join(', ')) : null,
    );
  });
  const head = el('tr', {}, ...heads.map((label) => el('th', { scope: 'col' }, label)));
  append(into, scrolled('Rules that ran', el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows))));
}
