import { ANSWERS, type FindingData, type VpcData } from '../reporters/html/page-data.ts';
import { data, subjectOf, text, vpcLabel } from './data.ts';
import { append, type Child, el, fold, name, scrolled, symbol } from './dom.ts';
import { tally } from './findings.ts';
import { paper, shortened } from './list.ts';

const VPCS_SHOWN = 25;
const ROWS_SHOWN = 60;
/** So few are unfolded from the start. */
const FEW = 3;

/** What a cell of the matrix may say: its symbol, and the words of the legend. */
const CELLS = {
  in: ['●', 'interface'],
  none: ['○', 'no interface'],
  empty: ['–', 'VPC has no subnet there'],
  not: ['×', 'service not offered'],
  maybe: ['?', 'not known'],
} as const;
type Cell = keyof typeof CELLS;

export function drawVpcs(into: HTMLElement, vpcs: readonly VpcData[], found: readonly FindingData[]): void {
  const bySubject = new Map<number, FindingData[]>();
  const byVpc = new Map<string, FindingData[]>();
  for (const finding of found) {
    add(bySubject, finding.subject, finding);
    add(byVpc, vpcLabel(subjectOf(finding)), finding);
  }
  const drawn = shortened({
    into: el('div', {}),
    items: vpcs,
    most: VPCS_SHOWN,
    draw: (vpc) => vpcFold(vpc, byVpc.get(labelOf(vpc)) ?? [], bySubject, vpcs.length <= FEW || paper.isWanted),
    nouns: 'VPCs',
  });
  into.replaceChildren();
  append(into, ...(vpcs.length === 0 ? [el('p', { class: 'empty' }, 'No VPC matches.')] : drawn));
}

export function labelOf({ name: vpc, region, account }: VpcData): string {
  return vpcLabel({ vpc, region, account });
}

function add<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function vpcFold(
  vpc: VpcData,
  own: readonly FindingData[],
  bySubject: ReadonlyMap<number, readonly FindingData[]>,
  open: boolean,
): HTMLElement {
  const n = vpc.endpoints.length;
  const place = [vpc.id === vpc.name ? -1 : vpc.id, vpc.region, vpc.account].filter((part) => part >= 0).map(text);
  const head = [
    el('h3', {}, vpc.name < 0 ? 'VPC not known' : name(text(vpc.name))),
    el('span', { class: 'of' }, [...place, `${n} endpoint${n === 1 ? '' : 's'}`].join(' · ')),
    el('span', { class: 'tally' }, ...tally(own)),
  ];
  return fold('vpc', head, () => [matrix(vpc, bySubject), gateways(vpc), names(vpc)].flat(), open);
}

function matrix(vpc: VpcData, bySubject: ReadonlyMap<number, readonly FindingData[]>): Child[] {
  const { zones, interfaces, moreZones } = vpc;
  if (interfaces.length === 0) return [];
  const head = el(
    'tr',
    {},
    el('th', { scope: 'col' }, 'Endpoint'),
    el('th', { scope: 'col' }, 'Service'),
    ...zones.map(([zone, subnets]) =>
      el('th', { scope: 'col', class: 'zone' }, name(text(zone)), el('small', {}, count(subnets, 'subnet'))),
    ),
    el('th', { scope: 'col' }, 'Findings'),
  );
  const body = el('tbody', {});
  const label = `Endpoints by Availability Zone of ${text(vpc.name)}`;
  const used = new Set<Cell>();
  for (const row of interfaces) for (const index of zones.keys()) used.add(cellOf(vpc, row, index));
  const rows = shortened({
    into: body,
    within: scrolled(label, el('table', { class: 'matrix' }, el('thead', {}, head), body)),
    items: interfaces,
    most: ROWS_SHOWN,
    draw: (row) => {
      const { subject, type } = data.endpoints[row[0]]!;
      const { name: called, service } = data.subjects[subject]!;
      return el(
        'tr',
        {},
        el('th', { scope: 'row' }, name(text(called))),
        el('td', {}, el('bdi', {}, text(service) || text(type))),
        ...zones.map((_, index) => {
          const cell = cellOf(vpc, row, index);
          return el('td', { class: `cell ${cell}` }, symbol(CELLS[cell][0], CELLS[cell][1]));
        }),
        el('td', { class: 'tally' }, ...tally(bySubject.get(subject) ?? [])),
      );
    },
    nouns: 'endpoints',
  });
  return [
    el('h4', {}, 'Endpoints by Availability Zone'),
    ...rows,
    used.size === 0
      ? null
      : el(
          'p',
          { class: 'legend' },
          ...(Object.keys(CELLS) as Cell[]).flatMap((cell) =>
            used.has(cell)
              ? [
                  el(
                    'span',
                    {},
                    el('span', { class: `cell ${cell}`, 'aria-hidden': true }, CELLS[cell][0]),
                    ` ${CELLS[cell][1]}`,
                  ),
                ]
              : [],
          ),
        ),
    open('Other Availability Zones', moreZones),
  ];
}

