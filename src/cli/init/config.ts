import { count, listed } from '../../base/words.ts';
import { docsUrl } from '../../findings/index.ts';
import { oneLine } from '../../reporters/inert.ts';
import type { Found, Surroundings } from './look.ts';

/** Inputs that show what exists, so that they can be context. */
const EXISTING: readonly Found['kind'][] = ['terraform-state', 'describe', 'aws-config'];

const NAMES: readonly (readonly [Found['kind'], string])[] = [
  ['terraform-sources', 'root module'],
  ['terraform-plan', 'plan'],
  ['terraform-state', 'state'],
  ['cloudformation', 'template'],
  ['describe', 'file'],
  ['aws-config', 'file'],
];

/** The text of a new `vpce-lint.yaml`. A block that begins with `#` without a space is YAML in a comment. */
export function newConfig({ inputs, accounts, schema }: Surroundings, version: string): string {
  const url = `https://raw.githubusercontent.com/vpce-lint/vpce-lint/v${version}/schema/config.json`;
  return `# yaml-language-server: $schema=${schema ?? url}
#
# The config of vpce-lint. Every key is optional: ${docsUrl('config.md')}
# A block that begins with # without a space is an example. To use it, delete the # of each of its lines.
# \`vpce-lint --print-config\` prints the settings in effect, and where each comes from.
#
${foundLines(inputs)}

# Which rules run: recommended, strict (also choices that are often right) or pedantic (also preferences).
preset: recommended

# Lowest level that makes the exit status 1: error, warning, note or never.
failOn: warning

# Levels and options of rules and families. \`vpce-lint rules\` lists all rules, \`vpce-lint explain RULE\` shows the options of one.
#rules:
#  availability/single-az: { level: error, minZones: 3 }
#  coverage/*: off

# Whom you trust. Endpoint policies that allow other callers or other resources are reported.
# Without \`trust\`, the owner of the endpoint and the accounts and organizations that the policy names are trusted.
#trust:
#  organizations: [o-abc123def4]
#  accounts: [${accountsOf(accounts)}]

# What other stacks have: states and describe output. They are read, but not checked. Paths are relative to this file.
#context: ${contextOf(inputs)}

# Other levels for some endpoints, by address, id, service, vpc, tag, account or region.
#overrides:
#  - match: { address: "module.dev.*" }
#    rules: { availability/single-az: off }
#    reason: development stack

# Findings that you accept. After the date in \`until\` they are reported again.
#suppressions:
#  - rule: dns/private-dns-disabled
#    match: { service: kms }
#    reason: served by the shared hosted zone
#    until: 2027-03-31
`;
}

function foundLines(inputs: readonly Found[]): string {
  const rows = NAMES.flatMap(([kind, noun]) => {
    const paths = inputs.filter((input) => input.kind === kind).map(({ path }) => oneLine(path));
    return paths.length === 0 ? [] : [`# - ${count(paths.length, noun)}${ofWhat(kind)}: ${listed(paths, 5)}`];
  });
  if (rows.length === 0) return '# Found nothing that vpce-lint checks below this directory.';
  return ['# Found below this directory:', ...rows].join('\n');
}

function ofWhat(kind: Found['kind']): string {
  if (kind === 'terraform-sources') return ' of Terraform code';
  if (kind === 'describe') return ' of describe output';
  return kind === 'aws-config' ? ' of AWS Config' : '';
}

function accountsOf(accounts: readonly string[]): string {
  return (accounts.length === 0 ? ['111122223333'] : accounts.slice(0, 20)).map((id) => `"${id}"`).join(', ');
}

/** If there is something else to check, what exists is more likely context. */
function contextOf(inputs: readonly Found[]): string {
  const existing = inputs.filter(({ kind }) => EXISTING.includes(kind)).map(({ path }) => path);
  const isMixed = existing.length > 0 && existing.length < inputs.length;
  return `[${(isMixed ? existing.slice(0, 5) : ['../network/terraform.tfstate']).map((path) => JSON.stringify(path)).join(', ')}]`;
}

/** What was found, in one line. */
export function foundLine(inputs: readonly Found[]): string {
  const parts = NAMES.flatMap(([kind, noun]) => {
    const n = inputs.filter((input) => input.kind === kind).length;
    return n === 0 ? [] : [`${count(n, noun)}${ofWhat(kind)}`];
  });
  const endpoints = inputs.reduce((sum, input) => sum + input.endpoints, 0);
  return parts.length === 0
    ? 'nothing to check below this directory'
    : [...parts, count(endpoints, 'endpoint')].join(', ');
}
