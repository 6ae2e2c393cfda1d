import { partitionName } from '../aws/index.ts';
import { analyze } from './analyze.ts';
import { type ConditionFault, conditionFaults } from './condition-faults.ts';
import type { ParsedPolicy, Statement } from './document/document.ts';
import type { EndpointFacts } from './document/endpoint-facts.ts';

/** Why a policy allows nothing. */
export type NothingCause =
  | { readonly is: 'no-allow' | 'deny' | 'no-match' }
  /** One statement, as the rest of a sentence that begins with it. */
  | ({ readonly is: 'statement'; readonly statement: number } & Problem);

type Problem = Pick<ConditionFault, 'problem' | 'wrong'>;

/** Why a policy that allows nothing does so, as far as one cause is certain. */
export function whyNothing(policy: ParsedPolicy, facts: EndpointFacts): NothingCause {
  const allows = policy.statements.filter(({ effect }) => effect === 'Allow');
  const [first] = allows;
  if (first === undefined) return { is: 'no-allow' };
  const alone = { ...policy, statements: allows.map((statement, index) => ({ ...statement, index })) };
  if (allows.length < policy.statements.length && analyze(alone, facts).grantsNothing.is === 'no')
    return { is: 'deny' };
  for (const statement of allows) {
    const problem = problemOf(statement, policy, facts);
    if (problem !== undefined) return { is: 'statement', statement: statement.index, ...problem };
  }
  return { is: 'no-match' };
}

/**
 * What keeps an Allow from matching any request: a condition, or ARNs of another partition or Region. It is the cause if the
 * statement allows something without it.
 */
function problemOf(statement: Statement, policy: ParsedPolicy, facts: EndpointFacts): Problem | undefined {
  const allowsAs = (changed: Statement) => {
    const statements = policy.statements.map((each) => (each === statement ? changed : each));
    return analyze({ ...policy, statements }, facts).grantsNothing.is === 'no';
  };
  for (const fault of conditionFaults(policy, facts)) {
    if (fault.statement !== statement.index) continue;
    const others = statement.conditions.filter(({ place }) => !fault.place.pointer.startsWith(place.pointer));
    if (allowsAs({ ...statement, conditions: others })) return fault;
  }
  const problem = problemOfArns(statement, policy, facts);
  if (problem === undefined) return undefined;
  const items = statement.resource.items.slice(0, 1).map((item) => ({ ...item, value: '*' }));
  return allowsAs({ ...statement, resource: { ...statement.resource, items } }) ? { problem } : undefined;
}

function problemOfArns({ resource }: Statement, { variables }: ParsedPolicy, { region }: EndpointFacts) {
  const items = resource.not ? [] : resource.items;
  const arns = items.flatMap(({ value }) => (typeof value === 'string' ? [value.split(':')] : []));
  if (arns.length === 0 || arns.length < items.length) return undefined;
  if (variables === false && arns.every((parts) => parts.join(':').includes('${')))
    return 'uses a policy variable, which only Version 2012-10-17 supports';
  if (region == null) return undefined;
  const own = partitionName(region);
  const [partition, place] = [onlyPart(arns, 1), onlyPart(arns, 3)];
  if (partition !== undefined && partition !== own) return `names ARNs of partition ${partition}, not ${own}`;
  if (place !== undefined && place !== region) return `names ARNs of Region ${place}, not ${region}`;
  return undefined;
}

/** A part that all of these ARNs have in common, if it is written out. */
function onlyPart(arns: readonly (readonly string[])[], index: number): string | undefined {
  const [first] = arns;
  const part = first?.[index];
  if (part === undefined || !/^[a-z0-9-]+$/.test(part)) return undefined;
  return arns.every((parts) => parts[0] === 'arn' && parts[index] === part) ? part : undefined;
}
