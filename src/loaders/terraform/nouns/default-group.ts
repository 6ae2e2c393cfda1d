import {
  type Bag,
  bag,
  type Fact,
  type IngressRule,
  known,
  type Ref,
  type SecurityGroup,
  type Source,
  type Vpc,
} from '../../../model/index.ts';
import { addedRules, type Side } from './group.ts';
import type { Registry } from './registry.ts';

/** The `default` group every VPC has, where no resource of the document adopts it. */
export class DefaultGroupView implements SecurityGroup {
  readonly kind = 'security-group';
  readonly key: string;
  readonly address = null;
  readonly at: SecurityGroup['at'];
  readonly isDefault: Fact<boolean>;
  readonly name: Fact<string>;
  readonly vpc: Ref<Vpc>;
  readonly id: Fact<string>;
  /** AWS associates no default group with another VPC. */
  readonly associatedVpcs: Bag<Ref<Vpc>>;
  readonly #vpc: Vpc;
  readonly #registry: Registry;
  #ingress: Bag<IngressRule> | undefined;
  #egress: Bag<IngressRule> | undefined;

  constructor(vpc: Vpc, id: Fact<string>, registry: Registry) {
    this.key = `default group of ${vpc.key}`;
    this.at = vpc.at;
    this.isDefault = known(true, vpc.at);
    this.name = known('default', vpc.at);
    this.vpc = { is: 'entity', to: vpc, at: vpc.at };
    this.id = id;
    this.associatedVpcs = bag([], vpc.at);
    this.#vpc = vpc;
    this.#registry = registry;
  }

  get region(): Fact<string> {
    return this.#vpc.region;
  }
  get account(): Fact<string> {
    return this.#vpc.account;
  }
  get ingress(): Bag<IngressRule> {
    this.#ingress ??= this.#rules('ingress');
    return this.#ingress;
  }
  get egress(): Bag<IngressRule> {
    this.#egress ??= this.#rules('egress');
    return this.#egress;
  }

  /**
   * AWS makes the group with the VPC: its members may come in, and everything may go out.
   * Source: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
   */
  #rules(side: Side): Bag<IngressRule> {
    const { at } = this;
    const added = addedRules(this, this.#registry, side);
    const adopters = this.#registry.associations.of(this.#vpc, 'aws_default_security_group', 'vpc_id', 'vpc');
    if (!this.#vpc.created || adopters.open !== null || adopters.maybe.length > 0) {
      const open = `the rules of the default security group of ${this.#vpc.key} are not in the input`;
      return bag(added.sure, at, { maybe: added.maybe, open, doubt: added.doubt ?? null });
    }
    const anywhere = (['0.0.0.0/0', '::/0'] as const).map(
      (cidr, i): Source => ({ is: 'cidr', family: i === 0 ? 4 : 6, cidr: known(cidr, at) }),
    );
    const members: Source = { is: 'group', group: { is: 'entity', to: this, at } };
    const sources = bag(side === 'ingress' ? [members] : anywhere, at);
    const own: IngressRule = {
      at,
      protocol: known('-1', at),
      fromPort: known(null, at),
      toPort: known(null, at),
      sources,
    };
    return bag([own, ...added.sure], at, { maybe: added.maybe, open: added.open, doubt: added.doubt ?? null });
  }
}
