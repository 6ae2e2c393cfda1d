/**
 * What a JSON report decides, without its texts: one line for each part, so that a difference reads well.
 *
 * @param {any} report of `lint`, or the array `policy` prints
 * @returns {string}
 */
export function verdictsOf(report) {
  if (Array.isArray(report)) return lines(report.map(ofPolicy));
  const { complete, incomplete = [], inputs = [], findings = [], undecided = [], checks = [], summary } = report;
  return lines([
    { complete, summary },
    ...incomplete.map(({ message, ...rest }) => rest),
    ...inputs,
    ...findings.map(({ rule, level, status, subject, location, fingerprint }) => ({
      ...{ rule, level, status, fingerprint },
      ...{ subject, location },
    })),
    ...undecided.map(({ rule, subject }) => ({ undecided: rule, subject })),
    ...checks,
  ]);
}

/** A policy keeps what was decided of it: everything that is not a sentence. */
function ofPolicy({ findings = [], ...rest }) {
  const decided = Object.entries(rest).filter(([, value]) => typeof value === 'boolean' || typeof value === 'object');
  return {
    file: rest.file,
    service: rest.service,
    ...Object.fromEntries(decided.filter(([name]) => !/message|note|hint|doubt|reason/i.test(name))),
    findings: findings.map(({ rule, level, fingerprint }) => ({ rule, level, fingerprint })),
  };
}

const lines = (parts) => parts.map((part) => `${JSON.stringify(part)}\n`).join('');
