import type { Condition, ParsedPolicy, PrincipalEntry, Problem, Statement } from './document.ts';

/** Characters a policy may have, white space included. */
export const MAX_CHARACTERS = 20_480;

/** Keys that name identifiers AWS gives out; the endpoint guide forbids wildcards and numeric operators on them. */
const SYSTEM_KEYS = new Set([
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpceaccount',
  'aws:vpceorgid',
]);

/** Literal characters the endpoint guide wants on one side of each wildcard. */
const BESIDE_WILDCARD = 6;

/**
 * Everything that is wrong with a document by the rules of IAM and of endpoint policies. These are faults of reading it,
 * what AWS rejects (`fault`), and what its guide forbids although we have not seen AWS reject it (`doubt`).
 */
export function problemsOf(policy: ParsedPolicy): readonly Problem[] {
  const found: Problem[] = [...policy.problems];
  for (const statement of policy.statements) {
    for (const entry of statement.principal.entries) principalProblem(entry, found);
    actionProblems(statement, found);
    resourceProblems(statement, found);
    for (const condition of statement.conditions) conditionProblems(condition, found);
  }
  return found;
}

function principalProblem({ type, value, place }: PrincipalEntry, found: Problem[]): void {
  if (typeof value !== 'string' || type !== 'AWS' || value === '*') return;
  const arn = /^arn:[^:]+:(iam|sts)::(\d{12}|aws):/.test(value);
  if (!arn && !/^\d{12}$/.test(value) && !/^A[A-Z0-9]{15,}$/.test(value)) {
    found.push({ code: 'bad-principal', message: `"${value}" is not a principal`, place, severity: 'fault' });
  } else if (/[*?]/.test(value)) {
    const message = `wildcards do not count inside a principal: "${value}"`;
    found.push({ code: 'bad-principal', message, place, severity: 'fault' });
  }
}

function actionProblems({ action }: Statement, found: Problem[]): void {
  for (const { value, place } of action.items) {
    if (typeof value !== 'string' || value === '*' || /^[A-Za-z0-9*?-]+:[A-Za-z0-9*?-]+$/.test(value)) continue;
    found.push({
      code: 'bad-action',
      message: `"${value}" is not an action such as prefix:Name`,
      place,
      severity: 'fault',
    });
  }
}

function resourceProblems({ resource }: Statement, found: Problem[]): void {
  for (const { value, place } of resource.items) {
    if (typeof value !== 'string') continue;
    const account = value.split(':')[4];
    if (!/^[*?]+$/.test(value) && !value.startsWith('arn:') && !value.startsWith('${')) {
      found.push({ code: 'bad-resource', message: `"${value}" is neither an ARN nor "*"`, place, severity: 'fault' });
    } else if (account !== undefined && /\d/.test(account) && /[*?]/.test(account)) {
      const message = `the account of an ARN is an id or a wildcard, not a mix: "${value}"`;
      found.push({ code: 'mixed-account', message, place, severity: 'doubt' });
    }
  }
}

function conditionProblems(condition: Condition, found: Problem[]): void {
  const { base, key, items, place, operator } = condition;
  const system = SYSTEM_KEYS.has(key.toLowerCase());
  if (system && base.startsWith('Numeric')) {
    found.push({ code: 'numeric-on-system-key', message: `${operator} does not fit ${key}`, place, severity: 'doubt' });
  }
  for (const { value, place } of items) {
    if (typeof value !== 'string') continue;
    if (system && base === 'StringLike' && /[*?]/.test(value)) {
      const message = `no wildcards in ${key}: list the values`;
      found.push({ code: 'wildcard-in-system-key', message, place, severity: 'doubt' });
    } else if (base === 'StringLike' && hasShortLiteral(value)) {
      const message = `fewer than ${BESIDE_WILDCARD} literal characters beside a wildcard: "${value}"`;
      found.push({ code: 'short-wildcard-literal', message, place, severity: 'doubt' });
    }
  }
}

function hasShortLiteral(value: string): boolean {
  if (!/[*?]/.test(value)) return false;
  const runs = value.replace(/\$\{[^}]*\}/g, 'xxxxxx').split(/[*?]/);
  return runs.slice(1).some((after, index) => after.length < BESIDE_WILDCARD && runs[index]!.length < BESIDE_WILDCARD);
}
