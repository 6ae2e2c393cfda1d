import { isOnlyRegionUnknown, type ServiceFacts, serviceFacts, takesPolicy } from '../aws/index.ts';
import { oncePer, remembered } from '../base/memo.ts';
import { nameOf } from '../engine/name.ts';
import type { RunContext } from '../engine/rule.ts';
import { type NotApplicable, notApplicable, type Undecided, undecided } from '../engine/verdict.ts';
import { type Endpoint, is, isSensitive, type Network, type Tree } from '../model/index.ts';
import {
  type Analysis,
  analyze,
  type EndpointFacts,
  faultsOf,
  isDefaultDocument,
  type Judgement,
  type ParsedPolicy,
  parsePolicy,
  problemsOf,
} from '../policy/index.ts';

/** What the policy of an endpoint allows, or why that is not known. */
export type PolicyAnswer = Judged | Hanging | Unanswered;

/** It can be checked. */
export interface Judged extends PolicyInForce {
  readonly is: 'judged';
}

/** It can be checked, but whether it has an effect, or for which service, is not known. No fault is certain. */
export interface Hanging extends PolicyInForce {
  readonly is: 'hanging';
  /** What is missing: type or service of the endpoint, or whether the service supports policies. */
  readonly lacks: 'endpoint' | 'support';
  readonly verdict: Undecided;
}

/** It is not known, or there is nothing to check. */
export interface Unanswered {
  readonly is: 'unanswered';
  readonly verdict: Undecided | NotApplicable;
}

/** The policy in force at one endpoint. Analyses are created on first use, and shared. */
export interface PolicyInForce {
  readonly policy: ParsedPolicy;
  /** Whether a document is given; without one AWS's default applies. */
  readonly written: boolean;
  /** No document, or AWS's default in any of its shapes. */
  readonly isDefault: boolean;
  /** Maximum number of characters if unknown parts are IDs and ARNs; null if it may have any number. */
  readonly longest: number | null;
  /** Marked sensitive in the input: checked, but no part of it is printed. */
  readonly sensitive: boolean;
  readonly facts: EndpointFacts;
  readonly analysis: () => Analysis;
  readonly judgement: () => Judgement;
}

/**
 * What the policy of an endpoint allows. Answers are kept for the run, because twenty rules ask. Endpoints with equal
 * documents and equal relevant facts share one analysis.
 */
export function policyOf(endpoint: Endpoint, net: Network, run: RunContext): PolicyAnswer {
  const before = answers.get(endpoint);
  if (before !== undefined && before.run === run && before.net === net) return before.answer;
  const answer = answerFor(endpoint, net, run);
  answers.set(endpoint, { run, net, answer });
  return answer;
}

const answers = new WeakMap<Endpoint, { run: RunContext; net: Network; answer: PolicyAnswer }>();

/** Services that support policies although the table may not say so. */
const UNLISTED = new Set(['s3', 's3-global.accesspoint', 'dynamodb']);

function answerFor(endpoint: Endpoint, net: Network, run: RunContext): PolicyAnswer {
  const { type, serviceName, policy } = endpoint;
  if (type.known && !takesPolicy(type.value)) return { is: 'unanswered', verdict: notApplicable };
  if (is(serviceName, null)) return { is: 'unanswered', verdict: notApplicable };
  // Of a document, the Region may decide what it allows.
  const isKnown = !isOnlyRegionUnknown(endpoint) || hasOwnDocument(endpoint, run) === false;
  const service = isKnown ? serviceFacts(net, endpoint) : undefined;
  const takes = service === undefined ? null : takesPolicies(service);
  if (takes === false && !run.policiesAlone) return { is: 'unanswered', verdict: notApplicable };
  if (!policy.known) return { is: 'unanswered', verdict: undecided(policy) };
  const facts = factsOf(endpoint, service, run);
  const inForce = policyInForce(documentOf(policy.value, run), facts, isSensitive(policy, serviceName), run);
  if (run.policiesAlone) return { is: 'judged', ...inForce };
  if (!type.known || service === undefined) {
    return { is: 'hanging', ...inForce, lacks: 'endpoint', verdict: undecided(type, serviceName) };
  }
  if (takes === true) return { is: 'judged', ...inForce };
  return { is: 'hanging', ...inForce, lacks: 'support', verdict: unknownSupport(endpoint) };
}

/**
 * The document of an endpoint whose service certainly ignores it: only its form can be checked. Undefined if there is no
 * document, or if the type of the endpoint has no policies.
 */
export function documentOfIgnored(
  { type, serviceName, policy }: Endpoint,
  counted: PolicyAnswer,
  run: RunContext,
): PolicyAnswer | undefined {
  const isIgnored = counted.is === 'unanswered' && counted.verdict.verdict === 'not-applicable';
  if (!isIgnored || (type.known && !takesPolicy(type.value)) || is(serviceName, null)) return undefined;
  if (is(policy, null)) return undefined;
  if (!policy.known || !type.known) return { is: 'unanswered', verdict: undecided(policy, type) };
  const facts: EndpointFacts = { service: null, type: null, region: null, now: run.now };
  return {
    is: 'judged',
    ...policyInForce(documentOf(policy.value, run), facts, isSensitive(policy, serviceName), run),
  };
}

/** Whether a service supports policies; null if that is not known. */
export function takesPolicies({ policy, name }: ServiceFacts): boolean | null {
  return policy.value ?? (UNLISTED.has(name?.key ?? '') ? true : null);
}

