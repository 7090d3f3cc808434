import { FerryError } from '../../errors.js';

/** Lets uploads in, so that nobody floods the disk: one at a time for a draft, a few for a business (promises S13). */
export class UploadDoor {
  readonly #businessOf = new Map<string, string>();
  readonly #mostPerBusiness: number;

  constructor(mostPerBusiness: number) {
    this.#mostPerBusiness = mostPerBusiness;
  }

  /** Lets one in while `work` lasts. Throws `draft_busy`. */
  async pass<T>(draftId: string, businessUid: string, work: () => Promise<T>): Promise<T> {
    if (this.#businessOf.has(draftId)) {
      throw new FerryError('draft_busy', 'Another file is being uploaded to this list already.', {
        hint: 'Wait until it is there.',
      });
    }
    const ofBusiness = [...this.#businessOf.values()].filter((one) => one === businessUid);
    if (ofBusiness.length >= this.#mostPerBusiness) {
      throw new FerryError(
        'draft_busy',
        `Your business is uploading ${ofBusiness.length} files already.`,
        { hint: 'Wait until one of them is there.' },
      );
    }
    this.#businessOf.set(draftId, businessUid);
    try {
      return await work();
    } finally {
      this.#businessOf.delete(draftId);
    }
  }
}
