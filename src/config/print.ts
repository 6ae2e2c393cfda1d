import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml';
import { shownPath } from '../base/shown-path.ts';
import { byCodePoint } from '../findings/index.ts';
import type { Match, Override, RuleSettings, SuppressionEntry } from './config.ts';
import { parseOptions, type Settings } from './settings.ts';

/** What is in effect, every rule spelled out and with where its value comes from, as YAML that can be read back. */
export async function configText(settings: Settings, cwd: string): Promise<string> {
  const library = await import('./yaml-library.ts');
  const { config, trust } = settings;
  const document = new library.Document(new library.YAMLMap());
  const files = [...config.bases, ...(config.file === null ? [] : [config.file])].map((file) => shownPath(file, cwd));
  document.commentBefore = ` In effect: ${files.length === 0 ? 'no config file' : files.join(', then ')}, then the command line`;
  const set = (key: string, value: unknown, from: string | undefined) => {
    const node = document.createNode(value);
    if (from !== undefined) node.comment = ` ${from}`;
    document.set(key, node);
  };
  set('preset', settings.preset, settings.from.preset);
  set('failOn', settings.failOn, settings.from.failOn);
  document.set('rules', rulesNode(settings, document, new library.YAMLMap()));
  if (trust) document.set('trust', trustNode(settings, document, new library.YAMLMap()));
  if (config.context)
    document.set(
      'context',
      listNode(document, config.context, () => config.from.context),
    );
  if (config.overrides.length > 0) {
    document.set(
      'overrides',
      listNode(document, config.overrides.map(plainOverride), (i) => config.overrides[i]?.from),
    );
  }
  if (config.suppressions.length > 0) {
    document.set(
      'suppressions',
      listNode(document, config.suppressions.map(plainSuppression), (i) => placeOf(config.suppressions[i]!)),
    );
  }
  return document.toString({ lineWidth: 0 });
}

function placeOf({ location: { file, line } }: SuppressionEntry): string {
  return `${file}:${line}`;
}

/** A level only where the user set one: on a line of its own it would take the place of a finding's own level. */
function rulesNode({ standings }: Settings, document: Document, map: YAMLMap): YAMLMap {
  for (const { rule, standing } of [...standings].sort((a, b) => byCodePoint(a.rule.id, b.rule.id))) {
    const options = 'check' in rule && rule.options ? parseOptions(rule, standing.options) : {};
    const level = standing.level === null ? {} : { level: standing.level };
    const value = document.createNode(standing.on ? { ...level, ...options } : 'off', { flow: true });
    const own = standing.on && standing.level === null ? `${rule.level}, ` : '';
    value.comment = ` ${own}${standing.from ?? 'preset'}`;
    map.add(document.createPair(rule.id, value));
  }
  return map;
}

function trustNode({ trust, config }: Settings, document: Document, map: YAMLMap): YAMLMap {
  for (const [key, value] of Object.entries(trust ?? {})) {
    const node = document.createNode(value, { flow: true });
    node.comment = ` ${config.from[`trust.${key}`] ?? ''}`.trimEnd() || null;
    map.add(document.createPair(key, node));
  }
  return map;
}

/** A list whose items say in a line above where they are written. */
function listNode(document: Document, values: readonly unknown[], fromOf: (index: number) => string | undefined): Node {
  const list = document.createNode(values) as unknown as YAMLSeq<Node>;
  for (const [i, item] of list.items.entries()) {
    const from = fromOf(i);
    if (from !== undefined) item.commentBefore = ` ${from}`;
  }
  return list;
}

function plainOverride({ match, rules, reason }: Override): object {
  return { match: plainMatch(match), rules: plainRules(rules), ...(reason === undefined ? {} : { reason }) };
}

function plainSuppression({ rule, match, reason, until }: SuppressionEntry): object {
  return {
    rule,
    match: plainMatch(match),
    ...(reason === undefined ? {} : { reason }),
    ...(until === undefined ? {} : { until }),
  };
}

function plainMatch(match: Match): object {
  return Object.fromEntries(Object.entries(match).map(([key, globs]) => [key, globs.length === 1 ? globs[0] : globs]));
}

function plainRules(rules: RuleSettings): object {
  return Object.fromEntries(
    rules.map(([pattern, { level, options }]) => [
      pattern,
      options ? { ...(level ? { level } : {}), ...options } : level,
    ]),
  );
}
