import type { PreparedStatement } from '../document/prepared.ts';
import { roleOf } from '../service/keys.ts';
import type { ServiceAction } from '../service/service.ts';
import type { Caller, Owner } from './classes.ts';
import type { Compiler } from './compile.ts';
import type { Mode } from './constraint.ts';
import type { Alike, Space } from './space.ts';

/** Which requests a question is about. */
export interface Query {
  readonly caller?: (caller: Caller) => boolean;
  readonly owner?: (owner: Owner) => boolean;
  readonly action?: (action: ServiceAction) => boolean;
  /** By this Allow only. */
  readonly statement?: number;
  /** The caller, the owner of the resource, lie outside: with the provisions their classes make. */
  readonly outsideCaller?: boolean;
  readonly outsideOwner?: boolean;
  /** What is named must be something that the caller can change. */
  readonly changing?: boolean;
}

/** A class of requests with both sides fixed. */
export interface Pair {
  readonly caller: Caller;
  readonly owner: Owner;
}

/** Whether a caller of that kind can make the call: some actions are never signed, others always. */
export function fits({ caller: { kind } }: Pair, { only, openToAnybody }: ServiceAction): boolean {
  if (only !== null) return kind === only;
  return kind === 'iam' || kind === 'service' || (kind === 'anonymous' && openToAnybody);
}

/** The Allow whose pairs are wanted, and how it is read. */
interface By {
  readonly compiler: Compiler;
  readonly statement: PreparedStatement;
}

/** Pairs a question is about; `by`: only those that the statement can match, each side for itself. */
export function* pairsFor(space: Space, query: Query, mode: Mode, by?: By): Generator<Pair> {
  const someCaller = space.callers[0]!.members[0]!;
  const someOwner = space.owners[0]!.members[0]!;
  const callers = space.callers.filter(
    ({ members }) =>
      members.some((caller) => admits(caller, query.caller, query.outsideCaller, mode)) &&
      (by === undefined || speaksOf(by, members[0]!, someOwner, mode, 'caller')),
  );
  const owners = space.owners.filter(
    ({ members }) =>
      members.some((owner) => admits(owner, query.owner, query.outsideOwner, mode)) &&
      (by === undefined || speaksOf(by, someCaller, members[0]!, mode, 'owner')),
  );
  for (const caller of callers) {
    for (const owner of owners) {
      const pair = consistent(caller, owner);
      if (pair !== null) yield pair;
    }
  }
}

/** Whether a statement can match one side of a pair with any other side, asked before all pairs are made. */
function speaksOf(
  { compiler, statement }: By,
  caller: Caller,
  owner: Owner,
  mode: Mode,
  side: 'caller' | 'owner',
): boolean {
  if (side === 'caller' && compiler.principal(statement, caller, mode) === false) return false;
  if (side === 'owner' && statement.resourceVariables.length === 0) {
    if (compiler.resource(statement, caller, owner, mode) === false) return false;
  }
  return statement.conditions.every(
    (condition) =>
      condition.variables.length > 0 ||
      (roleOf(condition.key) === 'owner') !== (side === 'owner') ||
      compiler.condition(condition, caller, owner, mode) !== false,
  );
}

function admits<T extends Caller | Owner>(
  item: T,
  filter: ((item: T) => boolean) | undefined,
  outside: boolean | undefined,
  mode: Mode,
): boolean {
  if (filter !== undefined && !filter(item)) return false;
  return outside !== true || item.outside.is === 'yes' || (item.outside.is === 'maybe' && mode === 'may');
}

/** One account is in one organization, as caller and as owner. */
function consistent(callers: Alike<Caller>, owners: Alike<Owner>): Pair | null {
  for (const caller of callers.members) {
    for (const owner of owners.members) {
      if (caller.account !== owner.account || caller.organization === owner.organization) return { caller, owner };
    }
  }
  return null;
}
