/** Licences that let a business run and change the program without publishing anything. */
const LICENCES = [
  ...['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'],
  ...['Unlicense', 'CC0-1.0', 'Python-2.0'],
];

/** Whether a licence, or one of those that a package offers (SPDX, with `OR`), is one that a business can live with. */
export const isFree = (licence: string | undefined): boolean =>
  (licence ?? '')
    .replaceAll(/[()]/g, '')
    .split(/ OR /)
    .some((one) => LICENCES.includes(one.trim()));
