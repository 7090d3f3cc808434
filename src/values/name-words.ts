/** Forms of address that stand before a name, without their full stop. */
const PREFIXES = new Set(
  'mr mrs ms miss mx dr prof herr frau mme mlle sr sra srta sig signora'.split(' '),
);

/** Small words that belong to the family name after them. */
const PARTICLES = new Set([
  ...'van von vom zu zum zur der den ter ten af av de del della di da do dos das du'.split(' '),
  ...'la las le les los bin bint ibn ben bar bat abu al el st st.'.split(' '),
  ...['בן', 'בת', 'בר', 'אבו', 'דה', "o'", 'o’', "d'", 'd’', "'t", '’t'],
]);

/** What stands after a family name, without full stops. */
const SUFFIXES = new Set(
  'jr jnr sr snr ii iii iv phd md mba esq dds dvm cpa rn bsc msc'.split(' '),
);

/** Words are longer than this only in text that is no name. */
const LONGEST_WORD = 12;

/** Whether a word is a form of address such as `Mrs.` */
export function isNamePrefix(word: string): boolean {
  return word.length <= LONGEST_WORD && PREFIXES.has(word.toLowerCase().replace(/\.$/, ''));
}

/** Whether a word is a small one such as `van`, which belongs to the family name. */
export function isNameParticle(word: string): boolean {
  return word.length <= LONGEST_WORD && PARTICLES.has(word.toLowerCase());
}

/** Whether a word is one such as `Jr.` or `PhD`, which stands after the family name. */
export function isNameSuffix(word: string): boolean {
  return word.length <= LONGEST_WORD && SUFFIXES.has(word.toLowerCase().replaceAll('.', ''));
}
