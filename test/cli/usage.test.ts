import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { explain } from '../../src/cli/commands/explain.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { lint } from '../../src/cli/commands/lint.ts';
import { rules } from '../../src/cli/commands/rules.ts';
import * as apart from '../../src/cli/examples.ts';
import { explanation } from '../../src/cli/explain.ts';
import { help } from '../../src/cli/help.ts';
import { optionsOf } from '../../src/cli/parse.ts';
import { defineRule, pass, type Rule } from '../../src/engine/index.ts';

import { cli, directory, FAULTY, HEALTHY, planOf, report } from './harness.ts';

describe('wrong usage is one line and exit 2', () => {
  it.each([
    [
      ['--fromat', 'json', 'x.json'],
      'unknown option --fromat. Did you mean "--format"? `vpce-lint lint --help` lists all options.',
    ],
    [
      ['--quite', 'x.json'],
      'unknown option --quite. Did you mean "--quiet"? `vpce-lint lint --help` lists all options.',
    ],
    [['x.json', '--zzz'], 'unknown option --zzz. `vpce-lint lint --help` lists all options.'],
    [['x.json', '-z'], 'unknown option -z. `vpce-lint lint --help` lists all options.'],
    [['x.json', '-o', 'out.txt'], 'unknown option -o. To write to a file use --format json=<file>.'],
    [['x.json', '--output', 'out.txt'], 'unknown option --output. To write to a file use --format json=<file>.'],
    [['rules', '-q'], 'unknown option -q. It is an option of `vpce-lint lint`.'],
    [['x.json', '--organization'], 'unknown option --organization. It is an option of `vpce-lint audit`.'],
    [['rules', '--format', 'jsn'], /^--format: unknown value "jsn"\. Did you mean "json"\? Use pretty or json\.$/],
    [['x.json', '--format'], '--format needs a value. Write --format <name>[=<file>].'],
    [
      ['x.json', '-f', 'jsno'],
      /^--format: unknown format "jsno"\. Did you mean "json"\? Use pretty, concise, json, jsonl, sarif, github, gitlab, junit, markdown, html, csv, rdjson, ocsf, sonarqube or azure\.$/,
    ],
    [['x.json', '-f', 'json='], '--format: "json=" names no file. Write --format json=<file>.'],
    [
      ['x.json', '-f', 'json', '-f', 'pretty'],
      /^--format: two formats go to standard output\. Write one of them to a file: --format pretty=<file>\.$/,
    ],
    [
      ['x.json', '-f', 'json=a.txt', '-f', 'pretty=./a.txt'],
      '--format: two formats go to ./a.txt. Write one of them to another file: --format pretty=<file>.',
    ],
    [
      ['x.json', '-f', 'json=no/such/out.json'],
      '--format json=no/such/out.json: the directory no/such does not exist. Create it first.',
    ],
    [['x.json', '--fail-on', 'warn'], /^--fail-on: unknown value "warn"\. Use error, warning, note or never\.$/],
    [
      ['x.json', '--preset', 'recomended'],
      /^--preset: unknown value "recomended"\. Did you mean "recommended"\? Use recommended, strict, pedantic, fsbp or cis-7\.0\.$/,
    ],
    [
      ['x.json', '--kind', 'cloud'],
      '--kind: unknown value "cloud". Use plan, state, describe, config, sources or cloudformation.',
    ],
    [['x.json', '--color', 'sometimes'], /^--color: unknown value "sometimes"\. Use auto, always or never\.$/],
    [
      ['x.json', '--rule', 'availability/single-az'],
      /^--rule: "availability\/single-az" has no level\. Write --rule availability\/single-az=off, for example\.$/,
    ],
    [
      ['x.json', '--rule', 'availability/single-az=eror'],
      '--rule availability/single-az: "eror" is not a level. Did you mean "error"? Use off, note, warning or error.',
    ],
    [['x.json', '--rule', 'availability/singel-az=off'], /^unknown rule .* Did you mean "availability\/single-az"\?/],
    [
      ['x.json', '--select', 'availabilty/*'],
      'unknown family "availabilty/*". Did you mean "availability/*"? `vpce-lint rules` lists all rules.',
    ],
    [
      ['x.json', '--ignore', 'singel-az'],
      'unknown rule "singel-az". Did you mean "availability/single-az"? `vpce-lint rules` lists all rules.',
    ],
    [
      ['x.json', '--select', 'control:EC2.5'],
      /^no rule has the control "EC2\.5"\. Did you mean "EC2\.55"\? `vpce-lint rules --format json` lists the controls of each rule\.$/,
    ],
    [
      ['rules', '--control', 'EC9.99'],
      /^no rule has the control "EC9\.99"\. Did you mean "EC2\.19"\? `vpce-lint rules --format json` lists the controls of each rule\.$/,
    ],
    [['x.json', '-q', '-v'], '--quiet and --verbose cannot be used together. Remove one of them.'],
    [
      ['x.json', '-c', 'a.yaml', '--no-config'],
      '--config and --no-config cannot be used together. Remove one of them.',
    ],
    [['x.json', '-c', 'a.yaml'], 'a.yaml: no such config. Create it with `vpce-lint init`.'],
    [['x.json', ''], 'an argument is empty. Is a variable of the shell unset?'],
    [['x.json', '--root', 'no/such'], '--root: "no/such" does not exist. Name a directory or a binary plan file.'],
    [
      ['x.json', '--rule', '*=off'],
      /^no rule is left to run\. Check --select, --ignore, --rule, --preset and `rules` of the config\.$/,
    ],
    [
      ['x.json', '--select', 'dns/*', '--ignore', 'dns/*'],
      /^no rule is left to run\. Check --select, --ignore, --rule, --preset and `rules` of the config\.$/,
    ],
    [
      [],
      /^no input\. Name a directory \(`\.` for this one\), a file, or `-` for standard input\. See vpce-lint --help\.$/,
    ],
    [['lint'], /^no input/],
    [
      ['explian', 'x'],
      '"explian" is not a command, and no such file exists. Did you mean "explain"? `vpce-lint --help` lists all commands.',
    ],
    [['unheard'], '"unheard" is not a command, and no such file exists. `vpce-lint --help` lists all commands.'],
    [
      ['rules', 'availability/single-az'],
      /^rules: unexpected argument "availability\/single-az"\. For one rule use `vpce-lint explain availability\/single-az`\.$/,
    ],
    [['explain'], 'explain needs a rule. Name one rule. `vpce-lint rules` lists all rules.'],
    [['explain', 'availability/single'], /Did you mean "availability\/single-az"\?/],
    [
      ['x.json', '--statistics', '-f', 'sarif'],
      '--statistics: the format sarif has no statistics. Use pretty or json.',
    ],
    [['help', 'audti'], 'help: unknown command "audti". Did you mean "audit"? `vpce-lint help` lists all commands.'],
    [['help', 'xyzzyx'], 'help: unknown command "xyzzyx". `vpce-lint help` lists all commands.'],
    [['help', 'lint', 'audit'], 'help: "audit" is one argument too many. Name one command.'],
    [['explain', 'x/y'], 'unknown rule "x/y". `vpce-lint rules` lists all rules.'],
  ] as const)('%j', async (argv, says) => {
    const { status, stdout, stderr } = await cli(argv, { cwd: directory({ 'x.json': planOf(HEALTHY) }) });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.endsWith('\n') && stderr.indexOf('\n') === stderr.length - 1).toBe(true);
    expect(stderr).toMatch(/^vpce-lint: /);
    const text = stderr.slice('vpce-lint: '.length, -1);
    if (typeof says === 'string') expect(text).toBe(says);
    else expect(text).toMatch(says);
  });

  it('hostile names do not reach the terminal', async () => {
    const { stderr } = await cli(['--\u001b[31m\u202e=1', 'x.json']);
    expect(stderr).toMatch(/^vpce-lint: unknown option --\\x1b\[31m\\u202e/);
  });
});

