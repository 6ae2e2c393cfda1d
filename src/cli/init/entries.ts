/** Entries with which other tools run vpce-lint. `path` is what they check, from the root of the repository. */

export interface EntryOptions {
  readonly path: string;
  readonly version: string;
  /** Whether all inputs can be compared with another revision, as Terraform code and templates can. */
  readonly compares: boolean;
}

/** CI runs in the root of the repository, so a config below it must be named. */
const configOf = (path: string) => (path === '.' ? undefined : `${path}/vpce-lint.yaml`);

/** Any text as a YAML scalar. */
const yaml = (text: string) => (/^[\w./-]+$/.test(text) ? text : JSON.stringify(text));

/** Any text as a word of a shell. */
const word = (text: string) => (/^[\w./@:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const SINCE_BASE = `          changed-since: \${{ github.event_name == 'pull_request' && format('origin/{0}', github.base_ref) || '' }}
`;

export function githubWorkflow({ path, version, compares }: EntryOptions): string {
  const config = configOf(path);
  return `# Checks AWS VPC endpoints. Inputs and outputs: https://github.com/vpce-lint/vpce-lint/blob/v${version}/docs/ci.md
name: vpce-lint

on:
  pull_request:
  push:
    branches: [main]

permissions: {}

jobs:
  vpce-lint:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
${compares ? '          fetch-depth: 0 # a pull request is compared with its base\n' : ''}          persist-credentials: false
      - uses: vpce-lint/vpce-lint@v${version} # zizmor: ignore[unpinned-uses] better pin the commit of this tag
        with:
          paths: ${yaml(/\s/.test(path) ? `"${path}"` : path)}
${config === undefined ? '' : `          config: ${yaml(config)}\n`}${compares ? SINCE_BASE : ''}`;
}

export function gitlabJob({ path, version }: EntryOptions): string {
  const config = configOf(path);
  const args = [path, ...(config === undefined ? [] : ['--config', config])].map(word).join(' ');
  return gitlabJobOf({
    include: 'local: .gitlab/vpce-lint.yml',
    variables: '',
    script: `npx --yes vpce-lint@${version} ${args}`,
  });
}

/** The job that every repository can include from ours. The shell splits its variables at spaces and does not expand them. */
export function gitlabTemplate(version: string): string {
  return gitlabJobOf({
    include: `remote: https://raw.githubusercontent.com/vpce-lint/vpce-lint/v${version}/ci/gitlab.yml`,
    variables: `    VPCE_LINT_PATHS: . # files and directories, separated by spaces
    VPCE_LINT_ARGS: "" # more options
`,
    script: `set -f; npx --yes vpce-lint@${version} $VPCE_LINT_ARGS $VPCE_LINT_PATHS`,
  });
}

interface GitlabParts {
  readonly include: string;
  readonly variables: string;
  readonly script: string;
}

function gitlabJobOf({ include, variables, script }: GitlabParts): string {
  return `# Checks AWS VPC endpoints; findings show in the merge request. In .gitlab-ci.yml:
#   include:
#     - ${include}
vpce-lint:
  stage: test
  image: node:24-slim
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables:
${variables}    npm_config_omit: optional # the AWS SDK is for live accounts only
  script:
    - ${JSON.stringify(`${script} -f pretty -f gitlab=gl-code-quality-report.json`)}
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;
}

export function gitlabInclude(): string {
  return 'include:\n  - local: .gitlab/vpce-lint.yml\n';
}

export function preCommitConfig(options: EntryOptions): string {
  return `repos:\n${preCommitEntry(options)}`;
}

export function preCommitEntry({ path, version }: EntryOptions): string {
  const config = configOf(path);
  const args = [path, ...(config === undefined ? [] : ['--config', config])].map((each) => JSON.stringify(each));
  return `  - repo: https://github.com/vpce-lint/vpce-lint
    rev: v${version}
    hooks:
      - id: vpce-lint
        args: [${args.join(', ')}]
`;
}
