/** One part of the program: a folder below `src`, a file of `src` itself, or `rules`. */
export interface Room {
  /** Below `src`, or `rules`. */
  readonly name: string;
  /** How docs/architecture.md calls it, where that is not `src/<name>`. */
  readonly shown?: string;
  readonly holds: string;
  /** Rooms it may import; `*` is all of them. */
  readonly imports: readonly string[];
  /** Rooms it may import with `import type`. */
  readonly types?: readonly string[];
  /** The rooms inside it, where their order matters: each may import the ones named. `.` is the files of the room itself. */
  readonly inside?: Readonly<Record<string, readonly string[]>>;
}

/** What each room holds and what it may import. test/architecture.test.ts holds the code to it, docs/architecture.md shows it. */
export const ROOMS: readonly Room[] = [
  {
    name: 'base',
    holds:
      'what any room may use: sentences, names, counts and lists in words, shown paths, computing once, spelling suggestions, JSON pointers, reading regular files',
    imports: [],
  },
  {
    name: 'text',
    holds: 'bytes to values with positions: JSON, YAML, HCL, encodings; knows nothing of AWS',
    imports: ['base'],
  },
  { name: 'model', holds: 'the nouns above', imports: ['base', 'text'] },
  {
    name: 'aws',
    holds: 'partitions, service names and the service table, endpoint types, zones, addresses',
    imports: ['base', 'model'],
  },
  {
    name: 'policy',
    holds: 'what an endpoint policy allows; the only place that knows IAM',
    imports: ['base', 'text', 'model', 'aws'],
    inside: {
      document: [],
      service: ['document'],
      search: ['document', 'service'],
      '.': ['document', 'service', 'search'],
    },
  },
  {
    name: 'scene',
    holds: "the examples' small networks, and their printers for every kind of input",
    imports: ['base', 'model', 'aws'],
  },
  {
    name: 'engine',
    holds: 'the contract a rule sees: `defineRule`, verdicts, running rules',
    imports: ['base', 'model', 'aws', 'policy'],
    types: ['scene'],
  },
  {
    name: 'ask',
    holds: 'questions that many rules have: names, paths, reachability, groups, policies',
    imports: ['base', 'model', 'aws', 'policy', 'engine'],
  },
  {
    name: 'rules',
    shown: 'rules/<family>/<name>.ts',
    holds: 'one rule a file; its id is its path',
    imports: ['base', 'model', 'aws', 'policy', 'engine', 'ask'],
  },
  {
    name: 'loaders',
    holds:
      'one folder for each input: `terraform`, `template` (CloudFormation, SAM and CDK), `describe`, `aws-config` and `live`. The last two turn answers into describe output. Only `live` loads the AWS SDK',
    imports: ['base', 'text', 'model', 'aws'],
  },
  {
    name: 'context',
    holds: 'the checked network and its context as one: objects by ID, which source wins, which sets are complete',
    imports: ['base', 'model', 'aws'],
  },
  {
    name: 'loaders/terraform',
    holds:
      'plan, state, raw state, the `.tf` files beside them (`sources`), and `.tf` files without a plan (`configuration`)',
    imports: ['base', 'text', 'model', 'aws', 'loaders'],
    inside: {
      document: [],
      values: ['document'],
      nouns: ['document', 'values'],
      sources: ['document', 'values'],
      configuration: ['document', 'values', 'sources'],
      '.': ['document', 'values', 'nouns', 'sources', 'configuration'],
    },
  },
  {
    name: 'findings',
    holds: "locate, fingerprint, the report's shape; `silence`: suppressions and the baseline",
    imports: ['base', 'text', 'model', 'version.ts'],
    types: ['engine'],
  },
  {
    name: 'config',
    holds: '`vpce-lint.yaml`',
    imports: ['base', 'text', 'model', 'findings'],
    types: ['engine'],
  },
  {
    name: 'overview',
    holds: 'what a report shows of each VPC besides its findings: zones, route tables, what answers private names',
    imports: ['base', 'model', 'aws', 'ask', 'findings'],
  },
  {
    name: 'reporters',
    holds: 'one file a format: report in, text out',
    imports: ['base', 'findings'],
    types: ['model'],
  },
  {
    name: 'page',
    holds:
      'script and style of the HTML report, which run in a browser; `npm run gen` bundles them into `src/reporters/html/page.generated.ts`',
    imports: ['reporters'],
  },
  { name: 'catalogue.ts', holds: 'the rules there are', imports: ['rules', 'findings'], types: ['engine'] },
  { name: 'version.ts', holds: 'the version of the package', imports: ['package.json'] },
  { name: 'beside.ts', holds: 'reads context, from files and accounts, and joins it', imports: ['*'] },
  { name: 'run.ts', holds: 'inputs to a report: the line above', imports: ['*'] },
  { name: 'run-accounts.ts', holds: 'many accounts, one after the other', imports: ['*'] },
  { name: 'judge-policy.ts', holds: 'one policy on its own to a report', imports: ['*'] },
  { name: 'index.ts', holds: 'the library', imports: ['*'] },
  { name: 'cli', holds: 'commands; the only code that touches `process`', imports: ['*'] },
];

const folderOf = ({ name, shown }: Room) => `\`${shown ?? `src/${name}`}\``;

/** What a room imports, in words. */
function importsOf({ imports, types = [] }: Room): string {
  if (imports.includes('*')) return 'all';
  const all = [...imports, ...types.map((name) => `types of ${name}`)];
  return all.length === 0 ? 'nothing of ours' : all.join(', ');
}

/** The order in which the rooms inside a room may be read. */
function insideOf({ inside }: Room): string {
  if (inside === undefined) return '';
  const orders = Object.entries(inside).map(([name, imports]) => {
    const what = name === '.' ? 'the rest' : `\`${name}\``;
    return imports.length === 0 ? `${what} imports none of them` : `${what} imports ${imports.join(', ')}`;
  });
  return ` Inside: ${orders.join('. ')}.`;
}

/** The table of the rooms, as docs/architecture.md has it. */
export function importTable(): string {
  const rows = ROOMS.map((room) => `| ${folderOf(room)} | ${room.holds}.${insideOf(room)} | ${importsOf(room)} |`);
  return ['| Folder | Holds | Imports |', '| --- | --- | --- |', ...rows].join('\n');
}
