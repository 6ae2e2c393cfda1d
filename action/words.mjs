/**
 * Words of an input: separated by spaces and lines, kept together by quotes. Nothing is expanded and no shell is asked.
 *
 * @throws Error for a quote that does not end
 */
export function wordsOf(text) {
  const words = [];
  let word;
  let quote;
  for (const character of text) {
    if (character === quote) quote = undefined;
    else if (quote !== undefined) word += character;
    else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== undefined) throw new Error(`a quote does not end: ${text}`);
  return word === undefined ? words : [...words, word];
}

/** A workflow command on one line, for any message. */
export function errorCommand(message) {
  return `::error title=vpce-lint::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}\n`;
}
