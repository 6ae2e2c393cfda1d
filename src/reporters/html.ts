import { numeral, plural } from '../base/words.ts';
import type { Report } from '../findings/index.ts';
import { gapLines } from './gaps.ts';
import { pageData } from './html/data.ts';
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from './html/page.generated.ts';
import { oneLine } from './inert.ts';
import type { Reporter } from './reporter.ts';
import { configLine, summaryLine, verdict } from './summary.ts';
import { jsonText } from './text.ts';

/** Nothing is fetched, sent, framed or run but this script, and it may not write HTML. */
const POLICY = [
  "default-src 'none'",
  `script-src '${SCRIPT_HASH}'`,
  `style-src '${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * `--format html`: one page that needs no other file. The page itself contains only the counts. Its script (src/page)
 * draws findings, VPCs and filters from the data at the end of the page.
 */
export const html: Reporter = (report, context) => {
  const { judged, managed } = context;
  const title = `vpce-lint: ${verdict(report, judged)}`;
  const lines = [summaryLine(report, { judged, managed, elapsedMs: null }), ...configLine(report)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header class="top">
<p class="brand">vpce-lint ${escaped(report.tool.version)}</p>
<h1>VPC endpoints: ${escaped(verdict(report, judged))}</h1>
${lines.map((line) => `<p class="line">${escaped(line)}</p>`).join('\n')}
</header>
<main id="main">
${gapsSection(report)}${tiles(report)}
<p class="off">The script of this page draws the findings here. If this line stays, scripts are off: save the page and open it in a browser.</p>
<div id="app"></div>
${runSection(report)}</main>
<script type="application/json" id="data">${inScript(jsonText(pageData(report, context)))}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
};

/** The counts, as large as they matter. */
function tiles({ summary, endpoints }: Report): string {
  const vpcs = new Set(endpoints.map(({ account, region, vpc }) => JSON.stringify([account, region, vpc]))).size;
  const { errors, warnings, notes, undecided, suppressed, baselined } = summary;
  const all: readonly (readonly [kind: string, n: number, noun: string])[] = [
    ['error', errors, plural(errors, 'error')],
    ['warning', warnings, plural(warnings, 'warning')],
    ['note', notes, plural(notes, 'note')],
    ['undecided', undecided, 'undecided'],
    ...(suppressed > 0 ? [['quiet', suppressed, 'suppressed'] as const] : []),
    ...(baselined > 0 ? [['quiet', baselined, 'baselined'] as const] : []),
    ['quiet', summary.endpoints, plural(summary.endpoints, 'endpoint')],
    ['quiet', vpcs, plural(vpcs, 'VPC')],
  ];
  const items = all.map(
    ([kind, n, noun]) => `<li class="tile ${n === 0 ? 'none' : kind}"><b>${numeral(n)}</b> ${noun}</li>`,
  );
  return `<ul class="tiles" aria-label="Counts">${items.join('')}</ul>`;
}

function gapsSection(report: Report): string {
  const lines = gapLines(report);
  if (lines.length === 0) return '';
  const items = lines.map((line) => `<li>${escaped(line)}</li>`).join('');
  return `<section class="gap" aria-labelledby="gaps"><h2 id="gaps">This run is incomplete</h2>
<p>What is not listed was not checked.</p><ul>${items}</ul></section>
`;
}

const INPUTS_SHOWN = 200;

/** What was checked. At the end, because few readers ask for it. */
function runSection({ inputs }: Report): string {
  const rows = inputs
    .slice(0, INPUTS_SHOWN)
    .map(
      ({ path, kind, endpoints, role }) =>
        `<tr><th scope="row"><bdi class="name">${escaped(path)}</bdi></th><td>${escaped(kind)}${role ? ', as context' : ''}</td><td class="number">${endpoints}</td></tr>`,
    );
  const left = inputs.length - rows.length;
  return `<section aria-labelledby="inputs"><h2 id="inputs">Inputs</h2>
<div class="scroll" role="region" tabindex="0" aria-label="Inputs of the run"><table><thead><tr><th scope="col">Path</th><th scope="col">Kind</th><th scope="col">Endpoints</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>
${left > 0 ? `<p>and ${left} more</p>` : ''}</section>
`;
}

function escaped(text: string): string {
  return oneLine(text).replace(/[&<>"']|#(?=#)/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** JSON in a script element: nothing in it ends the element or begins a comment. */
function inScript(json: string): string {
  return json.replaceAll('<', '\\u003c');
}