it('a bug ends in one line with where to report it, and a stack with --verbose', async () => {
  const broken = { cwd: directory(), stdin: null as never };
  const { status, stdout, stderr } = await cli(['-'], broken);
  expect({ status, stdout }).toEqual({ status: 70, stdout: '' });
  expect(stderr).toMatch(
    /^vpce-lint: this is a bug: The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object\. Received null\. Please report it: https:\/\/github\.com\/vpce-lint\/vpce-lint\/issues\n$/,
  );
  expect((await cli(['-', '-v'], broken)).stderr).toMatch(/\n {4}at /);
});

it('options of one name are of one kind in all commands', () => {
  const kinds = new Map<string, boolean>();
  for (const option of commands.flatMap(optionsOf)) {
    const valued = option.value !== undefined;
    expect(kinds.get(option.name) ?? valued, option.name).toBe(valued);
    kinds.set(option.name, valued);
  }
});

describe('help', () => {
  it('of the program', async () => {
    const { status, stdout, stderr } = await cli(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect((await cli(['-h', 'x.json'])).stdout).toBe(stdout);
    expect(help(lint, false, [lint, rules, explain])).toMatchSnapshot();
  });

  it.each(['lint', 'rules', 'explain'])('of %s', async (command) => {
    expect((await cli([command, '--help'])).stdout).toMatchSnapshot();
  });

  it('is what the command help prints, too', async () => {
    expect((await cli(['help'])).stdout).toBe((await cli(['--help'])).stdout);
    expect((await cli(['help', 'rules'])).stdout).toBe((await cli(['rules', '--help'])).stdout);
  });

  it('fits 80 columns', async () => {
    for (const argv of [['--help'], ...commands.map(({ name }) => [name, '--help'])]) {
      for (const line of (await cli(argv)).stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });
});

it('--version', async () => {
  expect((await cli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await cli(['lint', '--version'])).status).toBe(0);
  const { stdout } = await cli(['--version', '--verbose']);
  expect(stdout).toMatch(/^0\.1\.0\nNode\.js v20\.20\.2 on linux x64\nAWS services as of 2026-11-29\n$/);
});

describe('names of rules as people type them', () => {
  const run = async (...argv: string[]) => {
    const cwd = directory({ 'plan.json': planOf(FAULTY) });
    const { findings } = await report(['plan.json', ...argv], { cwd });
    return new Set(findings.map(({ rule, level }) => `${level} ${rule}`));
  };

  it('a family, a rule by its last part', async () => {
    const family = await run('--select', 'availability');
    expect(family).toEqual(await run('--select', 'availability/*'));
    expect([...family].every((each) => each.includes(' availability/'))).toBe(true);
    expect(await run('--select', 'single-az')).toEqual(new Set(['warning availability/single-az']));
    expect(await run('--select', 'availability', '--ignore', 'single-az')).not.toContain(
      'warning availability/single-az',
    );
    expect(await run('--select', 'single-az', '--rule', 'single-az=error')).toEqual(
      new Set(['error availability/single-az']),
    );
  });
});

describe('rules', () => {
  it('as JSON: id, level, preset, summary, docs, controls', async () => {
    const rules = JSON.parse((await cli(['rules', '--format', 'json'])).stdout);
    expect(rules.length).toBeGreaterThan(4);
    for (const rule of rules)
      expect(Object.keys(rule)).toEqual(['id', 'level', 'preset', 'summary', 'docs', 'controls']);
    const ids = rules.map(({ id }: { id: string }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(rules.find(({ id }: { id: string }) => id === 'availability/single-az')).toEqual({
      id: 'availability/single-az',
      level: 'warning',
      preset: 'recommended',
      summary: expect.stringMatching(/\.$/),
      docs: expect.stringMatching(/^https:.*availability\/single-az/),
      controls: [
        { framework: 'cis', version: '7.0', control: '6.8' },
        { framework: 'trusted-advisor', version: null, control: 'c1dfprch10' },
      ],
    });
  });

  it('of a preset', async () => {
    const listed = async (preset: string) =>
      JSON.parse((await cli(['rules', '--preset', preset, '--format', 'json'])).stdout).map(({ id }: Rule) => id);
    const recommended = await listed('recommended');
    const strict = await listed('strict');
    expect(recommended).toContain('availability/single-az');
    expect(strict).toEqual(expect.arrayContaining(recommended));
    expect(strict.length).toBeGreaterThan(recommended.length);
  });

  it('as text, by family', async () => {
    const { stdout } = await cli(['rules']);
    expect(stdout).toMatch(/^availability\/single-az +warning +recommended\n {4}\S/m);
    expect(stdout).toMatch(
      /^availability\/az-coverage-gap {14}note {5}strict\n {4}VPC has clients in Availability Zones in which the endpoint has no\n {4}interface\.\navailability\/az-not-supported {13}error {4}recommended\n {4}Endpoint has a subnet in an Availability Zone that the service does not\n {4}offer\.\navailability\/companion-az-mismatch {8}note {5}strict\n {4}Endpoints that are used together are in different Availability Zones\.\navailability\/cross-region-az {14}error {4}recommended\n {4}Endpoint to a service of another Region is in a zone that does not allow it\.\navailability\/dead-endpoint {16}warning {2}recommended\n {4}Endpoint does not work: rejected, failed, expired, or waiting for\n {4}acceptance\.\navailability\/duplicate-az-subnets {9}error {4}recommended\n {4}Endpoint has two subnets of one Availability Zone\.\navailability\/gwlb-cross-az-route {10}warning {2}strict\n {4}Subnet routes its traffic to a Gateway Load Balancer endpoint of another\n {4}Availability Zone\.\navailability\/gwlb-subnet-count {12}error {4}recommended\n {4}Gateway Load Balancer endpoint has more than one subnet\.\navailability\/no-subnets {19}error {4}recommended\n {4}Endpoint has no subnet, so no network interface\.\navailability\/single-az {20}warning {2}recommended\n {4}Interface endpoint is in too few Availability Zones\.\navailability\/subnet-ip-exhausted {10}warning {2}pedantic\n {4}A new endpoint gets a network interface in a subnet without a free address\.\n\nchange\/endpoint-replaced {18}warning {2}strict\n {4}The plan or change set replaces an endpoint in use\.\nchange\/immutable {26}warning {2}strict\n {4}The plan or change set changes of an endpoint what AWS cannot change\.\nchange\/private-dns-switched-on {12}warning {2}strict\n {4}The plan or change set turns private DNS on in a VPC that is in use\.\n\ncoverage\/deprecated-companion {13}note {5}strict\n {4}Endpoint to a service whose place another endpoint of the VPC has taken\.\ncoverage\/duplicate-endpoint {15}note {5}recommended\n {4}Second interface endpoint to one service in one VPC\.\ncoverage\/interface-where-gateway-fits {5}note {5}strict\n {4}Interface endpoint to S3 or DynamoDB in a VPC that nobody else is connected\n {4}to\.\ncoverage\/missing-companion {16}warning {2}recommended\n {4}Endpoint or workload without the endpoints it does not work without, in a\n {4}VPC with no other path\.\ncoverage\/nat-without-gateway-endpoint {5}note {5}recommended\n {4}VPC sends its S3 traffic through a NAT gateway and has no gateway endpoint\.\ncoverage\/quota-near {23}note {5}strict\n {4}VPC or Region is close to a quota of endpoints\.\ncoverage\/repeated-across-vpcs {13}note {5}pedantic\n {4}Many VPCs behind transit gateways have an endpoint of their own to one\n {4}service\.\ncoverage\/required-service {17}warning {2}strict\n {4}VPC has no endpoint to a service that a control asks for\.\ncoverage\/retired-service {18}warning {2}strict\n {4}Endpoint to a service that AWS has ended\.\n\ndns\/custom-resolver {23}note {5}strict\n {4}Private names are relied on in a VPC whose DHCP options name other DNS\n {4}servers\.\ndns\/duplicate-zones {23}error {4}recommended\n {4}Two private hosted zones of one name are associated with one VPC\.\ndns\/dynamodb-zone-override {16}error {4}recommended\n {4}A hosted zone answers the names of DynamoDB with an endpoint\.\ndns\/execute-api-hides-public-apis {9}note {5}strict\n {4}Private DNS of the execute-api endpoint hides the public APIs of API\n {4}Gateway\.\ndns\/gateway-record-type-attributes {8}error {4}recommended\n {4}Gateway endpoint asks for a DNS record type in a VPC without DNS support or\n {4}DNS host names\.\ndns\/inbound-only-without-resolver {9}note {5}strict\n {4}S3 private DNS is for inbound resolver endpoints only, and the VPC has none\.\ndns\/iot-zone-needed {23}note {5}strict\n {4}IoT endpoint without a private zone for the host name of its devices\.\ndns\/lattice-all-domains {19}warning {2}recommended\n {4}Private DNS of a VPC Lattice endpoint follows domain names that nobody has\n {4}verified\.\ndns\/private-dns-conflict {18}error {4}recommended\n {4}A private DNS name of an endpoint is taken in its VPC, by another endpoint\n {4}or a hosted zone\.\ndns\/private-dns-disabled {18}warning {2}recommended\n {4}Interface endpoint of an AWS service has private DNS off\.\ndns\/private-dns-unsupported {15}error {4}recommended\n {4}Private DNS is on for a service or endpoint type that has none\.\ndns\/record-type-incompatible {14}error {4}recommended\n {4}DNS record type does not fit the address type of the endpoint\.\ndns\/s3-inbound-only-needs-gateway {9}error {4}recommended\n {4}S3 private DNS is for inbound resolver endpoints only, and the VPC has no S3\n {4}gateway endpoint, or gets it too late\.\ndns\/s3-interface-shadows-gateway {10}warning {2}recommended\n {4}S3 interface endpoint takes the requests that the free gateway endpoint of\n {4}its VPC could carry\.\ndns\/s3-record-type-mismatch {15}error {4}recommended\n {4}S3 interface and gateway endpoints of a VPC answer with different DNS record\n {4}types\.\ndns\/unverified-service-name {15}error {4}recommended\n {4}Private DNS is on for an endpoint service whose private name is not\n {4}verified\.\ndns\/vpc-attributes-off {20}error {4}recommended\n {4}A private name of an endpoint is for a VPC without DNS support or DNS host\n {4}names\.\ndns\/zone-missing-wildcard {17}warning {2}recommended\n {4}A private zone for a service whose clients use names below its own has a\n {4}record of the apex only\.\ndns\/zone-shadows-services {17}warning {2}recommended\n {4}A private zone is the parent of the names of all services of AWS\.\ndns\/zone-stale-target {21}note {5}strict\n {4}A record of a private zone leads to an endpoint that is not there\.\ndns\/zone-unreachable {22}warning {2}strict\n {4}A private hosted zone leads the clients of a VPC to an endpoint that they\n {4}cannot reach\.\ndns\/zone-wrong-name {23}warning {2}recommended\n {4}A private hosted zone leads to an endpoint under a name that no client of\n {4}the service calls\.\n\nendpoint-service\/auto-accept {14}note {5}strict\n {4}Endpoint service accepts connections of its principals unasked\.\nendpoint-service\/az-not-enabled {11}note {5}strict\n {4}Load balancer has a zone that its endpoint service does not offer\.\nendpoint-service\/cross-region-timeout {5}error {4}strict\n {4}Endpoint service for other Regions has a load balancer that cannot serve\n {4}them\.\nendpoint-service\/ipv6-without-dualstack {3}error {4}recommended\n {4}Endpoint service offers IPv6, but its load balancer has IPv4 only\.\nendpoint-service\/listeners-differ {9}warning {2}strict\n {4}Load balancers of one endpoint service have different listeners\.\nendpoint-service\/load-balancer-group {6}warning {2}strict\n {4}Security groups of the load balancer behind an endpoint service let no\n {4}consumer in\.\nendpoint-service\/needless-accepter {8}error {4}strict\n {4}Terraform accepts connections of a service that accepts them unasked, or\n {4}accepts none of one that asks\.\nendpoint-service\/nlb-reused {15}error {4}recommended\n {4}Two endpoint services have one load balancer\.\nendpoint-service\/public {19}error {4}recommended\n {4}Endpoint service is open to every AWS account without acceptance\.\nendpoint-service\/single-az-load-balancer {2}warning {2}recommended\n {4}Endpoint service is offered in one Availability Zone\.\nendpoint-service\/unverified-private-dns {3}warning {2}recommended\n {4}Private DNS name of the endpoint service is not verified\.\nendpoint-service\/wildcard-principal {7}warning {2}recommended\n {4}Every AWS account may ask to connect to the endpoint service\.\n\npolicy\/aws-buckets-blocked {16}note {5}strict\n {4}Policy of the S3 endpoint blocks all buckets of AWS that another endpoint of\n {4}the VPC works with\.\npolicy\/aws-resources-blocked {14}note {5}strict\n {4}Endpoint policy asks for an owner and so blocks images, documents or\n {4}parameters that AWS publishes\.\npolicy\/dead-statement {21}warning {2}recommended\n {4}Allow statement of an endpoint policy never lets anything through\.\npolicy\/ecr-layers-blocked {17}error {4}recommended\n {4}Policy of the S3 endpoint blocks the image layers of ECR\.\npolicy\/foreign-actions {20}error {4}recommended\n {4}Endpoint policy allows actions of other services only\.\npolicy\/full-access {24}warning {2}recommended\n {4}Endpoint lets everything through that the service offers\.\npolicy\/gateway-principal {18}error {4}recommended\n {4}Policy of a gateway endpoint names a principal other than \*\.\npolicy\/grants-nothing {21}error {4}recommended\n {4}Endpoint policy lets nothing through\.\npolicy\/ignored-by-service {17}warning {2}recommended\n {4}Endpoint has a policy of its own, but the service ignores or refuses it\.\npolicy\/invalid-document {19}error {4}recommended\n {4}Endpoint policy is not a valid policy document\.\npolicy\/keyless-caller-blocked {13}note {5}strict\n {4}Policy of a Systems Manager endpoint shuts out nodes that are no EC2\n {4}instances\.\npolicy\/object-action-on-bucket-arn {8}warning {2}strict\n {4}Statement for S3 names objects where its actions take buckets, or buckets\n {4}where they take objects\.\npolicy\/overly-broad {23}error {4}recommended\n {4}Endpoint policy lets outside credentials reach outside resources\.\npolicy\/principal-unbounded {16}warning {2}strict\n {4}Endpoint policy lets outside credentials reach your own resources\.\npolicy\/resource-unbounded {17}warning {2}strict\n {4}Endpoint policy lets your own principals write to outside resources\.\npolicy\/source-ip-unavailable {14}error {4}recommended\n {4}Endpoint policy tests aws:SourceIp, which no request through an endpoint\n {4}carries\.\npolicy\/too-large {26}error {4}recommended\n {4}Endpoint policy is longer than AWS takes\.\npolicy\/unknown-action {21}warning {2}strict\n {4}Endpoint policy names an action its service does not have\.\npolicy\/unknown-condition-key {14}warning {2}strict\n {4}Condition of an endpoint policy asks for a key that no request carries, or\n {4}compares it with a value of the wrong form\.\npolicy\/vacuous-condition {18}warning {2}recommended\n {4}Condition of an endpoint policy restricts nothing\.\npolicy\/web-identity-blocked {15}warning {2}strict\n {4}Policy of the STS endpoint shuts out web identity and SAML logins\.\n\nreachability\/client-egress {16}note {5}strict\n {4}Client that an endpoint admits may not open connections to it\.\nreachability\/clients-not-covered {10}warning {2}recommended\n {4}Security groups of an endpoint leave out a whole range of its VPC\.\nreachability\/default-group {16}warning {2}recommended\n {4}Endpoint has only the default security group of its VPC\.\nreachability\/gateway-client-egress {8}note {5}strict\n {4}Client beside a gateway endpoint may not open connections to the service\.\nreachability\/ipv6-source-missing {10}warning {2}recommended\n {4}Endpoint has IPv6 addresses, but its security groups admit IPv4 sources\n {4}only\.\nreachability\/nacl-blocks-return {11}warning {2}strict\n {4}Network ACL drops requests of clients to an endpoint, or the answers to\n {4}them\.\nreachability\/no-client-in-group {11}warning {2}strict\n {4}Endpoint admits only members of security groups that no workload is in\.\nreachability\/no-return-route {14}warning {2}strict\n {4}Endpoint admits other networks, but its subnets have no route back to them\.\nreachability\/open-ingress {17}note {5}recommended\n {4}Security group of an endpoint admits every address\.\nreachability\/service-port-not-allowed {5}error {4}recommended\n {4}No inbound rule of the endpoint’s security groups admits the port of the\n {4}service\.\nreachability\/wider-than-service {11}note {5}strict\n {4}Security group of an endpoint admits more ports than the service has\.\n\nrouting\/gateway-duplicate-route {11}error {4}recommended\n {4}Two gateway endpoints of one service share a route table\.\nrouting\/gateway-no-route-tables {11}error {4}recommended\n {4}Gateway endpoint is associated with no route table\.\nrouting\/gateway-partial {19}warning {2}recommended\n {4}Gateway endpoint is missing from route tables whose subnets go out by NAT\.\nrouting\/gateway-transit-clients {11}note {5}pedantic\n {4}Gateway endpoint in a VPC with connected networks, whose clients cannot use\n {4}it\.\nrouting\/gwlb-asymmetric {19}warning {2}strict\n {4}Traffic goes out through a Gateway Load Balancer endpoint, but comes back\n {4}past it\.\nrouting\/gwlb-prefix-list {18}error {4}recommended\n {4}Route to a Gateway Load Balancer endpoint has a prefix list as its\n {4}destination\.\nrouting\/gwlb-unrouted {21}warning {2}recommended\n {4}No route table leads to the Gateway Load Balancer endpoint\.\n\nsuppression\/expired {23}note {5}recommended\n {4}Suppression is past its date\.\nsuppression\/no-reason {21}note {5}recommended\n {4}Suppression gives no reason\.\nsuppression\/unknown-rule {18}note {5}recommended\n {4}Suppression names a rule that does not exist\.\nsuppression\/unused {24}note {5}recommended\n {4}Suppression silences nothing\.\n\ntransport\/companion-ip-type {15}warning {2}strict\n {4}ECR endpoint speaks IPv6, but the S3 endpoint it depends on does not\.\ntransport\/dynamodb-gateway-ipv6 {11}error {4}recommended\n {4}DynamoDB gateway endpoint asks for IPv6\.\ntransport\/ip-type-service-unsupported {5}error {4}recommended\n {4}The service does not answer on the IP address type of the endpoint\.\ntransport\/ip-type-subnet-mismatch {9}error {4}recommended\n {4}IP address type of the endpoint does not fit one of its subnets\.\ntransport\/ipv6-bypasses-gateway {11}warning {2}strict\n {4}S3 gateway endpoint has IPv4 only, but its subnets have IPv6\.\ntransport\/non-tcp-assumption {14}warning {2}recommended\n {4}Security group of an endpoint to a TCP service has UDP or ICMP rules\.\ntransport\/udp-needed {22}warning {2}recommended\n {4}No security group rule admits the UDP port that the endpoint needs\.\ntransport\/zonal-name-used {17}note {5}pedantic\n {4}A record leads to the name an endpoint has in one zone\.\n\nvalidity\/field-not-for-type {15}error {4}recommended\n {4}Endpoint has settings that its type does not take\.\nvalidity\/group-vpc-mismatch {15}error {4}recommended\n {4}A subnet, security group or route table of the endpoint belongs to another\n {4}VPC, or is something else\.\nvalidity\/missing-name-tag {17}note {5}pedantic\n {4}Endpoint lacks a tag it should have\.\nvalidity\/not-execute-api {18}error {4}recommended\n {4}Private API or private domain name refers to an endpoint that is not to\n {4}execute-api\.\nvalidity\/not-shareable {20}error {4}recommended\n {4}Resource share of AWS RAM names an endpoint, which cannot be shared\.\nvalidity\/partition-mismatch {15}error {4}recommended\n {4}A name or ARN of the endpoint is of another partition than its Region\.\nvalidity\/resource-loop {20}error {4}recommended\n {4}Endpoint to a resource of VPC Lattice leads back into its own VPC, or its\n {4}domain name covers its own target\.\nvalidity\/service-region-mismatch {10}error {4}recommended\n {4}The service name is of another Region than the endpoint\.\nvalidity\/shared-subnet {20}error {4}recommended\n {4}Endpoint lies in a VPC or subnet that another account shares\.\nvalidity\/split-associations {15}error {4}recommended\n {4}One list of the endpoint has two owners in Terraform\.\nvalidity\/type-service-mismatch {12}error {4}recommended\n {4}The service has no endpoint of this type\.\nvalidity\/unknown-service-name {13}warning {2}recommended\n {4}No AWS service has this service name\.\n\n120 rules; for one of them run vpce-lint explain <rule>\n$/,
    );
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});

describe('explain', () => {
  it('tells all there is', () => {
    const rule = defineRule({
      id: 'example/lonely',
      level: 'warning',
      preset: 'strict',
      since: '0.2.0',
      summary: 'Endpoint is alone.',
      why: 'An endpoint without neighbours has nobody to talk to when its zone fails, which happens more often than one thinks.',
      fix: 'Add a second one.',
      recipes: { terraform: 'count = 2', cli: 'aws ec2 create-vpc-endpoint ...' },
      exceptions: ['Nobody calls it.'],
      sources: ['https://docs.aws.amazon.com/vpc/'],
      assumes: ['no endpoint elsewhere'],
      options: z.object({
        atLeast: z._default(z.int().check(z.minimum(2), z.maximum(9)), 2),
        names: z._default(z.array(z.string()), []),
        mode: z.optional(z.enum(['soft', 'hard'])),
        deep: z._default(z.boolean(), false),
      }),
      bad: {
        'one endpoint': {
          scene: { endpoints: { sqs: {} } },
          says: '{sqs} is alone',
          options: { atLeast: 3 },
          level: 'note',
        },
      },
      good: { 'two endpoints': { scene: { endpoints: { sqs: {}, kms: {} } } } },
      check: () => pass,
    });
    const needs = { 'example/lonely': ['endpoint.subnets', 'endpoint.type'] };
    expect(explanation(rule as never, { ...apart, needs }, 80, false)).toMatchSnapshot();
  });

  it('takes the name of a rule without its family', async () => {
    const short = await cli(['explain', 'single-az']);
    expect(short).toEqual(await cli(['explain', 'availability/single-az']));
    expect(short.status).toBe(0);
  });

  it.each([
    [
      'dns',
      'vpce-lint: explain: "dns" is a family of rules. Name one rule. `vpce-lint rules` lists the rules of each family.',
    ],
    [
      'full-acess',
      'vpce-lint: unknown rule "full-acess". Did you mean "policy/full-access"? `vpce-lint rules` lists all rules.',
    ],
  ])('of %s', async (typed, said) => {
    expect(await cli(['explain', typed])).toMatchObject({ status: 2, stderr: `${said}\n` });
  });

  it('finds every rule', async () => {
    for (const { id } of JSON.parse((await cli(['rules', '--format', 'json'])).stdout)) {
      const { status, stdout } = await cli(['explain', id]);
      expect({ id, status, text: stdout.startsWith(`${id}  `) }).toEqual({ id, status: 0, text: true });
    }
  });

  it('knows the rules about suppressions', async () => {
    expect((await cli(['explain', 'suppression/unused'])).stdout).toMatchSnapshot();
  });

  it('uses colours where wanted', async () => {
    expect((await cli(['explain', 'suppression/unused'])).stdout).not.toContain('\u001b');
    expect((await cli(['explain', 'suppression/unused', '--color', 'always'])).stdout).toContain('\u001b[1m');
  });
});