/** The verdict if a service is not in the table, or the table does not say it. */
export function unknownSupport(endpoint: Endpoint): Undecided {
  return undecided(`the service table does not say whether ${nameOf(endpoint)} supports endpoint policies`);
}

/** Whether an endpoint has a document that is not AWS's default. Null if that is not known. */
export function hasOwnDocument({ policy }: Endpoint, run: RunContext): boolean | null {
  if (!policy.known) return null;
  const document = documentOf(policy.value, run);
  return document.policy.open === null ? !document.isDefault : null;
}

/** One document of a run, with all analyses made of it. */
interface Document {
  readonly policy: ParsedPolicy;
  readonly written: boolean;
  readonly isDefault: boolean;
  /** Its text, unknown parts by their names. */
  readonly text: string;
  /** Whether it may name the path to the service: only then the IDs of endpoint and VPC matter. */
  readonly namesPath: boolean;
  readonly longest: number | null;
  readonly analyses: Map<string, Analysis>;
  readonly judgements: Map<string, Judgement>;
}

interface Documents {
  readonly byText: Map<string, Document>;
  readonly byTree: WeakMap<object, Document>;
}

const documentsIn = oncePer((_: RunContext): Documents => ({ byText: new Map(), byTree: new WeakMap() }));

function documentOf(tree: Tree | null, run: RunContext): Document {
  const known = documentsIn(run);
  if (tree === null) return shared(known, 'none', null);
  if (typeof tree !== 'object') return shared(known, `text ${tree}`, tree);
  let document = known.byTree.get(tree);
  if (document === undefined) {
    // Unknown leaves are written out with what they stand for: equal texts are equal documents.
    document = shared(known, `tree ${JSON.stringify(tree)}`, tree);
    known.byTree.set(tree, document);
  }
  return document;
}

function shared({ byText }: Documents, text: string, tree: Tree | null): Document {
  let document = byText.get(text);
  if (document === undefined) {
    const policy = parsePolicy(tree ?? NO_POLICY);
    document = {
      policy,
      written: tree !== null,
      isDefault: isDefaultDocument(policy) && problemsOf(policy).length === 0,
      text,
      namesPath: /sourcevpc|vpce?-/i.test(text),
      longest: longestOf(policy, text),
      analyses: new Map(),
      judgements: new Map(),
    };
    byText.set(text, document);
  }
  return document;
}

/** Attributes whose values are one id or ARN. */
const NAMES_ONE = /\.(?:arn|id|account_id|owner_id)$/;
const LONGEST_ARN = 2048;

function longestOf({ size, open, unknowns }: ParsedPolicy, text: string): number | null {
  if (size !== null) return size;
  if (open !== null || !unknowns.every(({ symbol }) => symbol !== undefined && NAMES_ONE.test(symbol))) return null;
  return text.length + unknowns.length * LONGEST_ARN;
}

/** What AWS attaches by default. */
const NO_POLICY: Tree = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };

function policyInForce(
  document: Document,
  facts: EndpointFacts,
  sensitive: boolean,
  { trust }: RunContext,
): PolicyInForce {
  const { policy, written, isDefault, longest, analyses, judgements } = document;
  let relevant: EndpointFacts | undefined;
  let key: string | undefined;
  const keyOf = () => {
    relevant ??= relevantTo(document, facts);
    key ??= nameFacts(relevant);
    return key;
  };
  const analysis = () => remembered(analyses, keyOf(), () => analyze(policy, relevant!, trust));
  return {
    policy,
    written,
    isDefault,
    longest,
    sensitive,
    facts,
    analysis,
    judgement: () => remembered(judgements, keyOf(), () => faultsOf(analysis(), trust)),
  };
}

/** Distinguishes facts. The time is that of the run, like all analyses kept. */
function nameFacts({ service, type, region, ownerId, id, idSymbol, vpcId, vpcSymbol }: EndpointFacts): string {
  return JSON.stringify([service, type, region, ownerId, id, idSymbol, vpcId, vpcSymbol]);
}

/** The facts by which a document can distinguish endpoints. */
function relevantTo({ namesPath, text }: Document, facts: EndpointFacts): EndpointFacts {
  const { service, type, region, ownerId, now, idSymbol, vpcSymbol } = facts;
  const named = [idSymbol, vpcSymbol].some((symbol) => symbol !== undefined && text.includes(symbol));
  return namesPath || named ? facts : { service, type, region, ownerId, now };
}

function factsOf(endpoint: Endpoint, service: ServiceFacts | undefined, { now }: RunContext): EndpointFacts {
  const { id, account, region, type, vpc, key } = endpoint;
  const vpcId = vpc.is === 'id' ? vpc.id : vpc.is === 'entity' && vpc.to.id.known ? vpc.to.id.value : null;
  const vpcSymbol = vpc.is === 'entity' ? `${vpc.to.key}.id` : vpc.is === 'unknown' ? vpc.symbol : undefined;
  return {
    service: service?.name?.key ?? null,
    type: type.known ? (type.value === 'Gateway' ? 'Gateway' : 'Interface') : null,
    region: service?.name?.region ?? (region.known ? region.value : null),
    id: id.known ? id.value : null,
    idSymbol: `${key}.id`,
    vpcId,
    vpcSymbol,
    ownerId: account.known ? account.value : null,
    now,
  };
}
