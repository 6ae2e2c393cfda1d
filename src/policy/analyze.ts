import type { Tree } from '../model/tree.ts';
import type { Trust } from '../model/trust.ts';
import type { ParsedPolicy } from './document/document.ts';
import type { EndpointFacts } from './document/endpoint-facts.ts';
import { parsePolicy } from './document/parse.ts';
import { allows, evaluate } from './evaluate.ts';
import { type Answer, type Found, findAllowed, findRefused } from './search/find.ts';
import type { Query } from './search/pairs.ts';
import { type Space, STATE_BUDGET, spaceOf } from './search/space.ts';
import { type Vacuity, vacuousConditions } from './vacuity.ts';
import { confirmed, type Witness, witnessOf } from './witness.ts';

/** An answer: yes with a request that proves it (null if no request can), no, or not known and why. */
export type Tri =
  | { readonly is: 'yes'; readonly witness: Witness | null }
  | { readonly is: 'no' }
  | { readonly is: 'unknown'; readonly because: string };

/** An Allow that never allows anything, or may not. */
export interface DeadStatement {
  readonly statement: number;
  readonly sid: string | null;
}

/** What a policy allows through its endpoint. */
export interface Analysis {
  readonly policy: ParsedPolicy;
  readonly facts: EndpointFacts;
  /** Something is allowed: the most significant request. */
  readonly through: Tri;
  /** Every request that the service accepts is allowed. */
  readonly fullAccess: Tri;
  /** A caller outside the trust boundary is allowed, to any resource. */
  readonly unboundedPrincipal: Tri;
  /** Somebody reaches a resource owned outside the boundary. */
  readonly unboundedResource: Tri;
  /** Both in one request: foreign credentials, foreign resource. */
  readonly overlyBroad: Tri;
  /** As `overlyBroad`, but for an action that writes. The level of the finding depends on it. */
  readonly overlyBroadWrite: Tri;
  /** As `unboundedPrincipal`, to a resource that is not AWS's own. */
  readonly principalBeyondAws: Tri;
  /** As `unboundedResource`, by an action that writes. */
  readonly unboundedResourceWrite: Tri;
  /** An action that no list names is allowed. */
  readonly actionsBroad: Tri;
  /** Nothing is allowed. */
  readonly grantsNothing: Tri;
  readonly deadStatements: readonly DeadStatement[];
  /** Allow statements that may be dead. */
  readonly maybeDead: readonly { readonly statement: number; readonly because: string }[];
  readonly vacuousConditions: readonly Vacuity[];
}

const NO: Tri = { is: 'no' };
/** Enough for an ordinary statement, however many there are. */
const LEAST_BUDGET = 500;
const UNDOCUMENTED = 'it rests on behavior that IAM does not document';
const OVER_BUDGET = 'the policy is too intricate to decide this within the state budget';

/**
 * Takes questions of one policy; each is answered when it is first asked, for most runs ask few. Pure: the same document,
 * facts and trust give the same analysis.
 */
export function analyze(document: Tree | ParsedPolicy, facts: EndpointFacts, trust?: Trust): Analysis {
  return new LazyAnalysis(isParsed(document) ? document : parsePolicy(document), facts, trust);
}

const writes: NonNullable<Query['action']> = (action) => action.writes;
const person: NonNullable<Query['caller']> = ({ kind, forwarded }) => kind !== 'service' && !forwarded;

class LazyAnalysis implements Analysis {
  readonly policy: ParsedPolicy;
  readonly facts: EndpointFacts;
  readonly #trust: Trust | undefined;
  readonly #answers = new Map<string, unknown>();

  constructor(policy: ParsedPolicy, facts: EndpointFacts, trust: Trust | undefined) {
    this.policy = policy;
    this.facts = facts;
    this.#trust = trust;
  }

  get through(): Tri {
    return this.#once('through', () => this.#known() ?? existence(this.#fresh(), {}));
  }

  get fullAccess(): Tri {
    return this.#once('fullAccess', () => fullness(this.#fresh(), this.through, this.overlyBroad));
  }

  get overlyBroad(): Tri {
    return this.#ask('overlyBroad', () => ({ outsideCaller: true, outsideOwner: true }));
  }

