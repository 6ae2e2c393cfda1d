import type { Report } from '../../findings/index.ts';

/**
 * `vpce-lint/<folder or account and region>/`: code scanning keeps one set of alerts for each, and a second upload
 * of the same category replaces the first. It comes from the inputs' names, never from what was found in them.
 */
export function category(report: Report, own: string | undefined): string {
  const name = own ?? common([...report.inputs.map(root), ...unreached(report)]);
  const steps = name.split('/').filter((step) => step !== '' && step !== '.');
  return `vpce-lint/${steps.map((step) => `${escapeStep(step)}/`).join('')}`;
}

/** The folder of a file; a live input is named by account and region, and is its own root. */
function root(input: Report['inputs'][number]): string[] {
  const steps = input.path.split('/').filter((step) => step !== '.');
  return input.kind === 'live' ? steps : steps.slice(0, -1);
}

/** Accounts and Regions that did not answer also count: a run that missed one is still a run of the same accounts. */
function unreached(report: Report): string[][] {
  return report.incomplete.flatMap(({ account, region }) =>
    account === null ? [] : [region === null ? [account] : [account, region]],
  );
}

function common(paths: readonly string[][]): string {
  const [first = [], ...rest] = paths;
  let length = first.length;
  for (const path of rest) {
    let same = 0;
    while (same < length && same < path.length && path[same] === first[same]) same++;
    length = same;
  }
  const steps = first.slice(0, length);
  // A path of this machine (absolute, or above the working directory) would differ on the next one.
  return steps[0] === '' || steps[0] === '..' ? '' : steps.join('/');
}

function escapeStep(step: string): string {
  return step.replace(/[^A-Za-z0-9._@+=-]+/g, '-');
}
