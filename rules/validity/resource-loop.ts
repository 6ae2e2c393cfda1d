import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { is, type LatticeResource, maybe, same, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'validity/resource-loop',
  level: 'error',
  preset: 'recommended',
  since: '0.2.0',
  summary:
    'Endpoint to a resource of VPC Lattice leads back into its own VPC, or its domain name covers its own target.',
  why: 'VPC Lattice creates no endpoint in the VPC of the resource gateway: clients there reach the resource itself.',
  fix: 'Create the endpoint in the VPC of the clients, or let clients in the VPC of the gateway call the resource itself.',
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
    'It is a warning where the gateway is in another VPC, looks names up in its VPC, and the custom domain name is the target or above it: AWS lists that among what VPC Lattice does not create.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/resource-configuration.html',
  ],
  bad: {
    'the gateway is in the same VPC': {
      scene: { endpoints: { database: { type: 'Resource', resource: {} } } },
      says: '{database} is in the VPC of the resource gateway it leads to: {vpc:main}',
      ...carried(),
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'the name covers the target': {
      scene: {
        vpcs: { main: {}, data: {} },
        endpoints: {
          database: {
            type: 'Resource',
            resource: { vpc: 'data', inVpc: true, target: 'db.corp.example.com', customDomain: 'corp.example.com' },
          },
        },
      },
      says: '{database} leads to db.corp.example.com, which its own domain name corp.example.com covers',
      level: 'warning',
      ...carried(),
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'a gateway in another VPC': {
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
    'names that are looked up in public': {
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
    'a resource of another account': {
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
    const related = [{ message: 'the resource it leads to', at: resource.at }];
    const evidence = { resource: resource.name };
    const loops = same(resource.gatewayVpc, vpc);
    if (loops === 'yes') {
      const where = vpc.is === 'entity' ? vpc.to.key : vpc.is === 'id' && !vpc.sensitive ? vpc.id : 'its own';
      return fail({
        message: `${nameOf(endpoint)} is in the VPC of the resource gateway it leads to: ${where}`,
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
        message: `${nameOf(endpoint)} leads to ${target}, which its own domain name ${domain} covers`,
        at: endpoint.at,
        level: 'warning',
        detail: 'domain',
        related,
        evidence: { ...evidence, target, domain },
        why: 'AWS lists this among what VPC Lattice does not create: the gateway would look its target up by the name of the endpoint.',
        fix: 'Choose a custom domain name that is neither the target nor above it, or let the gateway look names up in public.',
        ...refused(endpoint),
      });
    }
    if (loops === 'unknown') return undecided(resource.gatewayVpc, vpc);
    return clash === false ? pass : undecided(clash);
  },
});

/** Whether the gateway looks its target up in its VPC by a name that the custom domain name covers; else why that is not known. */
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
