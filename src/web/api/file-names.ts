import { safeFileName } from '../../drafts/file-name.js';

const LONGEST_STEM = 100;

/**
 * `Content-Disposition` of a download: a plain name for old clients, and the whole one in the form of RFC 5987
 * (promises S19). Characters that file systems or headers give a meaning are replaced.
 */
export function attachment(name: string): string {
  const whole = safeFileName(name).replace(/[<>:"|?*;]/g, '_');
  const plain = whole
    .normalize('NFKD')
    .replace(/[^ -~]/g, '')
    .replace(/[%'\\/]/g, '_');
  const encoded = encodeURIComponent(whole).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** A file's name without folders and extension, of a bounded length, for making another name from it. */
export function stemOf(name: string): string {
  const stem = safeFileName(name).replace(/\.[^.]*$/, '');
  return Array.from(stem).slice(0, LONGEST_STEM).join('');
}
