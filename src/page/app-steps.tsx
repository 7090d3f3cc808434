import { lazy } from 'react';

/** The views after the start, each fetched when it is first shown. */
export const FileStep = lazy(async () => ({
  default: (await import('./file/file-step.js')).FileStep,
}));
export const ColumnsStep = lazy(async () => ({
  default: (await import('./columns/columns-step.js')).ColumnsStep,
}));
export const CheckStep = lazy(async () => ({
  default: (await import('./check/check-step.js')).CheckStep,
}));
export const ImportStep = lazy(async () => ({
  default: (await import('./import/import-step.js')).ImportStep,
}));
export const SessionView = lazy(async () => ({
  default: (await import('./import/session-view.js')).SessionView,
}));
export const HistoryView = lazy(async () => ({
  default: (await import('./history/history-view.js')).HistoryView,
}));
