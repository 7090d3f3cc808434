import type { ArchiveParts } from '../zip/archive-parts.js';
import { FerryError } from '../../errors.js';
import { printable } from '../zip/entry-name.js';
import { parseXml } from './read-xml.js';

export interface Sheet {
  /** As on its tab. */
  readonly name: string;
  readonly isHidden: boolean;
  /** Where its cells are. */
  readonly part: string;
}

export interface Workbook {
  /** In the order of the tabs, without those that are only charts. */
  readonly sheets: readonly Sheet[];
  /** Whether dates count from 1904 instead of 1900. */
  readonly is1904: boolean;
  readonly stringsPart: string;
  readonly stylesPart: string;
}

interface Relation {
  readonly kind: string;
  readonly part: string;
}

/**
 * Reads which sheets a workbook has and where its parts are (ECMA-376 part 1, sections 12.3 and 18.2).
 * Throws `file_unreadable`, `archive_unsafe`, and what reading the parts throws.
 */
export async function readWorkbook(parts: ArchiveParts): Promise<Workbook> {
  const relations = await readRelations(parts);
  const sheets: Sheet[] = [];
  let is1904 = false;
  const workbook = parts.find('xl/workbook.xml');
  if (workbook === undefined) throw noWorkbook(parts.name);
  await parseXml(workbook, {
    open(tag, attributes) {
      if (tag === 'workbookPr') is1904 = /^(?:1|true|on)$/.test(attributes['date1904'] ?? '');
      if (tag !== 'sheet') return;
      const relation = relations.get(relationId(attributes) ?? '');
      if (relation?.kind !== 'worksheet') return;
      const isHidden = /hidden/i.test(attributes['state'] ?? '');
      sheets.push({ name: printable(attributes['name'] ?? ''), isHidden, part: relation.part });
    },
  });
  const partOf = (kind: string): string | undefined =>
    [...relations.values()].find((relation) => relation.kind === kind)?.part;
  return {
    sheets,
    is1904,
    stringsPart: partOf('sharedStrings') ?? 'xl/sharedStrings.xml',
    stylesPart: partOf('styles') ?? 'xl/styles.xml',
  };
}

async function readRelations(parts: ArchiveParts): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  const part = parts.find('xl/_rels/workbook.xml.rels');
  if (part === undefined) throw noWorkbook(parts.name);
  await parseXml(part, {
    open(tag, attributes) {
      const { Id, Type, Target, TargetMode } = attributes;
      if (tag !== 'Relationship' || Id === undefined || Target === undefined) return;
      // What lies outside of the workbook is never opened.
      if (TargetMode === 'External') return;
      const kind = Type?.slice(Type.lastIndexOf('/') + 1) ?? '';
      relations.set(Id, { kind, part: Target.startsWith('/') ? Target : `xl/${Target}` });
    },
  });
  return relations;
}

/** The attribute is `r:id`, with whatever prefix the writer chose. */
function relationId(attributes: Record<string, string>): string | undefined {
  const key = Object.keys(attributes).find((name) => name.endsWith(':id'));
  return key === undefined ? attributes['id'] : attributes[key];
}

function noWorkbook(name: string): FerryError {
  return new FerryError(
    'file_unreadable',
    `${name} is damaged: parts of the workbook are missing.`,
    {
      hint: 'Open the workbook in a spreadsheet program and save it again.',
    },
  );
}
