/** What would make it the end of a longer address, or the beginning of a longer host name. */
const BEFORE = String.raw`(?<![\p{L}\p{N}._+-])`;
const BEHIND = String.raw`(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`;

/** The address as it is compared: without blanks around it, in small letters. Forms with `+` are addresses of their own. */
const foldAddress = (address: string): string => address.trim().normalize('NFC').toLowerCase();

/**
 * Makes the test whether a value names an e-mail address: a text anywhere in it, keys included, that is the address or holds it
 * among other words. `a.lovelace@example.org` is not named by `ada.lovelace@example.org` nor by `a.lovelace@example.org.uk`.
 */
export function createNamesAddress(address: string): (value: unknown) => boolean {
  const folded = foldAddress(address);
  const pattern = new RegExp(`${BEFORE}${escapeForPattern(folded)}${BEHIND}`, 'u');
  const names = (value: unknown): boolean => {
    if (typeof value === 'string') {
      const text = foldAddress(value);
      return text.includes(folded) && pattern.test(text);
    }
    if (typeof value !== 'object' || value === null) return false;
    return Object.entries(value).some(([key, one]) => names(key) || names(one));
  };
  return names;
}

const escapeForPattern = (text: string): string =>
  text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
