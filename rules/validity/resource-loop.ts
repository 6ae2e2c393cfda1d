import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { is, type LatticeResource, maybe, same, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'validity/resource-loop',
  level: 'error',
  preset: 'recommended',
  since: '0.2.0',
  summary: 'VPC Lattice endpoint leads back into its own VPC, or its domain name covers its own target.',
  why: 'VPC Lattice does not create an endpoint in the VPC of the resource gateway, where clients can call the resource directly.',
  ...advise('Set `VpcId` to the VPC of the clients. In the VPC of the resource gateway, call the resource directly.'),
  recipes: {
    cloudformation: `ResourceEndpoint:
  Type: AWS::EC2::VPCEndpoint
  Properties:
    VpcEndpointType: Resource
    VpcId: !Ref ClientVpc
    ResourceConfigurationArn: !GetAtt Database.Arn`,
    terraform: '# In the VPC of the clients:\nvpc_id = aws_vpc.clients.id',
  },
  exceptions: [
    'The finding is a warning if the resource gateway is in another VPC and the custom domain name is the target or its parent.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/resource-configuration.html',
  ],
  bad: {
    'a resource gateway in the same VPC': {
      scene: { endpoints: { database: { type: 'Resource', resource: {} } } },
      says: '{database} and its resource gateway are both in {vpc:main}',
      ...carried(),
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a custom domain name that covers the target': {
      scene: {
        vpcs: { main: {}, data: {} },
        endpoints: {
          database: {
            type: 'Resource',
            resource: { vpc: 'data', inVpc: true, target: 'db.corp.example.com', customDomain: 'corp.example.com' },
          },
        },
      },
      says: '{database} leads to db.corp.example.com, which its custom domain name corp.example.com covers',
      level: 'warning',
      ...carried(),
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'a resource gateway in another VPC': {
      scene: {
        vpcs: { main: {}, data: {} },
        endpoints: {
          database: {
            type: 'Resource',
            resource: { vpc: 'data', inVpc: true, target: 'db.corp.example.com', customDomain: 'db.example.net' },
          },
        },
      },
      ...carried(),
    },
    'a resource gateway that resolves public names': {
      scene: {
        vpcs: { main: {}, data: {} },
        endpoints: {
          database: {
            type: 'Resource',
            resource: { vpc: 'data', target: 'db.corp.example.com', customDomain: 'corp.example.com' },
          },
        },
      },
      ...carried(),
    },
    'a resource in another account': {
      scene: {
        endpoints: {
          database: {
            type: 'Resource',
            resourceConfigurationArn:
              'arn:aws:vpc-lattice:us-east-1:210987654321:resourceconfiguration/rcfg-0123456789abcdef0',
          },
        },
      },
    },
  },

  check(endpoint) {
    const { resources, vpc } = endpoint;
    const [resource] = resources.sure;
    if (!resource) return resources.open === null ? notApplicable : undecided(resources);
    const related = [{ message: 'the resource configuration', at: resource.at }];
    const evidence = { resource: resource.name };
    const loops = same(resource.gatewayVpc, vpc);
    if (loops === 'yes') {
      const where = vpc.is === 'entity' ? vpc.to.key : vpc.is === 'id' && !vpc.sensitive ? vpc.id : 'one VPC';
      return fail({
        message: `${nameOf(endpoint)} and its resource gateway are both in ${where}`,
        at: endpoint.at,
        related,
        evidence,
        ...refused(endpoint),
      });
    }
    const clash = clashes(resource);
    if (clash === true) {
      const [target, domain] = [resource.targetDomain, resource.customDomain].map((fact) => show(fact));
      return fail({
        message: `${nameOf(endpoint)} leads to ${target}, which its custom domain name ${domain} covers`,
        at: endpoint.at,
        level: 'warning',
        detail: 'domain',
        related,
        evidence: { ...evidence, target, domain },
        why: 'AWS documents that VPC Lattice does not create such an endpoint, because the resource gateway would resolve its target to the endpoint.',
        fix: 'Use a custom domain name that is neither the target nor its parent, or set the DNS resolution of the resource gateway to public.',
        ...refused(endpoint),
      });
    }
    if (loops === 'unknown') return undecided(resource.gatewayVpc, vpc);
    return clash === false ? pass : undecided(clash);
  },
});

/** Whether the gateway resolves its target in its VPC by a name that the custom domain covers; else why that is not known. */
function clashes({ dnsResolution, targetDomain, customDomain }: LatticeResource): boolean | string {
  if (!maybe(dnsResolution, 'IN_VPC') || is(targetDomain, null) || is(customDomain, null)) return false;
  if (!targetDomain.known) return targetDomain.because;
  if (!customDomain.known) return customDomain.because;
  const [target, domain] = [targetDomain.value!, customDomain.value!].map((name) =>
    name.toLowerCase().replace(/\.$/, ''),
  );
  if (target !== domain && !target!.endsWith(`.${domain}`)) return false;
  return dnsResolution.known ? true : dnsResolution.because;
}

function carried() {
  return { inputs: ['plan', 'state', 'tfstate', 'describe', 'template'] as const };
}
