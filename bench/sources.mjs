/** Measures Terraform sources without a plan: a module of ten files, and repositories of many. Also runs by itself. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, programs } from './measure.mjs';
import { ratio, table } from './table.mjs';

/** Files of one root module: ten of its own and five in each of eight local modules. */
const ROOT_FILES = 50;

/** Rows of the table. `roots` is how many root modules the larger repository has; the smaller has a tenth of them. */
export async function sourceRows({ roots, runs }) {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-bench-'));
  try {
    const [module, small, large] = ['module', 'small', 'large'].map((name) => join(folder, name));
    writeModule(module, 10);
    writeRepository(small, Math.max(1, Math.round(roots / 10)));
    writeRepository(large, roots);
    const lint = (path) => programs.lint(path, '--kind', 'sources', '--no-config', '--fail-on', 'never', '-q');
    const { nothing, one } = await measure({ nothing: programs.nothing(), one: lint(module) }, Math.max(runs, 10));
    const { few, many } = await measure({ few: lint(small), many: lint(large) }, runs);
    const rows = [
      { what: 'bare node', ...nothing },
      { what: '`vpce-lint .` of a module of 10 files', ...one, ...ratio(one, nothing, 'bare node', 3) },
      { what: `\`vpce-lint .\` of ${Math.round(roots / 10)} root modules, ${(roots / 10) * ROOT_FILES} files`, ...few },
      {
        what: `\`vpce-lint .\` of ${roots} root modules, ${roots * ROOT_FILES} files`,
        ...many,
        ...ratio(many, few, `${Math.round(roots / 10)} root modules`, 12),
      },
    ];
    return [...rows, ...otherRows(module, one, runs)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Linters of Terraform that are on the path, on the same module. They look for other things. */
const OTHERS = [
  ['tflint', ['--no-color', '--force'], (module) => ['--chdir', module]],
  ['checkov', ['--quiet', '--compact', '--soft-fail', '--framework', 'terraform'], (module) => ['-d', module]],
  ['trivy', ['config', '--quiet'], (module) => [module]],
];

function otherRows(module, own, runs) {
  return OTHERS.flatMap(([name, args, at]) => {
    const times = [];
    for (let run = 0; run < Math.min(runs, 5); run++) {
      const started = performance.now();
      const { error } = spawnSync(name, [...args, ...at(module)], { stdio: 'ignore' });
      if (error) return [];
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    const row = { minMs: times[0], medianMs: times[times.length >> 1] };
    return [{ what: `\`${name}\` of the same module`, ...row, ...ratio(row, own, 'vpce-lint') }];
  });
}

function writeRepository(folder, roots) {
  for (let i = 0; i < roots; i++) {
    const root = join(folder, 'stacks', `s${i}`);
    writeModule(root, 10);
    for (let m = 0; m < 8; m++) {
      const child = join(root, 'modules', `m${m}`);
      mkdirSync(child, { recursive: true });
      for (const name of ['main', 'variables', 'outputs', 'versions', 'locals'])
        writeFileSync(join(child, `${name}.tf`), CHILD[name]);
    }
    const calls = Array.from(
      { length: 8 },
      (_, m) => `module "m${m}" {\n  source = "./modules/m${m}"\n  vpc_id = aws_vpc.main.id\n}\n`,
    );
    writeFileSync(join(root, 'modules.tf'), calls.join('\n'));
  }
}

const CHILD = {
  main: 'resource "aws_security_group" "this" {\n  vpc_id = var.vpc_id\n}\n',
  variables: 'variable "vpc_id" {\n  type = string\n}\n',
  outputs: 'output "group" {\n  value = aws_security_group.this.id\n}\n',
  versions: 'terraform {\n  required_version = ">= 1.5"\n}\n',
  locals: `locals {\n${Array.from({ length: 20 }, (_, i) => `  name_${i} = "value ${i}"\n`).join('')}}\n`,
};

/** A root module of this many files: a VPC, its subnets in three zones, a security group and endpoints. */
function writeModule(folder, files) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'main.tf'), MAIN);
  writeFileSync(join(folder, 'modules.tf'), '');
  for (let i = 2; i < files; i++) writeFileSync(join(folder, `part${i}.tf`), part(i));
}

const MAIN = `provider "aws" {
  region = "eu-west-1"
}

locals {
  zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = local.zones[count.index]
}

resource "aws_security_group" "endpoints" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.main.cidr_block]
  }
}
`;

const SERVICES = ['kms', 'sqs', 'sns', 'logs', 'sts', 'ssm', 'ec2', 'ecs', 'events', 'monitoring'];

function part(i) {
  return `resource "aws_vpc_endpoint" "e${i}" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${SERVICES[i % SERVICES.length]}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
}
`;
}

if (import.meta.main ?? process.argv[1]?.endsWith('sources.mjs')) {
  console.log(table(await sourceRows({ roots: 200, runs: 3 })));
}
