const MOST = 10;
const KEPT = 6;

/** The end of an id that is too long to be read, since ids often begin alike. */
export const shortId = (id: string): string => (id.length > MOST ? `…${id.slice(-KEPT)}` : id);
