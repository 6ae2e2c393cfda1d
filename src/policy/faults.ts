import { isConfigured, type Trust } from '../model/trust.ts';
import { allForeign, mismatchedLevels, unknownActions } from './actions.ts';
import { type Analysis, analyze, type Tri } from './analyze.ts';
import { blockedFaults } from './blocked.ts';
import { conditionFaults } from './condition-faults.ts';
import type { ParsedPolicy, Statement } from './document/document.ts';
import type { Place } from './document/place.ts';
import { MAX_CHARACTERS, problemsOf } from './document/validate.ts';
import { allows } from './evaluate.ts';
import type { Fault, Judgement, PolicyRule, Undecided } from './fault.ts';
import type { Vacuity } from './vacuity.ts';
import type { Witness } from './witness.ts';

const WHOLE: Place = { pointer: '' };
/** From here on a document is close to the limit. */
const NEARLY_FULL = 0.9;

/**
 * Checks a policy. Every fault appears once, under the rule that names its cause:
 * - An invalid document has no other fault if nothing can be read from it.
 * - aws:SourceIp wins over the vacuous condition that it causes.
 * - A vacuous condition that is the cause wins over its effects.
 * - Full access wins over overly broad, which wins over faults of one side.
 * - Foreign actions win over grants-nothing, which wins over dead statements.
 */
export function faultsOf(analysis: Analysis, trust?: Trust): Judgement {
  const { policy } = analysis;
  const faults: Fault[] = [];
  const undecided: Undecided[] = [];
  for (const problem of problemsOf(policy)) {
    if (problem.severity !== 'doubt')
      faults.push({
        rule: 'invalid-document',
        level: problem.severity === 'fault' ? 'error' : 'warning',
        problem: problem.message,
        statement: null,
        place: problem.place,
        witness: null,
      });
  }
  sizeFault(policy, faults, undecided);
  const invalid = faults.some(({ rule, level }) => rule === 'invalid-document' && level === 'error');
  if (invalid && policy.statements.length === 0) return { faults, undecided };

  const sourceIp = sourceIpFaults(policy);
  faults.push(...sourceIp, ...gatewayFaults(analysis));
  const told = new Set(sourceIp.map(({ place }) => place.pointer));
  const vacuous = analysis.vacuousConditions.filter(
    (each) =>
      !told.has(placeOf(policy, each).pointer) &&
      !(each.kind === 'never-true' && policy.statements[each.statement]?.effect === 'Allow') &&
      // A Deny that always hits is told by what it leaves: nothing.
      !(
        each.kind === 'always-true' &&
        policy.statements[each.statement]?.effect === 'Deny' &&
        analysis.grantsNothing.is === 'yes'
      ),
  );
  const cause = vacuousIsCause(analysis, vacuous, trust);
  for (const each of vacuous) faults.push(vacuousFault(policy, each, cause));
  if (!cause) faults.push(...breadthFaults(analysis, trust));
  breadthUndecided(analysis, undecided);
  emptinessFaults(analysis, invalid, sourceIp, faults, undecided);
  for (const { statement, place } of unknownActions(analysis)) {
    faults.push({ rule: 'unknown-action', level: 'warning', statement, place, witness: null });
  }
  for (const { statement, place, problem } of conditionFaults(policy, analysis.facts))
    faults.push({ rule: 'unknown-condition-key', level: 'warning', problem, statement, place, witness: null });
  for (const { statement } of mismatchedLevels(analysis)) {
    faults.push(atStatement('object-action-on-bucket-arn', policy.statements[statement]!));
  }
  faults.push(...blockedFaults(analysis));
  return { faults, undecided };
}

function sizeFault({ size }: ParsedPolicy, faults: Fault[], undecided: Undecided[]): void {
  if (size === null) {
    undecided.push({ rule: 'too-large', because: 'parts of the policy are not known' });
    return;
  }
  const fault = { rule: 'too-large', statement: null, place: WHOLE, witness: null } as const;
  if (size > MAX_CHARACTERS) faults.push({ ...fault, level: 'error' });
  else if (size >= MAX_CHARACTERS * NEARLY_FULL) faults.push({ ...fault, level: 'warning' });
}

function atStatement(rule: PolicyRule, { index, place }: Statement): Fault {
  return { rule, level: 'warning', statement: index, place, witness: null };
}

function sourceIpFaults({ statements }: ParsedPolicy): Fault[] {
  return statements.flatMap(({ index, conditions }) =>
    conditions
      .filter(({ key }) => key.toLowerCase() === 'aws:sourceip')
      .map(({ place }) => ({ rule: 'source-ip-unavailable', level: 'error', statement: index, place, witness: null })),
  );
}

/** On a gateway endpoint Principal is `*`; anything else in an Allow is an error, in a Deny a warning. */
function gatewayFaults({ policy, facts }: Analysis): Fault[] {
  if (facts.type !== 'Gateway') return [];
  const out: Fault[] = [];
  for (const { index, effect, principal, unknown } of policy.statements) {
    if (unknown !== null || effect === null || principal.missing) continue;
    const named = principal.entries.filter(
      ({ type, value }) => typeof value === 'string' && !(type === 'AWS' && value === '*'),
    );
    if (named.length === 0) continue;
    const level = effect === 'Allow' ? 'error' : 'warning';
    out.push({ rule: 'gateway-principal', level, statement: index, place: principal.place, witness: null });
  }
  return out;
}

function placeOf(policy: ParsedPolicy, { statement, condition }: Vacuity): Place {
  return policy.statements[statement]!.conditions[condition]!.place;
}

