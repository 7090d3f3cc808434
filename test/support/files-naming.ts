import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files anywhere below a folder in which a text can be read, whatever its case. */
export function filesNaming(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path, 'latin1').toLowerCase().includes(text.toLowerCase()));
}
