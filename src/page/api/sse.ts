/**
 * Gives the data of each event in a stream of server-sent events; comments, names and ids are passed over. Pieces may be
 * cut anywhere. Source: WHATWG HTML, 9.2.6.
 */
export async function* readEvents(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  let lines: string[] = [];
  for await (const piece of pieces) {
    rest += piece;
    // A CR at the very end may be the first half of CRLF, so it waits for the next piece.
    const complete = /^([\s\S]*(?:\n|\r(?!$)))([\s\S]*)$/.exec(rest);
    if (!complete) continue;
    rest = complete[2] ?? '';
    for (const line of (complete[1] ?? '').split(/\r\n|\n|\r/).slice(0, -1)) {
      if (line !== '') lines.push(line);
      else {
        const data = lines.flatMap(dataOf);
        lines = [];
        if (data.length > 0) yield data.join('\n');
      }
    }
  }
}

function dataOf(line: string): string[] {
  const match = /^data(?:: ?(.*))?$/.exec(line);
  return match ? [match[1] ?? ''] : [];
}
