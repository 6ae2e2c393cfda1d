/** Whose range a value is, where only deployment names the range itself. */
import { oncePer, push } from '../../../base/memo.ts';
import { type Origin, type RangeOf, type Ref, same, type Vpc } from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { symbolOf, type Value } from '../values/value.ts';
import type { Registry } from './registry.ts';

/** Types that have a range, with the property that names the VPC. Null for the VPC itself. */
const OWNERS: ReadonlyMap<string, string | null> = new Map([
  ['AWS::EC2::VPC', null],
  ['AWS::EC2::Subnet', 'VpcId'],
]);

/** Attributes that are a range, or a list of ranges. */
const RANGES = ['CidrBlock', 'Ipv6CidrBlock', 'Ipv6CidrBlocks'];

/** Undefined if a value may be any other range. */
export function rangeOf(value: Value, at: Origin, registry: Registry): RangeOf | undefined {
  const symbol = symbolOf(value);
  if (symbol === undefined || value.k === 'lit') return undefined;
  const owners = ownersIn(registry).get(symbol.replace(/^Select \d+ of /, ''));
  if (!owners) return undefined;
  const [first, ...others] = owners.map((owner) => ofOwner(owner, at, registry));
  return others.every(({ vpc }) => same(vpc, first!.vpc) === 'yes') && first
    ? { vpc: first.vpc, isWhole: owners.every(({ type }) => OWNERS.get(type) === null) }
    : { vpc: { is: 'unknown', because: 'it is not known whose range it is', at }, isWhole: false };
}

function ofOwner(owner: Resource, at: Origin, registry: Registry): { readonly vpc: Ref<Vpc> } {
  const property = OWNERS.get(owner.type);
  const value: Value = property ? registry.view(owner).get(property) : { k: 'ref', to: owner, attribute: null };
  return { vpc: registry.ref<Vpc>(value, 'vpc', at, 'the range') };
}

/** The resources that have a range, by what a template calls the range: `Vpc.CidrBlock`, or the parameter that is it. */
const ownersIn = oncePer((registry: Registry): ReadonlyMap<string, readonly Resource[]> => {
  const found = new Map<string, Resource[]>();
  for (const type of OWNERS.keys()) {
    for (const resource of registry.ofType(type)) {
      const written = registry.view(resource).get('CidrBlock');
      const symbol = written.k === 'lit' ? undefined : symbolOf(written);
      const own = RANGES.map((name) => `${resource.address}.${name}`);
      for (const name of new Set(symbol === undefined ? own : [...own, symbol])) push(found, name, resource);
    }
  }
  return found;
});
