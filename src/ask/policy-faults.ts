import { unescapeStep } from '../base/pointer.ts';
import { nameOf } from '../engine/name.ts';
import { refused } from '../engine/refused.ts';
import type { RunContext } from '../engine/rule.ts';
import {
  type Fail,
  type Fault,
  fail,
  type NotApplicable,
  notApplicable,
  type Pass,
  pass,
  type Undecided,
  undecided,
} from '../engine/verdict.ts';
import type { Endpoint, Network } from '../model/index.ts';
import type { Fault as PolicyFault, PolicyRule, Witness } from '../policy/index.ts';
import { documentOfIgnored, type PolicyInForce, policyOf } from './policy.ts';

/** How a rule of the family `policy/` reports what the analysis of one document found. */
export interface Telling {
  readonly rule: PolicyRule;
  /** What is wrong, as the rest of a sentence that begins with the policy; `room` is the number of characters left. */
  readonly says: (fault: PolicyFault, inForce: PolicyInForce, room: number) => string;
  /** The same for a sensitive document, which must not be printed. */
  readonly generic: string;
  /** Distinguishes the findings of one statement; default: the condition key. */
  readonly detail?: (fault: PolicyFault) => string;
  readonly evidence?: (fault: PolicyFault, inForce: PolicyInForce) => Readonly<Record<string, unknown>>;
  /** Whether documents that have no effect are checked too: AWS rejects an invalid one for every service. */
  readonly evenIgnored?: true;
  /** AWS rejects such a policy, so the finding is a note for an endpoint that exists. */
  readonly refused?: true;
  /** False if the rule has nothing to report for any policy. */
  readonly concerns?: (endpoint: Endpoint) => boolean;
  /** Whether no fault is possible, for any value of the unknown parts. */
  readonly settled?: (inForce: PolicyInForce) => boolean;
  /** Why the rule cannot pass a document with unknown parts, although the known parts are correct. */
  readonly hidden?: (inForce: PolicyInForce) => string | null;
}

/** What one rule reports about the policy of an endpoint. */
export function tell(
  telling: Telling,
  endpoint: Endpoint,
  net: Network,
  run: RunContext,
): readonly Fail[] | Pass | Undecided | NotApplicable {
  if (telling.concerns?.(endpoint) === false) return notApplicable;
  const counted = policyOf(endpoint, net, run);
  const answer = telling.evenIgnored ? (documentOfIgnored(endpoint, counted, run) ?? counted) : counted;
  if (answer.is === 'unanswered') return answer.verdict;
  if (answer.is === 'hanging' && answer.lacks === 'endpoint') return answer.isDefault ? pass : answer.verdict;
  const found = judge(telling, answer, endpoint);
  // If the policy may have no effect, a fault is undecided and anything else passes.
  return answer.is === 'hanging' && Array.isArray(found) ? answer.verdict : found;
}

function judge(
  telling: Telling,
  inForce: PolicyInForce,
  endpoint: Endpoint,
): readonly Fail[] | Pass | Undecided | NotApplicable {
  if (inForce.isDefault) return pass;
  const { faults, undecided: open } = inForce.judgement();
  const isMine = ({ rule }: { readonly rule: PolicyRule }) => rule === telling.rule;
  if (faults.some(isMine))
    return faults.filter(isMine).map((fault) => fail(faultAt(telling, fault, inForce, endpoint)));
  if (telling.settled?.(inForce) === true) return pass;
  const reasons = open.some(isMine) ? open.filter(isMine).map(({ because }) => because) : [];
  const hidden = reasons.length === 0 ? (telling.hidden?.(inForce) ?? null) : null;
  if (hidden !== null) reasons.push(hidden);
  if (reasons.length > 0) return undecided(...(inForce.sensitive ? [SENSITIVE] : reasons));
  return pass;
}

/** Characters of a message. */
const LONGEST_MESSAGE = 120;

const SENSITIVE = 'parts of the policy, which is sensitive, are not known';

function faultAt(telling: Telling, fault: PolicyFault, inForce: PolicyInForce, endpoint: Endpoint): Fault {
  const { level } = fault;
  const common = { at: endpoint.policy.at, level, ...(telling.refused && level === 'error' ? refused(endpoint) : {}) };
  const name = nameOf(endpoint);
  if (inForce.sensitive) {
    const detail = fault.statement === null ? '' : String(fault.statement);
    return {
      ...common,
      message: `The policy of ${name} (sensitive) ${telling.generic}`,
      evidence: { policy: '(sensitive)' },
      detail,
    };
  }
  const subject = `The policy of ${name}`;
  return {
    ...common,
    message: `${subject} ${telling.says(fault, inForce, LONGEST_MESSAGE - subject.length - 1)}`,
    evidence: {
      ...placeOf(fault, inForce),
      ...(fault.witness === null ? {} : { witness: witnessShown(fault.witness, inForce) }),
      ...telling.evidence?.(fault, inForce),
    },
    detail: detailOf(telling, fault, inForce),
  };
}

function placeOf({ statement, place }: PolicyFault, { policy }: PolicyInForce): Readonly<Record<string, unknown>> {
  return {
    statement,
    sid: statement === null ? null : (policy.statements[statement]?.sid ?? null),
    pointer: place.pointer,
  };
}

/** The statement by its Sid or index, then what distinguishes its findings. */
function detailOf({ detail }: Telling, fault: PolicyFault, { policy }: PolicyInForce): string {
  const { statement } = fault;
  const about = statement === null ? '' : policy.statements[statement]?.sid || String(statement);
  const more = detail?.(fault) ?? conditionKey(fault);
  return [about, more].filter((part) => part !== '').join(' ');
}

function conditionKey({ place }: PolicyFault): string {
  return unescapeStep(/\/Condition\/[^/]+\/([^/]+)/.exec(place.pointer)?.[1] ?? '');
}

/** A request as a report shows it. */
export interface ShownRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** The request as a person checks it by hand. Analyses are shared, so known IDs of the path are added here. */
export function witnessShown(witness: Witness, { facts }: PolicyInForce): ShownRequest {
  const { principal, action, resource, context } = witness;
  const path: Readonly<Record<string, string | null | undefined>> = {
    'aws:SourceVpce': facts.id,
    'aws:SourceVpc': facts.vpcId,
  };
  const shown = Object.entries(context).flatMap(([key, value]) => {
    const own = key in path ? path[key] : value;
    return own == null ? [] : [[key, own] as const];
  });
  return { principal, action, resource, context: Object.fromEntries(shown) };
}

/** Why statements, or parts of them, may contain what a rule looks for; null if all of a document can be read. */
export function unreadable({ policy }: PolicyInForce): string | null {
  if (policy.open !== null) return policy.open.because;
  for (const { unknown, openConditions } of policy.statements) {
    const leaf = unknown ?? openConditions;
    if (leaf !== null) return leaf.because;
  }
  return null;
}