function vacuousFault(policy: ParsedPolicy, vacuity: Vacuity, cause: boolean): Fault {
  const { statement } = vacuity;
  const level = cause ? 'error' : 'warning';
  return { rule: 'vacuous-condition', level, statement, place: placeOf(policy, vacuity), witness: null };
}

/**
 * Whether vacuous conditions are the reason why a policy is broad. The policy would not be broad without the Allow
 * statements that have such a condition, and with the Deny statements freed from it.
 */
function vacuousIsCause(analysis: Analysis, vacuous: readonly Vacuity[], trust: Trust | undefined): boolean {
  const broad = analysis.fullAccess.is === 'yes' || analysis.overlyBroad.is === 'yes';
  if (!broad || vacuous.length === 0) return false;
  const { policy, facts } = analysis;
  const statements = policy.statements.flatMap((statement): Statement[] => {
    const mine = vacuous.filter((each) => each.statement === statement.index);
    if (mine.length === 0) return [statement];
    if (statement.effect === 'Allow') return [];
    return [
      {
        ...statement,
        conditions: statement.conditions.filter((_, index) => !mine.some(({ condition }) => condition === index)),
      },
    ];
  });
  const closed = { ...policy, statements: statements.map((statement, index) => ({ ...statement, index })) };
  // The request of the witness is still allowed, so something else allows it.
  const { overlyBroad } = analysis;
  if (overlyBroad.is === 'yes' && overlyBroad.witness !== null && allows(closed, overlyBroad.witness, facts) === true)
    return false;
  return analyze(closed, facts, trust).overlyBroad.is === 'no';
}

function breadthFaults(analysis: Analysis, trust: Trust | undefined): Fault[] {
  const { policy } = analysis;
  const say = (rule: PolicyRule, level: Fault['level'], { witness }: { readonly witness: Witness | null }): Fault[] => {
    const statement = witness?.statement == null ? null : policy.statements[witness.statement]!;
    return [{ rule, level, statement: statement?.index ?? null, place: statement?.place ?? WHOLE, witness }];
  };
  if (analysis.fullAccess.is === 'yes') {
    const level = isDefaultDocument(policy) && !isConfigured(trust) ? 'note' : 'warning';
    return say('full-access', level, analysis.fullAccess);
  }
  if (analysis.overlyBroad.is === 'yes') {
    const write = analysis.overlyBroadWrite;
    return write.is === 'yes'
      ? say('overly-broad', 'error', write)
      : say('overly-broad', 'warning', analysis.overlyBroad);
  }
  const out: Fault[] = [];
  const { principalBeyondAws: principal, unboundedResourceWrite: resource } = analysis;
  if (principal.is === 'yes') out.push(...say('principal-unbounded', 'warning', principal));
  if (resource.is === 'yes') out.push(...say('resource-unbounded', 'warning', resource));
  return out;
}

function breadthUndecided(
  { fullAccess, overlyBroad, principalBeyondAws, unboundedResourceWrite }: Analysis,
  undecided: Undecided[],
): void {
  const note = (rule: PolicyRule, tri: Tri): void => {
    if (tri.is === 'unknown') undecided.push({ rule, because: tri.because });
  };
  note('full-access', fullAccess);
  if (fullAccess.is === 'yes') return;
  note('overly-broad', overlyBroad);
  if (overlyBroad.is === 'yes') return;
  note('principal-unbounded', principalBeyondAws);
  note('resource-unbounded', unboundedResourceWrite);
}

function emptinessFaults(
  analysis: Analysis,
  invalid: boolean,
  sourceIp: readonly Fault[],
  faults: Fault[],
  undecided: Undecided[],
): void {
  const { policy, grantsNothing, deadStatements } = analysis;
  const foreign = allForeign(analysis);
  if (foreign === true) {
    faults.push({ rule: 'foreign-actions', level: 'error', statement: null, place: WHOLE, witness: null });
    return;
  }
  if (foreign === null)
    undecided.push({ rule: 'foreign-actions', because: 'the actions of the service, or of the policy, are not known' });
  const byIp = new Set(sourceIp.map(({ statement }) => statement));
  const dead = deadStatements.filter(({ statement }) => !byIp.has(statement));
  if (grantsNothing.is === 'unknown') undecided.push({ rule: 'grants-nothing', because: grantsNothing.because });
  for (const { because } of analysis.maybeDead) undecided.push({ rule: 'dead-statement', because });
  if (invalid) return;
  if (grantsNothing.is === 'yes') {
    if (deadStatements.length > 0 && dead.length === 0) return;
    faults.push({ rule: 'grants-nothing', level: 'error', statement: null, place: WHOLE, witness: null });
    return;
  }
  for (const { statement } of dead) faults.push(atStatement('dead-statement', policy.statements[statement]!));
}

/** AWS's default document in any shape: one Allow of everything for everybody, without conditions. */
export function isDefaultDocument({ statements, open }: ParsedPolicy): boolean {
  const [only] = statements;
  if (open !== null || only === undefined || statements.length !== 1 || only.effect !== 'Allow') return false;
  const star = (items: readonly { readonly value: unknown }[]): boolean =>
    items.length === 1 && items[0]!.value === '*';
  return (
    !only.principal.not &&
    star(only.principal.entries) &&
    !only.action.not &&
    star(only.action.items) &&
    !only.resource.not &&
    star(only.resource.items) &&
    only.conditions.length === 0 &&
    only.openConditions === null
  );
}
