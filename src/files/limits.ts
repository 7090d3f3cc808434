/**
 * What a source file may hold at most. Everything is counted while it is read: what a file claims about itself is no
 * measure.
 */

/** 2 GiB: the whole file as it lies on the disk. */
export const maxFileBytes = 2 * 1024 ** 3;

/** 4 GiB: all files of an archive together, inflated. */
export const maxInflatedBytes = 4 * 1024 ** 3;

/** Inflated bytes per stored byte; lists reach 20, what is made to fill a disk goes up to 1,000. */
export const maxInflationRatio = 200;

/** 1 MiB: below it the ratio does not matter. */
export const inflationRatioFreeBytes = 1024 ** 2;

/** Files in a ZIP. */
export const maxArchiveEntries = 1_000;

/** Parts of a workbook, which is a ZIP with a file per picture. */
export const maxWorkbookParts = 10_000;

/** 64 MiB: a workbook inside a ZIP is inflated into memory, as it must be read out of order. */
export const maxNestedWorkbookBytes = 64 * 1024 ** 2;

/** 64 MiB: the texts that the cells of a workbook share, which have to be in memory. */
export const maxSharedTextBytes = 64 * 1024 ** 2;

/** 4 MiB of XML between two tags: a cell holds 32,767 characters. */
export const maxXmlTextBytes = 4 * 1024 ** 2;

export const maxRecords = 10_000_000;

export const maxColumns = 2_000;

/** 1 MiB: no client record is that long, but a quote that is never closed soon is. */
export const maxRecordCharacters = 1024 * 1024;

/** Records that are shown before anything is staged. */
export const sampleRecords = 100;

/** Rows and characters in which the header is looked for. */
export const headRows = 60;
export const headCharacters = 64 * 1024;
