/** The text of a client that was erased after it was handed over; no client is ever staged as this one. */
export const ERASED_CLIENT = '{}';
