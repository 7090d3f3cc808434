/**
 * Gives every column a name of its own: blank cells of the header become `Column 3` (after their place), repeated names
 * `Email (2)`. White space around names, which no spreadsheet shows, is taken off.
 */
export function nameColumns(cells: readonly string[]): string[] {
  const given = cells.map((cell) => cell.trim());
  const taken = new Set(given);
  const used = new Map<string, number>();
  return given.map((name, index) => {
    const wanted = name === '' ? `Column ${index + 1}` : name;
    const isFree = name === '' ? !taken.has(wanted) : !used.has(name);
    if (isFree) {
      used.set(wanted, 1);
      taken.add(wanted);
      return wanted;
    }
    return nextFree(wanted, taken, used);
  });
}

/** Numbers a repeated name from where the last one of that name stopped, so that many of them stay quick. */
function nextFree(wanted: string, taken: Set<string>, used: Map<string, number>): string {
  let number = used.get(wanted) ?? 1;
  let name: string;
  do {
    number += 1;
    name = `${wanted} (${number})`;
  } while (taken.has(name));
  used.set(wanted, number);
  taken.add(name);
  return name;
}

/** The names of `count` columns of a file without header: `Column 1`, `Column 2` … */
export function numberColumns(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `Column ${index + 1}`);
}
