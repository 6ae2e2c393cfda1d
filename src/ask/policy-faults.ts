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

/** How a rule of the family `policy/` tells what the analysis of one document found. */
export interface Telling {
  readonly rule: PolicyRule;
  /** What is wrong, as the rest of a sentence that begins with the endpoint's name; `room` is what fits a message. */
  readonly says: (fault: PolicyFault, inForce: PolicyInForce, room: number) => string;
  /** The same of a sensitive document, of which nothing is printed. */
  readonly generic: string;
  /** Sets the findings of one statement apart; default: the condition key. */
  readonly detail?: (fault: PolicyFault) => string;
  readonly evidence?: (fault: PolicyFault, inForce: PolicyInForce) => Readonly<Record<string, unknown>>;
  /** Whether it also judges documents that do not count: AWS refuses an invalid one whatever the service is. */
  readonly evenIgnored?: true;
  /** AWS refuses such a policy: on an endpoint that exists it is a note. */
  readonly refused?: true;
  /** False where the rule surely has nothing to say, whatever the policy. */
  readonly concerns?: (endpoint: Endpoint) => boolean;
  /** Whether no fault is possible, however unknown parts turn out. */
  readonly settled?: (inForce: PolicyInForce) => boolean;
  /** Why the rule cannot pass a document in which parts are unknown, though none of those known is at fault. */
  readonly hidden?: (inForce: PolicyInForce) => string | null;
}

/** What one rule says of the policy of an endpoint. */
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
  // Where it is not known whether the policy counts only a fault leaves something open.
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
    return { ...common, message: `${name} ${telling.generic}`, evidence: { policy: '(sensitive)' }, detail };
  }
  return {
    ...common,
    message: `${name} ${telling.says(fault, inForce, LONGEST_MESSAGE - name.length - 1)}`,
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

/** Statement by its Sid, else its index; then what sets its findings apart. */
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

/** The request as a person checks it by hand. Analyses are shared: the ids of the path are put in here, where known. */
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

/** Why statements, or parts of them, may hold what a rule looks for; null where all of a document can be read. */
export function unreadable({ policy }: PolicyInForce): string | null {
  if (policy.open !== null) return policy.open.because;
  for (const { unknown, openConditions } of policy.statements) {
    const leaf = unknown ?? openConditions;
    if (leaf !== null) return leaf.because;
  }
  return null;
}
