import { describe, expect, it } from 'vitest';
import onePlan from '../../fixtures/corpus-shapes/one-endpoint.plan.json' with { type: 'json' };
import { inWordsOf, printHcl, printScene, SCENE_INPUTS, sceneObjects } from '../../src/scene/print.ts';
import type { Scene, SceneInput } from '../../src/scene/scene.ts';
import { everything } from './everything.ts';

// biome-ignore lint/suspicious/noExplicitAny: documents, taken apart by name
type Json = any;

const sqs: Scene = { endpoints: { sqs: { subnets: ['a', 'b'] } } };

function document(scene: Scene, input: SceneInput, path?: RegExp): Json {
  const files = printScene(scene, input, 'test');
  return (path ? files.find((file) => path.test(file.path)) : files[0])?.document;
}

function change(plan: Json, address: string): Json {
  return plan.resource_changes.find((it: Json) => it.address === address).change;
}

function expressions(plan: Json, address: string): Json {
  return plan.configuration.root_module.resources.find((it: Json) => it.address === address).expressions;
}

describe('a plan', () => {
  it('is what Terraform writes for the same stack', () => {
    const scene: Scene = {
      vpcs: { main: { dnsSupport: true, tags: { Name: 'main' } } },
      subnets: { a: null, b: null, c: null, private: { zone: 'a', cidr: '10.0.1.0/24' } },
      groups: { https: null },
      routeTables: { private: null },
      endpoints: {
        ssm: { subnets: ['private'], groups: 'omitted', policy: 'omitted', privateDns: 'omitted' },
      },
    };
    const { timestamp: _, output_changes: __, ...real } = structuredClone(onePlan) as Json;
    // What the stack has beside the scene: an output and a version constraint.
    delete real.planned_values.outputs;
    delete real.configuration.root_module.outputs;
    delete real.configuration.provider_config.aws.version_constraint;
    real.relevant_attributes.pop();
    const text = JSON.stringify(document(scene, 'plan')).replaceAll(
      'registry.terraform.io',
      'registry.example.invalid',
    );
    const { timestamp: ___, ...printed } = JSON.parse(text);
    expect(printed).toEqual(real);
  });

  it('holds references as Terraform writes them: each with its prefixes', () => {
    const said = expressions(document(sqs, 'plan'), 'aws_vpc_endpoint.sqs');
    expect(said.subnet_ids).toEqual({
      references: ['aws_subnet.a.id', 'aws_subnet.a', 'aws_subnet.b.id', 'aws_subnet.b'],
    });
    expect(said.vpc_id).toEqual({ references: ['aws_vpc.main.id', 'aws_vpc.main'] });
    expect(said.private_dns_enabled).toEqual({ constant_value: true });
    expect(said.policy, 'jsonencode without references').toEqual({});
  });

  it('loses the length of a set with an unknown element', () => {
    const { after, after_unknown } = change(document(sqs, 'plan'), 'aws_vpc_endpoint.sqs');
    expect(after_unknown.subnet_ids).toBe(true);
    expect('subnet_ids' in after).toBe(false);
  });

  it('tells a thing left out from an unknown one by the configuration alone', () => {
    const plan = document({ endpoints: { one: { groups: 'omitted' }, two: { groups: 'unknown' } } }, 'plan');
    for (const name of ['one', 'two']) {
      expect(change(plan, `aws_vpc_endpoint.${name}`).after_unknown.security_group_ids).toBe(true);
    }
    expect(expressions(plan, 'aws_vpc_endpoint.one').security_group_ids).toBeUndefined();
    expect(expressions(plan, 'aws_vpc_endpoint.two').security_group_ids).toEqual({
      references: ['local.security_group_ids'],
    });
  });

  it('knows what refers to a known attribute', () => {
    const { after, after_unknown } = change(document(sqs, 'plan'), 'aws_security_group.https');
    expect(after.ingress[0].cidr_blocks).toEqual(['10.0.0.0/16']);
    expect(after_unknown.ingress).toEqual([
      { cidr_blocks: [false], ipv6_cidr_blocks: [], prefix_list_ids: [], security_groups: [] },
    ]);
  });

  it('carries no endpoint that has a life already', () => {
    expect(() => printScene({ endpoints: { sqs: { state: 'rejected' } } }, 'plan', 'test')).toThrow('set `inputs`');
  });
});

describe('a state', () => {
  const values = (scene: Scene, address: string): Json =>
    document(scene, 'state').values.root_module.resources.find((it: Json) => it.address === address).values;

  it('holds what AWS attaches where nothing is given', () => {
    const endpoint = values(
      { endpoints: { sqs: { groups: 'omitted', policy: 'omitted', privateDns: 'omitted' } } },
      'aws_vpc_endpoint.sqs',
    );
    const vpc = values({ endpoints: {} }, 'aws_vpc.main');
    expect(endpoint.security_group_ids).toEqual([vpc.default_security_group_id]);
    expect(endpoint.policy).toBe(
      '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}',
    );
    expect(endpoint.private_dns_enabled).toBe(false);
  });

  it('shows an endpoint with association resources as it was created', () => {
    const endpoint = values({ endpoints: { sqs: { associations: 'separate' } } }, 'aws_vpc_endpoint.sqs');
    expect(endpoint.subnet_ids).toEqual([]);
  });

  it('lists all that a resource rests on, indirectly too', () => {
    const [endpoint] = document(sqs, 'state').values.root_module.resources.filter(
      (it: Json) => it.address === 'aws_vpc_endpoint.sqs',
    );
    expect(endpoint.depends_on).toEqual(['aws_security_group.https', 'aws_subnet.a', 'aws_subnet.b', 'aws_vpc.main']);
  });

  it('says the same raw', () => {
    const all = document(everything, 'state').values.root_module.resources;
    const raw = document(everything, 'tfstate').resources;
    expect(raw.map((it: Json) => it.instances[0].attributes)).toEqual(all.map((it: Json) => it.values));
  });
});

