import { table } from '../../../base/table.ts';
import {
  type Bag,
  bag,
  type DnsProfile,
  type Endpoint,
  type Fact,
  type HostedZone,
  map,
  openBag,
  type Ref,
  type ResolverRule,
  unknown,
  type Vpc,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import type { Registry } from './registry.ts';
import { View } from './view.ts';

/** `aws_route53_resolver_rule` with the VPCs it is associated with. */
export class ResolverRuleView extends View implements ResolverRule {
  readonly kind = 'resolver-rule';

  get domain(): Fact<string> {
    return map(this.string('domain_name'), (n) => n.replace(/\.$/, '').toLowerCase());
  }
  get type(): Fact<string> {
    return this.string('rule_type');
  }
  get vpcs(): Bag<Ref<Vpc>> {
    return vpcsOf(this, this.instance, 'aws_route53_resolver_rule_association', this.registry);
  }
}

/** `aws_route53profiles_profile` with the VPCs and resources it is associated with. */
export class DnsProfileView extends View implements DnsProfile {
  readonly kind = 'dns-profile';

  get vpcs(): Bag<Ref<Vpc>> {
    return vpcsOf(this, this.instance, 'aws_route53profiles_association', this.registry);
  }
  get zones(): Bag<Ref<HostedZone>> {
    return this.#held<HostedZone>('hosted-zone');
  }
  get endpoints(): Bag<Ref<Endpoint>> {
    return this.#held<Endpoint>('endpoint');
  }

  /** What it holds of a kind; open where it is not known what else it holds. */
  #held<T extends HostedZone | Endpoint>(kind: T['kind']): Bag<Ref<T>> {
    if (this.instance.mode === 'data') return openBag(`what ${this.key} holds is not in the input`, this.at);
    const type = 'aws_route53profiles_resource_association';
    const tied = this.registry.associations.of(this, type, 'profile_id', 'dns-profile');
    const of = (list: readonly Instance[]) =>
      list.flatMap((i) => {
        const ref = this.registry.ref<T>(i, 'resource_arn', kind);
        return ref.is === 'entity' ? [ref] : [];
      });
    const isTold = (i: Instance) => HELD.some((each) => this.registry.ref(i, 'resource_arn', each).is === 'entity');
    const strange = [...tied.sure, ...tied.maybe].find((i) => !isTold(i));
    const other = strange && `what ${strange.address} adds to ${this.key} is not in the input`;
    return bag(of(tied.sure), this.at, { maybe: of(tied.maybe), open: tied.open ?? other ?? null, doubt: tied.doubt });
  }
}

/** Kinds of objects in a profile of which it is known what they answer. */
const HELD = ['hosted-zone', 'endpoint'] as const;

/** What a rule and a profile call the other side of an association. */
const SIDES = table({
  aws_route53_resolver_rule_association: ['resolver_rule_id', 'vpc_id', 'resolver-rule'],
  aws_route53profiles_association: ['profile_id', 'resource_id', 'dns-profile'],
});
type Association = keyof typeof SIDES;

function vpcsOf(
  of: ResolverRule | DnsProfile,
  instance: Instance,
  type: Association,
  registry: Registry,
): Bag<Ref<Vpc>> {
  const [own, vpc, kind] = SIDES[type];
  const tied = registry.associations.of(of, type, own, kind);
  const refs = (list: readonly Instance[]) => list.map((i) => registry.ref<Vpc>(i, vpc, 'vpc'));
  const elsewhere = instance.mode === 'data' ? `the other VPCs of ${of.key} are not in the input` : null;
  return bag(refs(tied.sure), of.at, { maybe: refs(tied.maybe), open: tied.open ?? elsewhere, doubt: tied.doubt });
}

/** Associations with a rule that is not in the input: shared by another account, say. */
export function strangeRules(registry: Registry): ResolverRule[] {
  return strange('aws_route53_resolver_rule_association', registry).map((noun) => ({
    ...noun,
    kind: 'resolver-rule',
    domain: unknown(`the rule of ${noun.key} is not in the input`, noun.at),
    type: unknown(`the rule of ${noun.key} is not in the input`, noun.at),
  }));
}

/** The same with a profile. */
export function strangeProfiles(registry: Registry): DnsProfile[] {
  return strange('aws_route53profiles_association', registry).map((noun) => ({
    ...noun,
    kind: 'dns-profile',
    zones: openBag(`what the profile of ${noun.key} holds is not in the input`, noun.at),
    endpoints: openBag(`what the profile of ${noun.key} holds is not in the input`, noun.at),
  }));
}

function strange(type: Association, registry: Registry) {
  const [own, vpc, kind] = SIDES[type];
  const instances = registry.associations.instances(type).filter((i) => registry.ref(i, own, kind).is !== 'entity');
  return instances.map((i) => ({
    key: i.address,
    address: i.address,
    at: i.at,
    id: unknown(`the id behind ${i.address} is not in the input`, i.at),
    region: registry.regionOf(i),
    account: unknown(`the owner of what ${i.address} is associated with is not in the input`, i.at),
    vpcs: bag([registry.ref<Vpc>(i, vpc, 'vpc')], i.at),
  }));
}
