import type { Suppression } from '../findings/index.ts';
import type { Config, SuppressionEntry } from './config.ts';
import { matches } from './match.ts';

/** The `suppressions` of a config as what findings are sorted by. */
export function configSuppressions(config: Config): Suppression[] {
  return config.suppressions.map((entry) => ({
    rules: [entry.rule],
    reason: entry.reason ?? null,
    until: entry.until ?? null,
    label: entry.location.file ?? 'the config',
    subject: { kind: 'suppression', address: null, id: null, service: null, region: null, account: null, vpc: null },
    at: entry.location,
    identity: identityOf(entry),
    covers: ({ traits }) => matches(entry.match, traits),
  }));
}

function identityOf({ rule, match }: SuppressionEntry): string {
  return JSON.stringify(['config', rule, Object.entries(match).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
