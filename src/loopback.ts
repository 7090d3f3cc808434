/** Whether a host name or address, as in `HOST` or in a URL, is this machine's own, which nobody else can reach. */
export const isLoopback = (host: string): boolean =>
  /^(127\.\d+\.\d+\.\d+|\[?::1\]?|localhost)$/.test(host);