describe('describe output', () => {
  it('has a route for each gateway endpoint of a table', () => {
    const { RouteTables } = document({ endpoints: { s3: { type: 'Gateway' } } }, 'describe', /route-tables/);
    const { VpcEndpoints } = document({ endpoints: { s3: { type: 'Gateway' } } }, 'describe', /vpc-endpoints/);
    const [table] = RouteTables.filter((it: Json) => it.RouteTableId === VpcEndpoints[0].RouteTableIds[0]);
    expect(table.Routes.map((it: Json) => it.GatewayId)).toEqual(['local', VpcEndpoints[0].VpcEndpointId]);
  });

  it('has Route 53 and load balancers only where the scene has some', () => {
    const paths = printScene(sqs, 'describe', 'test').map((file) => file.path);
    expect(paths.filter((path) => /route53|elbv2/.test(path))).toEqual([]);
    expect(printScene(everything, 'describe', 'test').some(({ path }) => path.startsWith('route53'))).toBe(true);
  });
});

describe.each(SCENE_INPUTS.map((input) => [input] as const))('as %s', (input) => {
  it('the same scene and name give the same bytes', () => {
    const bytes = (name: string) => JSON.stringify(printScene(everything, input, name));
    expect(bytes('one')).toBe(bytes('one'));
    if (input !== 'plan') expect(bytes('one')).not.toBe(bytes('two'));
  });

  it('only a plan leaves things unknown', () => {
    const unknown: Scene = { endpoints: { sqs: { subnets: 'unknown' } } };
    if (input === 'plan') expect(() => printScene(unknown, input, 'test')).not.toThrow();
    else expect(() => printScene(unknown, input, 'test')).toThrow('only a plan can carry it');
  });
});

describe('names', () => {
  it('a slip in a name is told with the names there are', () => {
    expect(() => printScene({ endpoints: { sqs: { subnets: ['z'] } } }, 'plan', 'test')).toThrow(
      'no subnet `z`; it has a, b, c',
    );
  });

  it('texts name objects as the input does', () => {
    const objects = sceneObjects(sqs, 'test');
    expect(inWordsOf('plan', 'in {a}, by {endpoint:sqs}', objects)).toBe('in aws_subnet.a, by aws_vpc_endpoint.sqs');
    expect(inWordsOf('describe', '{a}', objects)).toMatch(/^subnet-0[0-9a-f]{16}$/);
  });
});

it('Terraform code shows what the scene says, aligned', () => {
  const scene: Scene = {
    groups: { web: { ingress: [{ port: 80, cidrs: ['0.0.0.0/0'] }] } },
    endpoints: { sqs: { groups: ['web'], policy: { Version: '2012-10-17', Statement: [] } } },
  };
  expect(printHcl(scene, 'test')).toBe(`resource "aws_vpc_endpoint" "sqs" {
  service_name       = "com.amazonaws.us-east-1.sqs"
  vpc_endpoint_type  = "Interface"
  security_group_ids = [aws_security_group.web.id]
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = []
  })
}

resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`);
});

it('what Terraform code cannot say stands in comments', () => {
  const scene: Scene = {
    region: 'eu-west-1',
    routeTables: { private: null },
    endpoints: { sqs: { policy: 'omitted', state: 'rejected' } },
    serviceDetails: { 'com.amazonaws.eu-west-1.sqs': { zones: ['a', 'b'] } },
  };
  expect(printHcl(scene, 'test')).toBe(`resource "aws_vpc_endpoint" "sqs" {
  service_name      = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type = "Interface"
  # without policy
  # state: rejected
}

provider "aws" {
  region = "eu-west-1"
}

# Not in the input: aws_route_table.private
# describe-vpc-endpoint-services: com.amazonaws.eu-west-1.sqs: zones eu-west-1a, eu-west-1b
`);
});

it('what was there before a plan stands before what is there after it, and what stays stands once', () => {
  const made: Scene = { endpoints: { sqs: {}, kms: {} }, before: { endpoints: { sqs: null } } };
  expect(printHcl(made, 'test')).toMatch(/^# Before: without aws_vpc_endpoint\.sqs\n\n# After:\nresource /);
  const rejected: Scene = { endpoints: { sqs: {} }, before: { endpoints: { sqs: { state: 'rejected' } } } };
  expect(printHcl(rejected, 'test')).toMatch(
    /^# Before:\nresource [^}]*# state: rejected\n}\n\n# After:\nresource [^#]*$/,
  );
});

it('of a long list the first elements are shown, and how many more there are', () => {
  const Resource = Array.from({ length: 20 }, (_, i) => `arn:aws:s3:::bucket-${i}/*`);
  const policy = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource }] };
  const text = printHcl({ endpoints: { s3: { type: 'Gateway', policy } } }, 'test');
  expect(text).toContain('"arn:aws:s3:::bucket-2/*",\n        # and 17 more\n');
  expect(text).not.toContain('bucket-3');
});
