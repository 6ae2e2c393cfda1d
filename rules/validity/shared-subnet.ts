import { whyOutside } from '../../src/ask/in-input.ts';
import { defineRule, fail, nameOf, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, type Fact, type Ref, refName, type Subnet, show, type Vpc } from '../../src/model/index.ts';

export default defineRule({
  id: 'validity/shared-subnet',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint is in a VPC or subnet that another account shares.',
  why: 'Participants of a shared VPC can use its endpoints, but cannot create, describe or change endpoints in it.',
  fix: 'Create the endpoint in the account that owns the VPC.',
  recipes: { cloudformation: '# Deploy the stack in the account that owns the VPC, and share what clients need.' },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html'],
  refusedByAws: true,
  bad: {
    'a subnet of another account': {
      scene: {
        subnets: { shared: { zone: 'b', owner: '999988887777' } },
        endpoints: { sqs: { subnets: ['a', 'shared'] } },
      },
      says: 'sqs is in account 123456789012, but {shared} belongs to account 999988887777',
      inputs: ['describe'],
      level: 'note',
    },
  },
  good: { 'subnets of the same account': { scene: { endpoints: { sqs: {} } } } },

  check(endpoint) {
    // A VPC that the same plan creates belongs to the same account.
    if (endpoint.vpc.is === 'entity' && endpoint.vpc.to.created) return pass;
    const parts = partsOf(endpoint);
    const own = endpoint.account;
    const foreign =
      own.known && !own.standIn
        ? parts.find((p) => p.sure && p.account?.known && p.account.value !== own.value)
        : undefined;
    if (foreign) {
      return fail({
        message: `${nameOf(endpoint)} is in account ${show(own)}, but ${foreign.name} belongs to account ${show(foreign.account!)}`,
        at: foreign.account!.at,
        evidence: { account: show(own), owner: show(foreign.account!), shared: foreign.name },
        ...refused(endpoint),
      });
    }
    const open = parts.find((p) => !p.account?.known);
    if (
      own.known &&
      !open &&
      endpoint.subnets.open === null &&
      parts.every((p) => p.account?.known && p.account.value === own.value)
    )
      return pass;
    return undecided(
      own.known && own.standIn ? 'the account of the stack is not known. Pass --account' : own,
      open?.account,
      endpoint.subnets.open ?? undefined,
      open?.outside,
    );
  },
});

/** What the endpoint is in. */
interface Part {
  readonly name: string;
  readonly account: Fact<string> | undefined;
  /** Why it is not in the input. */
  readonly outside: string | undefined;
  readonly sure: boolean;
}

function partsOf({ vpc, subnets }: Endpoint): readonly Part[] {
  const part = (ref: Ref<Subnet | Vpc>, noun: string, sure: boolean): Part => ({
    name: refName(ref) ?? `the ${noun} of the endpoint`,
    account: ref.is === 'entity' ? ref.to.account : undefined,
    outside: whyOutside(ref, noun),
    sure,
  });
  return [
    part(vpc, 'VPC', true),
    ...subnets.sure.map((ref) => part(ref, 'subnet', true)),
    ...subnets.maybe.map((ref) => part(ref, 'subnet', false)),
  ];
}
