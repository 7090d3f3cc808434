/** Whether the tests run in their long form, with the full bars of the promises (`npm run test:faults`). */
export const isLongForm = process.env['LONG_FORM'] === 'true';

/** How often something is tried: `short` with `npm test`, `long` with `npm run test:faults`. */
export const times = (short: number, long: number): number => (isLongForm ? long : short);
