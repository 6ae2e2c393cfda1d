import { clientsIn, hasClient } from '../../src/ask/clients.ts';
import { attachedGroups, familyCounts, ingressOf, isDefaultGroup } from '../../src/ask/groups.ts';
import { servicePorts } from '../../src/ask/reachability.ts';
import { type PortRange, portsOpened, takesGroups } from '../../src/aws/index.ts';
import { listed } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import {
  type Bag,
  type Endpoint,
  type IngressRule,
  type Network,
  type SecurityGroup,
  type Source,
  whyOpen,
} from '../../src/model/index.ts';

const NO_MEMBER = 'no member of the group outside the input';

export default defineRule({
  id: 'reachability/no-client-in-group',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint admits only members of security groups that no workload is in.',
  why: 'A rule with a security group as its source lets in that group’s members only: every other workload of the VPC times out.',
  fix: 'Add the group to the workloads that call the service, or allow their own security groups or ranges.',
  recipes: {
    cloudformation: 'SecurityGroupIds: [!Ref AppGroup, !Ref EndpointClients] # of the function, task or instance',
    terraform: 'security_group_ids = [aws_security_group.app.id, aws_security_group.endpoint_clients.id]',
    cli: 'aws ec2 authorize-security-group-ingress --group-id sg-endpoint --protocol tcp --port 443 --source-group sg-app',
  },
  exceptions: [
    'An endpoint that has only the default group of its VPC: reachability/default-group judges it.',
    'A plan or template that makes no workload in the VPC does not tell who will be in the group.',
    'Load balancers, databases and others that call no service of their own accord are no workloads here.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  ],
  assumes: [NO_MEMBER],
  bad: {
    'members of its own group': {
      scene: {
        groups: { endpoints: { ingress: [{ self: true }] }, app: {} },
        interfaces: { worker: { subnet: 'a', groups: ['app'] } },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
      says: 'secretsmanager admits only members of {endpoints}, and no workload of the input is one',
      inputs: ['plan', 'describe', 'template'],
    },
    'members of another group': {
      scene: {
        groups: {
          endpoints: { separate: true, ingress: [{ groups: ['studio'] }] },
          studio: {},
          app: {},
        },
        interfaces: { worker: { subnet: 'a', groups: ['app'] } },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
      says: 'secretsmanager admits only members of {studio}, and no workload of the input is one',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'a workload is in it': {
      scene: {
        groups: { endpoints: { ingress: [{ self: true }] }, app: {} },
        interfaces: { worker: { subnet: 'a', groups: ['app', 'endpoints'] } },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
    },
    'a range beside the group': {
      scene: {
        groups: { endpoints: { ingress: [{ self: true }, {}] }, app: {} },
        interfaces: { worker: { subnet: 'a', groups: ['app'] } },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'no workload in sight': {
      scene: {
        groups: { endpoints: { ingress: [{ groups: ['clients'] }] }, clients: {} },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
      inputs: ['plan', 'state', 'tfstate', 'template'],
      undecidedIn: ['plan', 'state', 'tfstate', 'template'],
    },
    'the default group is another rule’s': {
      scene: {
        interfaces: { worker: { subnet: 'a' } },
        endpoints: { secretsmanager: { groups: 'omitted' } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'gateway endpoints have no groups': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
  },

  check(endpoint, net) {
    const { type, groups } = endpoint;
    if (!type.known) return undecided(type);
    if (!takesGroups(type.value)) return notApplicable;
    if (groups.sure.length > 0 && groups.sure.every((ref) => isDefaultGroup(ref) === 'yes')) return notApplicable;
    const { sources, rule, unclear } = sourcesOf(endpoint, net);
    if (sources === 'others') return pass;
    if (unclear !== undefined) return undecided(unclear);
    if (sources.size === 0) return notApplicable;

    const empty: SecurityGroup[] = [];
    let doubt: string | undefined;
    for (const source of sources.values()) {
      if (typeof source === 'string') {
        doubt ??= source;
        continue;
      }
      const answer = hasClient(source, net);
      if (answer === 'yes') return pass;
      if (answer === 'no') empty.push(source);
      else doubt ??= answer;
    }
    doubt ??= whyNoWorkload(endpoint, net);
    if (doubt !== undefined) return undecided(doubt);
    const names = empty.map(({ key }) => key).sort();
    return fail({
      message: `${nameOf(endpoint)} admits only members of ${listed(names, 1)}, and no workload of the input is one`,
      at: rule?.at ?? groups.at,
      related: empty.map((group) => ({ message: 'no workload is a member of it', at: group.at })),
      evidence: { admits: names, groups: attachedGroups(endpoint).sure.map(({ key }) => key) },
      assumed: [NO_MEMBER],
    });
  },
});

interface Sources {
  /** Groups whose members get in, or why one is not known; `others` where anybody else does. */
  readonly sources: ReadonlyMap<string, SecurityGroup | string> | 'others';
  readonly rule: IngressRule | undefined;
  readonly unclear: string | undefined;
}

/** Who gets in to the service's ports. */
function sourcesOf(endpoint: Endpoint, net: Network): Sources {
  const rules: Bag<IngressRule> = ingressOf(endpoint);
  const counts = familyCounts(endpoint, net);
  const ports = servicePorts(endpoint, net);
  const ranges: readonly PortRange[] = ports === null || typeof ports === 'string' ? [[0, 65535]] : ports.ranges;
  const groups = new Map<string, SecurityGroup | string>();
  let first: IngressRule | undefined;
  let unclear = whyOpen(rules);
  for (const rule of rules.sure) {
    const opened = portsOpened(rule, 'tcp');
    if (opened === null) continue;
    if (opened !== 'unknown' && !ranges.some((range) => opened[0] <= range[1] && range[0] <= opened[1])) continue;
    unclear ??= whyOpen(rule.sources);
    for (const source of rule.sources.sure) {
      const mayCount = source.is !== 'cidr' || counts(source) !== 'no';
      if (source.is === 'group') {
        first ??= rule;
        groups.set(nameOfSource(source), source.group.is === 'entity' ? source.group.to : whyUnknown(source));
      } else if (mayCount) return { sources: 'others', rule, unclear: undefined };
    }
  }
  return { sources: groups, rule: first, unclear };
}

function nameOfSource({ group }: Source & { is: 'group' }): string {
  return group.is === 'entity' ? group.to.key : group.is === 'id' ? group.id : group.because;
}

function whyUnknown({ group }: Source & { is: 'group' }): string {
  if (group.is === 'unknown') return group.because;
  return `security group ${group.is === 'id' && !group.sensitive ? group.id : '(sensitive)'} is not in the input`;
}

/** Who will be in a group shows only beside workloads, where the endpoint is still to be made. */
function whyNoWorkload({ vpc, planned, key }: Endpoint, net: Network): string | undefined {
  if (planned === null) return undefined;
  const { kinds, open } = clientsIn(vpc, net);
  if (open !== null) return open;
  return kinds.length > 0
    ? undefined
    : `the input makes no workload in the VPC of ${key}: who will be in the group is not known`;
}