  get overlyBroadWrite(): Tri {
    return this.#once('overlyBroadWrite', () =>
      writing(this.overlyBroad, () =>
        existence(this.#fresh(), { outsideCaller: true, outsideOwner: true, action: writes }),
      ),
    );
  }

  get unboundedPrincipal(): Tri {
    return this.#once('unboundedPrincipal', () =>
      this.overlyBroad.is === 'yes' ? this.overlyBroad : existence(this.#fresh(), { outsideCaller: true }),
    );
  }

  get principalBeyondAws(): Tri {
    return this.#once('principalBeyondAws', () =>
      this.unboundedPrincipal.is === 'no'
        ? NO
        : existence(this.#fresh(), { outsideCaller: true, owner: ({ kind }) => kind !== 'aws' }),
    );
  }

  get unboundedResource(): Tri {
    return this.#once('unboundedResource', () =>
      this.overlyBroad.is === 'yes'
        ? this.overlyBroad
        : existence(this.#fresh(), { caller: person, outsideOwner: true }),
    );
  }

  get unboundedResourceWrite(): Tri {
    return this.#once('unboundedResourceWrite', () =>
      this.overlyBroadWrite.is === 'yes'
        ? this.overlyBroadWrite
        : this.unboundedResource.is === 'no'
          ? NO
          : existence(this.#fresh(), { caller: person, outsideOwner: true, action: writes, changing: true }),
    );
  }

  get actionsBroad(): Tri {
    return this.#ask('actionsBroad', () => ({ action: ({ name }) => name === null }));
  }

  get grantsNothing(): Tri {
    return inverse(this.through);
  }

  get deadStatements(): Analysis['deadStatements'] {
    return this.#allows()
      .filter(({ alive }) => alive.is === 'no')
      .map(({ statement, sid }) => ({ statement, sid }));
  }

  get maybeDead(): Analysis['maybeDead'] {
    return this.#allows().flatMap(({ statement, alive }) =>
      alive.is === 'unknown' ? [{ statement, because: alive.because }] : [],
    );
  }

  get vacuousConditions(): Analysis['vacuousConditions'] {
    return this.#once('vacuousConditions', () => vacuousConditions(this.#fresh()));
  }

  #allows(): readonly { readonly statement: number; readonly sid: string | null; readonly alive: Tri }[] {
    return this.#once('allows', () =>
      this.policy.statements
        .filter(({ effect }) => effect === 'Allow')
        .map(({ index, sid }) => ({
          statement: index,
          sid,
          alive: this.#alive(index),
        })),
    );
  }

  /** A request that a narrower question has shown to be allowed, always in this order, so that no answer depends on others. */
  #known(): Tri | null {
    for (const answer of [this.overlyBroad, this.unboundedPrincipal, this.unboundedResource])
      if (answer.is === 'yes') return answer;
    return null;
  }

  #alive(statement: number): Tri {
    const { through } = this;
    if (through.is === 'no') return NO;
    if (through.is === 'yes' && through.witness?.statement === statement) return through;
    // Together they may cost what one question may.
    return existence(this.#fresh(this.policy.statements.length), { statement });
  }

  #ask(name: string, query: () => Query): Tri {
    return this.#once(name, () => existence(this.#fresh(), query()));
  }

  /**
   * The space, with a budget of its own for each question: no answer hangs on which others were asked before. It is large,
   * and rarely needed once the first rules have asked.
   */
  #fresh(share = 1): Space {
    const space = recent.get(this) ?? spaceOf(this.policy, this.facts, this.#trust);
    keep(this, space);
    space.budget.left = Math.max(STATE_BUDGET / share, LEAST_BUDGET);
    return space;
  }

  #once<T>(name: string, make: () => T): T {
    if (!this.#answers.has(name)) this.#answers.set(name, make());
    return this.#answers.get(name) as T;
  }
}

/**
 * The spaces that were used last. The questions of one analysis come close together and share a space. With thousands of
 * policies, only a few spaces are kept. (A WeakRef would keep each of them to the end of a run that never waits.)
 */
const recent = new Map<LazyAnalysis, Space>();
const KEPT = 4;

