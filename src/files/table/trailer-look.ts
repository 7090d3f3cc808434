import { countInked, isBlank } from './row.js';

/** A trailer is told from a record by how much it leaves blank, which needs some columns unless nothing but a word is there. */
const leastColumns = 4;
const mostInked = 2;
/** "3 clients", "12 records" */
const countOf = /^\d{1,9} \p{L}{3,20}$/u;
/** Words that alone, or with a figure, are no name even in a narrow table. */
const plainTotal = /^(?:grand )?(?:totals?|subtotal|summe|gesamt|totale|totaal|suma|soma)\s*:?$/u;
const maxWordCharacters = 40;

/** What lines below a list begin with, lower case: English, German, French, Spanish, Portuguese, Italian, Dutch, Hebrew. */
const words = [
  ...['total', 'totals', 'subtotal', 'grand total', 'sum', 'count', 'records', 'number of', 'rows'],
  ...['generated', 'exported', 'created by', 'report', 'end of', 'page', 'printed'],
  ...[
    'gesamt',
    'summe',
    'insgesamt',
    'anzahl',
    'erstellt',
    'exportiert',
    'bericht',
    'ende',
    'seite',
  ],
  ...['totaux', 'somme', 'nombre', 'généré', 'exporté', 'rapport', 'fin de', 'fin du'],
  ...['suma', 'totales', 'generado', 'exportado', 'informe', 'fin del', 'registros', 'página'],
  ...['soma', 'totais', 'gerado', 'relatório', 'fim do', 'fim da'],
  ...['totale', 'totali', 'somma', 'generato', 'esportato', 'rapporto', 'fine del', 'pagina'],
  ...['totaal', 'aantal', 'gegenereerd', 'geëxporteerd', 'rapport', 'einde'],
  ...['סה"כ', 'סה״כ', 'סך הכל', 'הופק', 'דוח'],
];

const pattern = new RegExp(`^(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'u');

/**
 * Whether a row at the end of a table may be a line of totals or the like: one or two cells that are not blank, the first of
 * which begins with a word such as "total" (in a table of less than four columns it is that word) or counts something.
 * Nobody with an e-mail address is one.
 */
export function looksLikeTrailer(cells: readonly string[], columns: number): boolean {
  if (columns < 2) return false;
  // Most records are told from a trailer by their first three cells.
  if (isInked(cells[0]) && isInked(cells[1]) && isInked(cells[2])) return false;
  const inked = countInked(cells);
  if (inked === 0 || inked > mostInked || cells.some((cell) => cell.includes('@'))) return false;
  const first = cells.find((cell) => !isBlank(cell)) ?? '';
  const text = first.trim().slice(0, maxWordCharacters).toLowerCase();
  if (inked === 1 && countOf.test(text)) return true;
  return columns < leastColumns ? plainTotal.test(text) : pattern.test(text);
}

function isInked(cell: string | undefined): boolean {
  return cell !== undefined && !isBlank(cell);
}
