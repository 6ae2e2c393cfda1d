/**
 * How texts for people are written. CONTRIBUTING.md shows the list of phrases; test/rules/voice.test.ts applies all of it
 * to the rules.
 */
import { article } from '../../src/base/words.ts';

interface Phrase {
  /** As CONTRIBUTING.md shows it. */
  readonly avoid: string;
  readonly write: string;
  readonly pattern: RegExp;
}

/** Turns of phrase that need to be read twice. */
const PHRASES: readonly Phrase[] = [
  { avoid: 'mend', write: 'fix', pattern: /\bmend(?:s|ed|ing)?\b/i },
  { avoid: 'alone', write: 'only', pattern: /\balone\b/i },
  { avoid: 'admit', write: 'allow', pattern: /\badmit(?:s|ted|ting)?\b/i },
  { avoid: 'refuse', write: 'reject', pattern: /\brefus(?:e|es|ed|ing|al)\b/i },
  {
    avoid: 'make again, make anew',
    write: 'recreate, replace',
    pattern: /\b(?:make|makes|made|making)\b[^.,;:]{0,30}\b(?:again|anew)\b/i,
  },
  { avoid: 'pass by', write: 'bypass', pattern: /\bpass(?:es|ed|ing)?\b[^.,;:]{0,40}\bby(?=[.,;:)]|$| unless| and)/i },
  { avoid: 'is no X', write: 'is not a X', pattern: /(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|more than\b)/i },
  {
    avoid: 'has to give, is to be, is to have',
    write: 'must, can, requires',
    pattern: /\bhas to give\b|\b(?:is|are) to (?:be|have|give|keep)\b/i,
  },
  {
    avoid: 'takes no, takes only',
    write: 'accepts',
    pattern: /\btakes? (?:no|only|exactly|none|neither|either|any|but)\b/i,
  },
  {
    avoid: 'take out, take away',
    write: 'remove',
    pattern: /\btak(?:e|es|en|ing)\b[^.,;:]{0,40}\b(?:out|away)\b(?! of service)/i,
  },
  { avoid: 'taken as absent', write: 'assumes', pattern: /\btaken as\b/i },
  { avoid: 'for want of', write: 'without', pattern: /\b(?:for )?want of\b/i },
  { avoid: 'alike', write: 'the same', pattern: /\balike\b/i },
  {
    avoid: 'lets through, lets in',
    write: 'allows',
    pattern: /\blet(?:s|ting)?\b[^.,;:]{0,40}\b(?:through|in)(?=[.,;:)]|$| by\b)/i,
  },
  { avoid: 'gets through', write: 'is allowed', pattern: /\b(?:get|gets|got|comes?|goes) through\b/i },
  { avoid: 'whoever, whatever', write: 'anyone who, any', pattern: /\bwho(?:so)?ever\b|\bwhatever\b/i },
  { avoid: 'stranger', write: 'external account', pattern: /\bstrangers?\b/i },
  { avoid: 'unasked', write: 'without approval', pattern: /\bunasked\b/i },
  { avoid: 'the own', write: 'your own, its own', pattern: /\bthe own\b/i },
  { avoid: 'judge', write: 'check', pattern: /\bjudg(?:e|es|ed|ing|ement|ements)\b/i },
  { avoid: 'speak (of a rule)', write: 'report', pattern: /\bspeaks?\b/i },
  { avoid: 'milder', write: 'at a lower level', pattern: /\bmild(?:er|est)?\b/i },
  {
    avoid: 'a clause with "for" as "because"',
    write: 'because',
    pattern: /, for (?:it|they|he|she|there|this|that|these)\b/i,
  },
  { avoid: 'since 136 days', write: 'for 136 days', pattern: /\bsince \d+ (?:day|hour|minute|month|year)s?\b/i },
];

/** British spellings, and how they are written here. */
const SPELLINGS: Readonly<Record<string, string>> = {
  artefact: 'artifact',
  behaviour: 'behavior',
  cancelled: 'canceled',
  centralise: 'centralize',
  colour: 'color',
  customise: 'customize',
  favour: 'favor',
  grey: 'gray',
  honour: 'honor',
  initialise: 'initialize',
  labelled: 'labeled',
  licence: 'license',
  misspelt: 'misspelled',
  modelled: 'modeled',
  neighbour: 'neighbor',
  normalise: 'normalize',
  optimise: 'optimize',
  organisation: 'organization',
  recognise: 'recognize',
  summarise: 'summarize',
  synthesise: 'synthesize',
  travelling: 'traveling',
  unauthorised: 'unauthorized',
  authorise: 'authorize',
  whilst: 'while',
};

