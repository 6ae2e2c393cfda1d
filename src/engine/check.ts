import { isDeadState } from '../aws/index.ts';
import { type Endpoint, isSensitive, judged, type Level, type Network } from '../model/index.ts';
import { type Rule, type RunContext, type Subject, type SubjectKind, subjectsOf } from './rule.ts';
import { pass, type Verdict } from './verdict.ts';

/** A rule as a run uses it: with its options filled in and a level the user may have set. */
export interface ActiveRule {
  readonly rule: Rule<SubjectKind, never>;
  readonly options: Readonly<Record<string, unknown>>;
  /** Set by the user: wins for all of the rule's findings. */
  readonly level: Level | null;
}

/** A verdict on its way to becoming a finding. */
export interface Judgement {
  readonly active: ActiveRule;
  readonly subject: Subject;
  readonly verdict: Verdict;
}

/** A rule threw: a bug of ours, named with rule and subject so that it can be reported. */
class RuleError extends Error {
  constructor(rule: string, subject: string, cause: unknown) {
    super(`rule ${rule} failed on ${subject}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'RuleError';
  }
}

export interface CheckOptions extends RunContext {
  /** Also check endpoints that another service manages. */
  readonly includeManaged: boolean;
  /** Options and switches of a rule for one subject, where the config has overrides; null turns it off. */
  readonly override?: (active: ActiveRule, subject: Subject) => ActiveRule | null;
}

/** Whether AWS no longer serves the endpoint. Only the rules about dead endpoints check such an endpoint. */
export function isDead(endpoint: Endpoint): boolean {
  return endpoint.state.known && endpoint.state.value !== null && isDeadState(endpoint.state.value);
}

/** Whether another service made it and looks after it. */
export function isManaged(endpoint: Endpoint): boolean {
  if (endpoint.requesterManaged.known && endpoint.requesterManaged.value) return true;
  if (!endpoint.tags.known) return false;
  return 'AWSNetworkFirewallManaged' in endpoint.tags.value || 'GuardDutyManaged' in endpoint.tags.value;
}

/** Judges every subject by every rule. Pure: the same network gives the same judgements in the same order. */
export function check(net: Network, rules: readonly ActiveRule[], options: CheckOptions): Judgement[] {
  const out: Judgement[] = [];
  judgeEach(net, rules, options, (active, subject, verdict) => out.push({ active, subject, verdict }));
  return out;
}

/** As `check`, each verdict handed over: there are a million of them in a large network, and most say nothing. */
export function judgeEach(
  net: Network,
  rules: readonly ActiveRule[],
  options: CheckOptions,
  take: (active: ActiveRule, subject: Subject, verdict: Verdict) => void,
): void {
  const endpoints = judged(net.endpoints);
  const ofEndpoints = rules.filter(({ rule }) => subjectsOf(rule).includes('endpoint'));
  for (let from = 0; from < endpoints.length; from += BLOCK) {
    const block = endpoints.slice(from, from + BLOCK);
    const own = options.includeManaged ? block : block.filter((each) => !isManaged(each));
    const alive = own.filter((each) => !isDead(each));
    const aliveOfAll = own.length === block.length ? alive : block.filter((each) => !isDead(each));
    for (const active of ofEndpoints) {
      const { judgesDead, judgesManaged } = active.rule;
      judgeAll(active, judgesDead ? own : judgesManaged ? aliveOfAll : alive, net, options, take);
    }
  }
  for (const active of rules) {
    for (const kind of subjectsOf(active.rule))
      if (kind !== 'endpoint') judgeAll(active, othersOf(net, kind), net, options, take);
  }
}

/**
 * All rules check this many endpoints before the next ones. Their facts then stay in the processor's cache, which takes
 * a quarter less time than all endpoints for each rule. With one endpoint at a time, the code of the rules would not
 * stay in the cache.
 */
const BLOCK = 256;

function judgeAll(
  active: ActiveRule,
  subjects: readonly Subject[],
  net: Network,
  options: CheckOptions,
  take: (active: ActiveRule, subject: Subject, verdict: Verdict) => void,
): void {
  for (const subject of subjects) {
    const own = options.override ? options.override(active, subject) : active;
    if (!own) continue;
    const verdicts = verdictsOf(own, subject, net, options);
    if (isList(verdicts)) for (const verdict of verdicts) take(own, subject, verdict);
    else take(own, subject, verdicts);
  }
}

function othersOf(net: Network, kind: Exclude<SubjectKind, 'endpoint'>): readonly Subject[] {
  switch (kind) {
    case 'endpoint-service':
      return judged(net.endpointServices);
    case 'vpc':
      return judged(net.vpcs);
    case 'hosted-zone':
      return judged(net.hostedZones);
    case 'managed-endpoint':
      return judged(net.managedEndpoints);
    case 'rest-api':
      return judged(net.restApis);
  }
}

/**
 * The verdicts of a rule on one subject.
 *
 * @throws RuleError if the rule throws
 */
export function verdictsOf(
  active: ActiveRule,
  subject: Subject,
  net: Network,
  run: RunContext,
): Verdict | readonly Verdict[] {
  try {
    const verdicts = active.rule.check(subject as never, net, active.options as never, run);
    const answered = active.rule.refusedByAws && isShown(subject as Endpoint) ? settled(verdicts) : verdicts;
    return subject.kind === 'endpoint' && isSensitive(subject.serviceName) ? untold(answered) : answered;
  } catch (error) {
    throw new RuleError(active.rule.id, subject.key, error);
  }
}

/** Whether the input shows it as it exists: of what a plan leaves as it is, context may tell what the plan does not show. */
function isShown({ planned }: Endpoint): boolean {
  return planned === null;
}

/** AWS has answered what is undecided. */
function settled(verdicts: Verdict | readonly Verdict[]): Verdict | readonly Verdict[] {
  const settle = (verdict: Verdict) => (verdict.verdict === 'undecided' && !verdict.stands ? pass : verdict);
  return isList(verdicts) ? verdicts.map(settle) : settle(verdicts);
}

const UNTOLD = ['the reason may tell the service name, which is sensitive'];

/** Which of its reasons a rule has for an endpoint often follows from the service. */
function untold(verdicts: Verdict | readonly Verdict[]): Verdict | readonly Verdict[] {
  const hide = (verdict: Verdict) => (verdict.verdict === 'undecided' ? { ...verdict, missing: UNTOLD } : verdict);
  return isList(verdicts) ? verdicts.map(hide) : hide(verdicts);
}

function isList(verdicts: Verdict | readonly Verdict[]): verdicts is readonly Verdict[] {
  return Array.isArray(verdicts);
}