function keep(analysis: LazyAnalysis, space: Space): void {
  recent.delete(analysis);
  recent.set(analysis, space);
  const [oldest] = recent.keys();
  if (recent.size > KEPT) recent.delete(oldest!);
}

function isParsed(document: Tree | ParsedPolicy): document is ParsedPolicy {
  return (
    typeof document === 'object' &&
    document !== null &&
    'problems' in document &&
    'statements' in document &&
    Array.isArray(document.problems)
  );
}

/** Whether some request is allowed: certainly, certainly not, or depending on what is not known. */
function existence(space: Space, query: Query): Tri {
  if (space.policy.open !== null) return { is: 'unknown', because: space.policy.open.because };
  // What can be is asked first: nothing at all settles the question, and so does a request the evaluator is sure of.
  const possible: Answer = findAllowed(space, query, 'may');
  if (possible === null) return NO;
  for (const mode of ['may', 'must'] as const) {
    const found = mode === 'may' ? possible : findAllowed(space, query, mode);
    if (found === null || found === 'budget' || !surelyAsked(found, query)) continue;
    const witness = confirmed(space, found);
    if (witness !== null && (query.statement ?? witness.statement) === witness.statement) return { is: 'yes', witness };
  }
  return { is: 'unknown', because: possible === 'budget' ? OVER_BUDGET : reasonOf(space, possible) };
}

/** Whether a request is what was asked for even if classes that lie only perhaps outside do not. */
function surelyAsked({ caller, owner }: Found, { outsideCaller, outsideOwner }: Query): boolean {
  return (
    (outsideCaller !== true || caller.outside.is === 'yes') && (outsideOwner !== true || owner.outside.is === 'yes')
  );
}

function writing(broad: Tri, ask: () => Tri): Tri {
  if (broad.is === 'no') return NO;
  if (broad.is === 'yes' && broad.witness !== null && broad.witness.level !== 'Read' && broad.witness.level !== 'List')
    return broad;
  return ask();
}

function fullness(space: Space, through: Tri, broadest: Tri): Tri {
  if (through.is === 'no') return NO;
  if (space.policy.open !== null) return { is: 'unknown', because: space.policy.open.because };
  const maybeRefused = findRefused(space, 'must');
  if (maybeRefused === null) {
    const shown = broadest.is === 'yes' ? broadest : through;
    return { is: 'yes', witness: shown.is === 'yes' ? shown.witness : null };
  }
  // A request that the evaluator surely rejects settles it, if it is for this service; else one must be rejected
  // however unknowns turn out.
  const known = space.service.prefixes !== null;
  if (known && maybeRefused !== 'budget' && allows(space.policy, witnessOf(space, maybeRefused), space.facts) === false)
    return NO;
  const refused = findRefused(space, 'may');
  if (refused !== null && refused !== 'budget') return NO;
  if (maybeRefused === 'budget' || refused === 'budget') return { is: 'unknown', because: OVER_BUDGET };
  return { is: 'unknown', because: reasonOf(space, maybeRefused) };
}

function inverse(through: Tri): Tri {
  if (through.is === 'unknown') return through;
  return through.is === 'yes' ? NO : { is: 'yes', witness: null };
}

/** Why an answer is open: the first unknown part, or else what the evaluator doubts about a request that may be allowed. */
function reasonOf(space: Space, possible: Found): string {
  const { policy, service, facts, mentions } = space;
  const [first] = policy.unknowns;
  if (first !== undefined) return first.because;
  if (service.prefixes === null) return 'the actions of this service are not known';
  const { because } = evaluate(policy, witnessOf(space, possible), facts);
  if (because !== null) return because;
  if (facts.id == null && mentions.keys.has('aws:sourcevpce')) return 'the id of the endpoint is not known';
  if (facts.vpcId == null && mentions.keys.has('aws:sourcevpc')) return 'the id of the VPC is not known';
  if (facts.ownerId == null && mentions.keys.has('aws:vpceaccount')) return 'the owner of the endpoint is not known';
  if (mentions.keys.has('aws:vpceorgid') || mentions.keys.has('aws:vpceorgpaths'))
    return 'whose organization the endpoint belongs to is not known';
  return mentions.keys.has('aws:requestedregion') ? 'the Region of the endpoint is not known' : UNDOCUMENTED;
}
