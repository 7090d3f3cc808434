import { parseMappingFile, type MappingFile } from '../profiles/mapping.js';
import { readTextFile } from './read-text-file.js';

/** Reads the mapping that `--mapping` names, if it does. Throws `file_not_found`, `mapping_invalid`. */
export function readMapping(path: string | undefined): MappingFile | undefined {
  return path === undefined ? undefined : parseMappingFile(path, readTextFile(path, '--mapping'));
}
