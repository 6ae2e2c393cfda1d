import type { Document, YAMLMap } from 'yaml';
import { byCodePoint, shownPath } from '../findings/index.ts';
import type { Match, Override, RuleSettings, SuppressionEntry } from './config.ts';
import { parseOptions, type Settings } from './settings.ts';

/** What is in effect, every rule spelled out, as YAML that can be read back. */
export async function configText(settings: Settings, cwd: string): Promise<string> {
  const library = await import('./yaml-library.ts');
  const { config, preset, failOn, trust } = settings;
  const from = config.file === null ? 'no config file' : shownPath(config.file, cwd);
  const document = new library.Document({ preset, failOn });
  document.commentBefore = ` In effect: ${from}, then the command line`;
  document.set('rules', rulesNode(settings, document, new library.YAMLMap()));
  if (trust) document.set('trust', document.createNode(trust));
  if (config.context) document.set('context', document.createNode(config.context));
  if (config.overrides.length > 0) document.set('overrides', document.createNode(config.overrides.map(plainOverride)));
  if (config.suppressions.length > 0) {
    document.set('suppressions', document.createNode(config.suppressions.map(plainSuppression)));
  }
  return document.toString({ lineWidth: 0 });
}

/** A level only where the user set one: on a line of its own it would take the place of a finding's own level. */
function rulesNode({ standings }: Settings, document: Document, map: YAMLMap): YAMLMap {
  for (const { rule, standing } of [...standings].sort((a, b) => byCodePoint(a.rule.id, b.rule.id))) {
    const options = 'check' in rule && rule.options ? parseOptions(rule, standing.options) : {};
    const level = standing.level === null ? {} : { level: standing.level };
    const value = document.createNode(standing.on ? { ...level, ...options } : 'off', { flow: true });
    value.comment = standing.on && standing.level === null ? ` ${rule.level}` : null;
    map.add(document.createPair(rule.id, value));
  }
  return map;
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
