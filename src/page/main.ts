/** The script of the HTML report: draws the findings, VPCs and filters from the data in the page. */
import type { FindingData } from '../reporters/html/page-data.ts';
import { data } from './data.ts';
import { append, el } from './dom.ts';
import { filter, foundFindings, fromAddress, isFiltered, toAddress } from './filter.ts';
import { drawFindings } from './findings.ts';
import { filterForm } from './form.ts';
import { paper } from './list.ts';
import { drawRules } from './rules.ts';
import { drawUndecided, foundReasons } from './undecided.ts';
import { drawVpcs, labelOf } from './vpcs.ts';

const form = filterForm(changed);

function section(id: string, title: string): { readonly section: HTMLElement; readonly body: HTMLElement } {
  const body = el('div', {});
  const head = el('h2', { id: `${id}-title` }, title);
  return { section: el('section', { id, tabindex: -1, 'aria-labelledby': head.id }, head, body), body };
}

const findings = section('findings', 'Findings');
const vpcs = section('vpcs', 'VPCs');
const undecided = section('undecided', 'Undecided checks');
const rules = section('rules', 'Rules');

function number(n: number, noun: string): string {
  return `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
}

function draw(): void {
  const found = foundFindings();
  const reasons = foundReasons();
  form.update();
  drawFindings(findings.body, found, form.grouping());
  drawVpcs(vpcs.body, foundVpcs(found), found);
  drawUndecided(undecided.body, reasons);
  const checks = new Set(reasons.flatMap((reason) => reason.checks.map(String))).size;
  const shown = [number(found.length, 'finding'), number(checks, 'undecided check')].join(' and ');
  form.status.textContent = isFiltered() ? `${shown} match the filters.` : `${shown}.`;
}

/** Those of the VPC or account looked for; of anything else, those with a finding that is. */
function foundVpcs(found: readonly FindingData[]): typeof data.vpcs {
  if (!isFiltered()) return data.vpcs;
  const subjects = new Set(found.map(({ subject }) => subject));
  const isWide = filter.rule === '' && filter.control === '' && filter.words === '' && filter.levels.size === 3;
  return data.vpcs.filter((vpc) => {
    if (filter.vpc !== '' && labelOf(vpc) !== filter.vpc) return false;
    if (filter.account !== '' && accountOf(vpc) !== filter.account) return false;
    return isWide || vpc.endpoints.some((index) => subjects.has(data.endpoints[index]!.subject));
  });
}

function accountOf({ account }: { readonly account: number }): string {
  return data.texts[account] ?? '';
}

function changed(): void {
  draw();
  // A page in a frame or from a file may not be allowed to.
  try {
    history.replaceState(null, '', toAddress() || location.pathname + location.search);
  } catch {}
}

addEventListener('hashchange', () => {
  // A link to a section changes no filter. Drawing again would take the focus from a keyboard user.
  if (fromAddress(location.hash)) draw();
});
addEventListener('beforeprint', () => {
  paper.isWanted = true;
  draw();
});
addEventListener('afterprint', () => {
  paper.isWanted = false;
  draw();
});

const links = [findings, vpcs, undecided, rules].map(({ section: { id } }) =>
  el('a', { href: `#${id}` }, { findings: 'Findings', vpcs: 'VPCs', undecided: 'Undecided', rules: 'Rules' }[id]),
);
drawRules(rules.body, (rule) => {
  filter.rule = rule;
  changed();
  findings.section.focus();
});
append(
  document.getElementById('app')!,
  el('nav', { 'aria-label': 'Sections' }, ...links),
  form.element,
  ...[findings, vpcs, undecided, rules].map((each) => each.section),
);
fromAddress(location.hash);
draw();
document.documentElement.classList.add('drawn');
performance.mark('drawn');
