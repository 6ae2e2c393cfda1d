/** Whose range a value is, where only apply names the range itself. */
import { oncePer, push } from '../../../base/memo.ts';
import { type Origin, type RangeOf, type Ref, same, type Vpc } from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { toRef } from '../values/targets.ts';
import { attributeName, isLiteral, symbolOf, type Value } from '../values/value.ts';
import type { Registry } from './registry.ts';

interface Owner {
  /** Attributes that hold a range. */
  readonly ranges: readonly string[];
  /** The attribute that leads to the VPC. */
  readonly vpc: string;
  readonly isWhole: boolean;
}

const VPC: Owner = { ranges: ['cidr_block', 'ipv6_cidr_block'], vpc: 'id', isWhole: true };
const SUBNET: Owner = { ranges: ['cidr_block', 'ipv6_cidr_block'], vpc: 'vpc_id', isWhole: false };

/** Types whose range is one of a VPC. */
const OWNERS: ReadonlyMap<string, Owner> = new Map([
  ['aws_vpc', VPC],
  ['aws_default_vpc', VPC],
  ['aws_subnet', SUBNET],
  ['aws_default_subnet', SUBNET],
  ['aws_vpc_ipv4_cidr_block_association', { ...SUBNET, ranges: ['cidr_block'] }],
  ['aws_vpc_ipv6_cidr_block_association', { ...SUBNET, ranges: ['ipv6_cidr_block'] }],
]);

/** The function that returns a part of the range in its first argument, or fails. */
const PART = 'cidrsubnet()';

/** Undefined if a value may be any other range. */
export function rangeOf(value: Value, at: Origin, registry: Registry): RangeOf | undefined {
  switch (value.k) {
    case 'attribute': {
      const owner = value.path.length === 1 ? ownerOf(value.of, String(value.path[0])) : undefined;
      return owner ? ofOwner(value.of, owner, at, registry) : named(attributeName(value), at, registry);
    }
    case 'unknown': {
      const prefix = value.source === PART ? value.from?.[0] : undefined;
      if (prefix) return partOf(rangeOf(prefix, at, registry));
      return value.symbol === undefined ? undefined : named(value.symbol, at, registry);
    }
    // What is unknown is made of the one reference that is: it is that range, or a function's part of it.
    case 'mix': {
      const unknown = value.parts.filter((part) => !isLiteral(part));
      return unknown.length === 1 ? partOf(rangeOf(unknown[0]!, at, registry)) : undefined;
    }
    case 'one':
      return oneOf(value.options.map((option) => rangeOf(option, at, registry)));
    default:
      return undefined;
  }
}

function ownerOf({ type }: Instance, attribute: string): Owner | undefined {
  const owner = OWNERS.get(type);
  return owner?.ranges.includes(attribute) ? owner : undefined;
}

function ofOwner(instance: Instance, { vpc, isWhole }: Owner, at: Origin, registry: Registry): RangeOf {
  const to = toRef<Vpc>(registry.graph.refer(instance, vpc), 'vpc', at, registry);
  return { vpc: to ?? strange(at), isWhole };
}

function partOf(range: RangeOf | undefined): RangeOf | undefined {
  return range && { ...range, isWhole: false };
}

function oneOf(ranges: readonly (RangeOf | undefined)[]): RangeOf | undefined {
  const [first, ...others] = ranges;
  if (!first) return undefined;
  let isOne = true;
  for (const other of others) {
    if (!other) return undefined;
    isOne &&= same(first.vpc, other.vpc) === 'yes';
  }
  if (!isOne) return { vpc: strange(first.vpc.at), isWhole: false };
  return { vpc: first.vpc, isWhole: ranges.every((each) => each?.isWhole) };
}

function strange(at: Origin): Ref<Vpc> {
  return { is: 'unknown', because: 'it is not known whose range it is', at };
}

/** A range by the name of its value: `var.cidr`, of which a VPC or a subnet of the document is made. */
function named(symbol: string, at: Origin, registry: Registry): RangeOf | undefined {
  const owners = ownersIn(registry).get(symbol);
  return owners && oneOf(owners.map(({ instance, owner }) => ofOwner(instance, owner, at, registry)));
}

const ownersIn = oncePer((registry: Registry) => {
  const found = new Map<string, { readonly instance: Instance; readonly owner: Owner }[]>();
  for (const instance of registry.graph.document.instances) {
    const owner = instance.mode === 'managed' ? OWNERS.get(instance.type) : undefined;
    for (const name of owner?.ranges ?? []) {
      const value = registry.graph.read(instance, name);
      const symbol = symbolOf(value);
      if (symbol !== undefined) push(found, symbol, { instance, owner: owner! });
    }
  }
  return found;
});
