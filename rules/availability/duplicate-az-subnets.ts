import { inOneZone } from '../../src/ask/zones.ts';
import { spansZones } from '../../src/aws/index.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { all, distinct, type Ref, refName, type Subnet, same, show, type Tri } from '../../src/model/index.ts';

export default defineRule({
  id: 'availability/duplicate-az-subnets',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has two subnets in one Availability Zone.',
  why: 'AWS allows one subnet per Availability Zone and rejects the request with DuplicateSubnetsInSameZone.',
  ...advise('Keep one subnet per Availability Zone in `SubnetIds`.'),
  recipes: {
    cloudformation:
      'SubnetIds: [!Ref PrivateA, !Ref PrivateB] # AvailabilityZone: !Select [0, !GetAZs ""] and !Select [1, !GetAZs ""]',
    terraform: 'subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]',
    cli: 'aws ec2 describe-subnets --subnet-ids subnet-... --query "Subnets[].[SubnetId,AvailabilityZoneId]"',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html'],
  refusedByAws: true,
  bad: {
    'two subnets in us-east-1a': {
      scene: { subnets: { a2: { zone: 'a' } }, endpoints: { sqs: { subnets: ['a', 'a2'] } } },
      says: 'sqs has two subnets in us-east-1a: {subnet:a} and {subnet:a2}',
      saysIn: { template: 'sqs has two subnets in us-east-1a: {subnet:a2} and {subnet:a}' },
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'one subnet in each of three Availability Zones': { scene: { endpoints: { sqs: { subnets: ['a', 'b', 'c'] } } } },
    'one subnet cannot clash': { scene: { endpoints: { sqs: { subnets: ['a'] } } } },
    'a subnet of another stack': {
      scene: { endpoints: { sqs: { subnets: ['a', 'subnet-0a1b2c3d4e5f60718'] } } },
      // A plan shows the references of a list, not the literal ids in it.
      inputs: ['state', 'tfstate', 'describe'],
    },
  },

  check(endpoint) {
    if (!endpoint.type.known) return undecided(endpoint.type);
    if (!spansZones(endpoint.type.value)) return notApplicable;
    const { subnets } = endpoint;
    if (distinct(subnets).most === 1) return pass;

    const unclear = new Set<Ref<Subnet>>();
    const candidates = all(subnets);
    for (const [j, two] of candidates.entries()) {
      for (let i = 0; i < j; i += 1) {
        const one = candidates[i]!;
        const clash = clashOf(one, two);
        if (clash === 'no') continue;
        // Candidates that are surely attached come first.
        if (clash === 'unknown' || j >= subnets.sure.length) {
          unclear.add(one).add(two);
          continue;
        }
        const zone = (one.is === 'entity' && show(one.to.zone)) || 'one Availability Zone';
        const names = [refName(one), refName(two)].sort();
        return fail({
          message: `${nameOf(endpoint)} has two subnets in ${zone}: ${names.join(' and ')}`,
          at: subnets.at,
          evidence: { subnets: names, zone },
          ...advise(`Remove ${names.join(' or ')} from \`SubnetIds\`.`),
          ...refused(endpoint),
        });
      }
    }
    if (unclear.size === 0 && subnets.open === null) return pass;
    return undecided(subnets, ...[...unclear].flatMap(whyUnclear));
  },
});

/** Whether two references lead to two subnets in one Availability Zone. */
function clashOf(one: Ref<Subnet>, two: Ref<Subnet>): Tri {
  if (same(one, two) === 'yes') return 'no';
  return one.is === 'entity' && two.is === 'entity' ? inOneZone(one.to, two.to) : 'unknown';
}

/** Why a subnet's Availability Zone is not known. */
function whyUnclear(subnet: Ref<Subnet>): string[] {
  if (subnet.is === 'unknown') return [subnet.because];
  if (subnet.is === 'id') return [`the Availability Zone of ${refName(subnet)} is not in the input`];
  const { zone } = subnet.to;
  return zone.known ? [] : [zone.because];
}
