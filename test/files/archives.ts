import { ZipFile } from 'yazl';

/** A file of an archive: text or bytes. */
export type Content = string | Buffer;

/** A ZIP archive of these files, in this order; names ending in `/` are folders. */
export async function zipOf(
  files: readonly (readonly [string, Content])[],
  options: { mode?: number; compress?: boolean } = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of files) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(content), name, options);
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Replaces every occurrence of some bytes by as many others, for archives that no zip program writes. */
export function patched(bytes: Buffer, from: Content, to: Content): Buffer {
  const [wanted, put] = [Buffer.from(from), Buffer.from(to)];
  if (wanted.length !== put.length) throw new Error('lengths differ');
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(wanted); at !== -1; at = copy.indexOf(wanted, at + 1)) {
    put.copy(copy, at);
  }
  return copy;
}

/** Offset of the first header of the central directory. */
export function centralHeader(bytes: Buffer): number {
  return bytes.indexOf(Buffer.from('504b0102', 'hex'));
}

export interface BookPlan {
  /** Sheet name to the XML inside of `sheetData`; a name beginning with `hidden:` makes a hidden sheet. */
  readonly sheets: Readonly<Record<string, string>>;
  /** XML inside of `sst`. */
  readonly strings?: string;
  /** XML inside of `styleSheet`. */
  readonly styles?: string;
  readonly is1904?: boolean;
  readonly extra?: readonly (readonly [string, Content])[];
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook written by hand, so that tests can hold what no program writes. */
export async function bookOf(plan: BookPlan): Promise<Buffer> {
  const sheets = Object.entries(plan.sheets);
  const tabs = sheets.map(([name], at) => {
    const state = name.startsWith('hidden:') ? ' state="hidden"' : '';
    return `<sheet name="${name.replace('hidden:', '')}" sheetId="${at + 1}" r:id="rId${at + 1}"${state}/>`;
  });
  const relations = sheets.map(
    (_, at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  const date = plan.is1904 === true ? '<workbookPr date1904="1"/>' : '';
  return zipOf([
    ['[Content_Types].xml', `${XML}<Types/>`],
    [
      'xl/workbook.xml',
      `${XML}<workbook ${MAIN} xmlns:r="${RELS}">${date}<sheets>${tabs.join('')}</sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', `${XML}<Relationships>${relations.join('')}</Relationships>`],
    ...(plan.strings === undefined
      ? []
      : [['xl/sharedStrings.xml', `${XML}<sst ${MAIN}>${plan.strings}</sst>`] as const]),
    ...(plan.styles === undefined
      ? []
      : [['xl/styles.xml', `${XML}<styleSheet ${MAIN}>${plan.styles}</styleSheet>`] as const]),
    ...sheets.map(
      ([, data], at) =>
        [
          `xl/worksheets/sheet${at + 1}.xml`,
          `${XML}<worksheet ${MAIN}><dimension ref="A1:XFD1048576"/><sheetData>${data}</sheetData></worksheet>`,
        ] as const,
    ),
    ...(plan.extra ?? []),
  ]);
}

/** A row of texts within the cells. */
export function textRow(line: number, ...texts: string[]): string {
  const cells = texts.map((text, at) => {
    return `<c r="${String.fromCharCode(65 + at)}${line}" t="inlineStr"><is><t>${text}</t></is></c>`;
  });
  return `<row r="${line}">${cells.join('')}</row>`;
}