function cellOf({ zones, moreZones }: VpcData, row: VpcData['interfaces'][number], zone: number): Cell {
  const [, where, maybe, not] = row;
  if (where.includes(zone)) return 'in';
  if (not.includes(zone)) return 'not';
  if (zones[zone]![1] === 0 && moreZones < 0) return 'empty';
  return maybe.includes(zone) ? 'maybe' : 'none';
}

/** Why a set is not complete, in words. Signs such as `×` are only for the eye. */
function open(what: string, because: number): Child {
  return because < 0 ? null : el('p', { class: 'open' }, `${what} are not known: ${text(because)}.`);
}

function gateways(vpc: VpcData): Child[] {
  const { tables, gateways: all, moreTables } = vpc;
  if (all.length === 0) return [];
  const head = el(
    'tr',
    {},
    el('th', { scope: 'col' }, 'Route table'),
    el('th', { scope: 'col' }, 'Subnets'),
    ...all.map(([endpoint]) => {
      const { name: called, service } = data.subjects[data.endpoints[endpoint]!.subject]!;
      return el('th', { scope: 'col', class: 'zone' }, name(text(called)), el('small', {}, text(service)));
    }),
  );
  const body = el('tbody', {});
  const rows = shortened({
    into: body,
    within: scrolled(
      `Route tables by gateway endpoint of ${text(vpc.name)}`,
      el('table', { class: 'matrix' }, el('thead', {}, head), body),
    ),
    items: [...tables.entries()],
    most: ROWS_SHOWN,
    draw: ([index, [table, main, subnets]]) =>
      el(
        'tr',
        {},
        el(
          'th',
          { scope: 'row' },
          name(text(table)),
          main ? ' ' : null,
          main ? el('span', { class: 'chip' }, 'main') : null,
        ),
        el('td', {}, subnets === null ? 'not known' : subnets),
        ...all.map(([, where, maybe]) => {
          const [cell, mark, word] = where.includes(index)
            ? (['in', '●', 'has the route'] as const)
            : maybe.includes(index)
              ? (['maybe', '?', 'not known'] as const)
              : ([subnets === 0 ? 'unused' : 'none', '○', 'no route'] as const);
          return el('td', { class: `cell ${cell}` }, symbol(mark, word));
        }),
      ),
    nouns: 'route tables',
  });
  return [
    el('h4', {}, 'Route tables by gateway endpoint'),
    ...(tables.length === 0 ? [] : rows),
    tables.length === 0 && moreTables < 0 ? el('p', {}, 'The VPC has no route table.') : null,
    open('Other route tables', moreTables),
  ];
}

const WORDS: Readonly<Record<(typeof ANSWERS)[number], string>> = {
  endpoint: 'endpoint',
  'hosted-zone': 'hosted zone',
  'no-record': 'nobody: no record in hosted zone',
  'forwarding-rule': 'other servers, by forwarding rule',
  public: 'public addresses',
  unknown: 'not known',
};

function names(vpc: VpcData): Child[] {
  if (vpc.names.length === 0) return [];
  const body = el('tbody', {});
  const head = ['Private name', 'Answered by', 'Service of'].map((label) => el('th', { scope: 'col' }, label));
  const rows = shortened({
    into: body,
    within: scrolled(
      `Who answers the private names of ${text(vpc.name)}`,
      el('table', {}, el('thead', {}, el('tr', {}, ...head)), body),
    ),
    items: vpc.names,
    most: ROWS_SHOWN,
    draw: ([asked, answer, who, because, of]) => {
      const by = ANSWERS[answer]!;
      return el(
        'tr',
        {},
        el('th', { scope: 'row' }, name(text(asked))),
        el(
          'td',
          {},
          el('span', { class: `answer ${by}` }, WORDS[by]),
          who < 0 ? null : ' ',
          who < 0 ? null : name(text(who)),
          because < 0 ? null : el('small', {}, `: ${text(because)}`),
        ),
        el('td', {}, ...of.flatMap((endpoint, i) => [i === 0 ? '' : ', ', name(nameOf(endpoint))])),
      );
    },
    nouns: 'names',
  });
  return [el('h4', {}, 'Who answers which private name'), ...rows];
}

const nameOf = (endpoint: number) => text(data.subjects[data.endpoints[endpoint]!.subject]!.name);
const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;
