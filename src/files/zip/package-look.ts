import type { ArchiveEntry } from './list-entries.js';

/** Programs keep their documents as ZIP archives whose entries have telling names. */
const packages: readonly (readonly [string, string])[] = [
  ['xl/workbook.bin', 'a binary Excel workbook (XLSB)'],
  ['word/document.xml', 'a Word document (DOCX)'],
  ['ppt/presentation.xml', 'a PowerPoint presentation (PPTX)'],
  ['META-INF/manifest.xml', 'an OpenDocument file, such as a LibreOffice spreadsheet'],
  ['Index/Document.iwa', 'an Apple document, such as a Numbers spreadsheet'],
  ['META-INF/MANIFEST.MF', 'a Java program'],
];

/** Whether an archive is an Excel workbook (ECMA-376 part 1, section 12.3.23: the workbook part at its usual place). */
export function isWorkbook(entries: readonly ArchiveEntry[]): boolean {
  return entries.some(({ name }) => name.toLowerCase() === 'xl/workbook.xml');
}

/** Names what an archive is when it is one document, such as `a Word document (DOCX)`; undefined for a plain ZIP. */
export function findPackageLook(entries: readonly ArchiveEntry[]): string | undefined {
  const names = new Set(entries.map(({ name }) => name));
  return packages.find(([part]) => names.has(part))?.[1];
}
