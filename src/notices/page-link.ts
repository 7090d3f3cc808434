/** The address of an import in the staff page; undefined when it is not known under which address people reach the page. */
export function pageLink(publicUrl: string | undefined, importId: string): string | undefined {
  return publicUrl === undefined
    ? undefined
    : `${publicUrl}/#/session/${encodeURIComponent(importId)}`;
}
