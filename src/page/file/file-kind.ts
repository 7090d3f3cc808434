export type FileKind = 'csv' | 'xlsx' | 'vcard' | 'zip' | 'other';

const KINDS: Readonly<Record<string, FileKind>> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  txt: 'csv',
  xlsx: 'xlsx',
  vcf: 'vcard',
  vcard: 'vcard',
  zip: 'zip',
};

/** What kind of file a name stands for, for its icon and word; what it holds is for the app to find out. */
export function kindOf(name: string): FileKind {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return (Object.hasOwn(KINDS, ending) && KINDS[ending]) || 'other';
}