/** Terms of AWS that have a full form: what is wrong with a text that uses another. */
const TERMS: readonly { readonly pattern: RegExp; readonly write: string }[] = [
  {
    pattern:
      /(?<!\b(?:security|node|target|log|user|placement|resource|subnet|scaling|option|parameter|instance|IAM) )\bgroups?\b/i,
    write: 'security group',
  },
  { pattern: /\bnat-gateways?\b|\bNAT\b(?! gateways?\b)/, write: 'NAT gateway' },
  {
    pattern: /(?<!-)\b(?:route-table|security-group|network-acl|hosted-zone|endpoint-service)s?\b(?!\/)/,
    write: 'the term in words',
  },
  {
    pattern: /(?<!\bnetwork )\binterfaces?\b(?!,? (?:(?:or|and) gateway |(?:VPC )?endpoints?\b))/i,
    write: 'network interface',
  },
];

const LONGEST = 25;

/** What is wrong with a text, one line each; `after` is what was read before it, in which terms may be introduced. */
export function faultsOf(text: string, after = ''): string[] {
  const plain = withoutCode(text);
  return [
    ...phrasesIn(plain),
    ...termsIn(plain),
    ...(introducesZones(after) ? [] : zonesIn(plain)),
    ...lengthOf(plain),
    ...colonsOf(plain),
    ...grammarOf(text),
  ];
}

/** What is wrong with a part of a page, one line each. Pages introduce terms in other parts. */
export function faultsOfPage(text: string): string[] {
  const plain = withoutCode(text);
  return [...phrasesIn(plain), ...lengthOf(plain), ...grammarOf(text)];
}

/** Banned phrases and spellings in a text; code and quotations in it do not count. */
export function phrasesIn(plain: string): string[] {
  const found = PHRASES.flatMap(({ pattern, write }) => {
    const [match] = pattern.exec(plain) ?? [];
    return match === undefined ? [] : [`"${match}": write "${write}"`];
  });
  const words = plain.toLowerCase().match(/[a-z]+/g) ?? [];
  const british = Object.entries(SPELLINGS).filter(([from]) =>
    words.some((word) => word.startsWith(from.replace(/e$/, ''))),
  );
  return [...found, ...british.map(([from, to]) => `"${from}": write "${to}"`)];
}

function termsIn(plain: string): string[] {
  return TERMS.flatMap(({ pattern, write }) => {
    const [match] = pattern.exec(plain) ?? [];
    return match === undefined ? [] : [`"${match}": write "${write}"`];
  });
}

const ZONE_IN_FULL = /\b(?:Availability|hosted|Local|Wavelength) Zones?\b/i;

function introducesZones(text: string): boolean {
  return ZONE_IN_FULL.test(text);
}

function zonesIn(plain: string): string[] {
  const [first] = /(?:[\w-]+ )?\bzones?\b/i.exec(plain) ?? [];
  if (first === undefined || introducesZones(first)) return [];
  return [`"${first}": first write "Availability Zone" or "hosted zone"`];
}

function lengthOf(plain: string): string[] {
  return plain.split(/[.!?]["')]?(?=\s|$)|\n/).flatMap((sentence) => {
    const words = sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}`]/u.test(word));
    return words.length > LONGEST ? [`a sentence of ${words.length} words: ${sentence.trim()}`] : [];
  });
}

function colonsOf(plain: string): string[] {
  const colons = plain.match(/:(?=\s|$)/g) ?? [];
  return colons.length > 1 ? [`${colons.length} colons`] : [];
}

function grammarOf(text: string): string[] {
  const articles = [...text.matchAll(/\b(an?) (?!and\b|or\b|is\b)[`"*]?([\p{L}\p{N}][\p{L}\p{N}-]*)/giu)].flatMap(
    ([match, used, noun]) =>
      used!.toLowerCase() === article(noun!) ? [] : [`"${match}": write "${article(noun!)} ${noun}"`],
  );
  const plurals = [...text.matchAll(/(?<![\w.,:/-])1 (?:more |other )?([a-z]+s)\b(?!:)/g)].flatMap(([match, noun]) =>
    /ss$|^(?:is|was|has|of)$/.test(noun!) ? [] : [`"${match}": one of them`],
  );
  return [...articles, ...plurals];
}

/** Code as one word without letters of its own; links and quotations likewise. */
function withoutCode(text: string): string {
  return (
    text
      .replace(/`[^`]*`/g, '`x`')
      .replace(/https?:\/\/\S+/g, 'x')
      // Ids of rules.
      .replace(/(?<![\w/])[a-z]+(?:-[a-z]+)*\/[a-z0-9]+(?:-[a-z0-9]+)+(?![\w/])/g, 'x')
      .replace(/\b[A-Z]\w+: "[^"]*"/g, 'x')
  );
}

/** The phrases as CONTRIBUTING.md shows them. */
export function phraseTable(): string {
  const spellings = Object.entries(SPELLINGS).map(([from, to]) => `${from} (${to})`);
  return [
    '| do not write | write |',
    '|---|---|',
    ...PHRASES.map(({ avoid, write }) => `| ${avoid} | ${write} |`),
    `| ${spellings.join(', ')} | American spelling |`,
  ].join('\n');
}
