import { FerryError } from '../../errors.js';
import type { Card } from './card.js';
import { CardBuilder, isKeptProperty } from './card-builder.js';
import { LineSplitter, type PhysicalLine } from './split-lines.js';
import { Unfolder, type ContentLine } from './unfold.js';

export interface CardPlan {
  /** Name of the file, for messages. */
  readonly name: string;
  /** The text of the file, from its beginning, in pieces. */
  readonly text: AsyncIterable<string>;
  /** Told of a blank line between cards. */
  readonly onBlankLine?: () => void;
  /** Told the name of a property whose value is not read. */
  readonly onIgnored?: (property: string) => void;
}

/**
 * Yields the cards of a vCard file (versions 2.1, 3.0, 4.0) in its order, with flat memory.
 * Throws `card_not_closed`, `record_too_long`, `encoding_uncertain`, `encoding_unknown`, and what reading the text throws.
 */
export async function* readCards(plan: CardPlan): AsyncGenerator<Card, void, undefined> {
  const splitter = new LineSplitter();
  const reader = new CardReader(plan);
  for await (const piece of plan.text) {
    for (const line of splitter.feed(piece)) yield* reader.feed(line);
  }
  for (const line of splitter.end()) yield* reader.feed(line);
  yield* reader.end();
}

class CardReader {
  readonly #plan: CardPlan;
  readonly #unfolder: Unfolder;
  #card: CardBuilder | undefined;
  /** Cards within the card: version 2.1 writes somebody's assistant so. */
  #innerCards = 0;
  #lastProperty = '';

  constructor(plan: CardPlan) {
    this.#plan = plan;
    this.#unfolder = new Unfolder(plan.name, isKeptProperty);
  }

  *feed(line: PhysicalLine): Generator<Card, void, undefined> {
    for (const content of this.#unfolder.feed(line)) yield* this.#take(content);
  }

  *end(): Generator<Card, void, undefined> {
    for (const content of this.#unfolder.end()) yield* this.#take(content);
    if (this.#card !== undefined) throw cardNotClosed(this.#plan.name, this.#card.line);
  }

  *#take({ line, property, isBlank }: ContentLine): Generator<Card, void, undefined> {
    if (isBlank) {
      if (this.#card === undefined) this.#plan.onBlankLine?.();
      return;
    }
    const isCardMark = property?.value.trim().toUpperCase() === 'VCARD';
    if (isCardMark && property.name === 'BEGIN') this.#begin(line);
    else if (this.#card === undefined) throw outsideOfCards(this.#plan.name, line);
    else if (isCardMark && property.name === 'END') yield* this.#finish(this.#card);
    else if (property !== undefined && this.#innerCards === 0) {
      if (isKeptProperty(property.name)) this.#card.add(property, line);
      else this.#plan.onIgnored?.(property.name);
      this.#unfolder.keepsFoldSpace = this.#card.isVersion21;
    }
    this.#lastProperty = property?.name ?? '';
  }

  #begin(line: number): void {
    if (this.#card === undefined) {
      this.#card = new CardBuilder(this.#plan.name, line);
      this.#unfolder.keepsFoldSpace = false;
    } else if (this.#innerCards > 0 || this.#lastProperty === 'AGENT') this.#innerCards += 1;
    else throw cardNotClosed(this.#plan.name, this.#card.line);
  }

  *#finish(card: CardBuilder): Generator<Card, void, undefined> {
    if (this.#innerCards > 0) {
      this.#innerCards -= 1;
      return;
    }
    this.#card = undefined;
    yield card.finish();
  }
}

function cardNotClosed(name: string, line: number): FerryError {
  const message = `${name}, line ${line}: the card that begins there has no END:VCARD.`;
  return new FerryError('card_not_closed', message, {
    hint: 'The file may have been cut short: export it again, or add END:VCARD to the card.',
  });
}

function outsideOfCards(name: string, line: number): FerryError {
  const message = `${name}, line ${line}: what stands there belongs to no card.`;
  return new FerryError('card_not_closed', message, {
    hint: 'Put it between BEGIN:VCARD and END:VCARD, or remove it.',
  });
}
