import type { AddCommand } from './context.js';

/** A command as the list of commands tells it, and where it comes from. */
export interface ListedCommand {
  name: string;
  /** What follows its name in the list. */
  takes: string;
  summary: string;
  load: () => Promise<AddCommand>;
}

/**
 * Every command, in the order of the help. Loading one takes all that it works with along, which is most of the time that a short
 * command takes, so only the one that was asked for is loaded. A test keeps the words here equal to those of the commands.
 */
export const COMMAND_TABLE: readonly ListedCommand[] = [
  {
    name: 'stage',
    takes: '[options] <file...>',
    summary: 'Read, map and check source files; keep them as one batch.',
    load: async () => (await import('./commands/stage.js')).addStage,
  },
  {
    name: 'inspect',
    takes: '[options] <file>',
    summary: 'Say what a file is: its form, header, profile and why, columns, first records.',
    load: async () => (await import('./commands/inspect.js')).addInspect,
  },
  {
    name: 'batches',
    takes: '[options]',
    summary: 'List staged batches, newest first.',
    load: async () => (await import('./commands/batches.js')).addBatches,
  },
  {
    name: 'batch',
    takes: '[options] <batch>',
    summary: 'Show one batch: how it was read, which column went where, the account.',
    load: async () => (await import('./commands/batches.js')).addBatch,
  },
  {
    name: 'rejects',
    takes: '[options] <batch>',
    summary: 'Write the rejected records with their original cells and what is wrong, as CSV.',
    load: async () => (await import('./commands/batches.js')).addRejects,
  },
  {
    name: 'explain',
    takes: '[options] <batch> <seq>',
    summary: 'Show where each value of a client came from: file, line, column, transforms.',
    load: async () => (await import('./commands/explain.js')).addExplain,
  },
  {
    name: 'unstage',
    takes: '[options] <batch>',
    summary: 'Remove a batch and everything that was staged with it.',
    load: async () => (await import('./commands/batches.js')).addUnstage,
  },
  {
    name: 'changes',
    takes: '[options] <batch>',
    summary: 'Say what is new or changed in a batch since an earlier one, and stage only that.',
    load: async () => (await import('./commands/changes.js')).addChanges,
  },
  {
    name: 'declare',
    takes: '[options]',
    summary: 'Declare a batch to the CRM, which then begins to pull it from the running app.',
    load: async () => (await import('./commands/declare.js')).addDeclare,
  },
  {
    name: 'sessions',
    takes: '[options]',
    summary: 'List sessions, newest first.',
    load: async () => (await import('./commands/sessions.js')).addSessions,
  },
  {
    name: 'session',
    takes: '[options] <session>',
    summary:
      'Show one session: its state, what was handed over, and every answer that was not plain.',
    load: async () => (await import('./commands/sessions.js')).addSession,
  },
  {
    name: 'results',
    takes: '[options] <session>',
    summary: 'Show what became of the clients of an import, in numbers and one by one.',
    load: async () => (await import('./commands/results.js')).addResults,
  },
  {
    name: 'reconcile',
    takes: '[options] [session]',
    summary:
      "Compare the CRM's clients with those of an import: who is there, who is not, what differs.",
    load: async () => (await import('./commands/reconcile.js')).addReconcile,
  },
  {
    name: 'continue',
    takes: '[options] <session>',
    summary:
      'Go on with an import that stopped: with its next part, or with the part that did not end well.',
    load: async () => (await import('./commands/continue.js')).addContinue,
  },
  {
    name: 'retry',
    takes: '[options] <session>',
    summary: 'Send those clients of an import again that failed or are missing in the CRM.',
    load: async () => (await import('./commands/retry.js')).addRetry,
  },
  {
    name: 'undo',
    takes: '[options] <session>',
    summary: 'Delete in the CRM the clients that an import created, after you have seen how many.',
    load: async () => (await import('./commands/undo.js')).addUndo,
  },
  {
    name: 'jobs',
    takes: '[options]',
    summary: 'List work on the CRM that is under way or waits.',
    load: async () => (await import('./commands/jobs.js')).addJobs,
  },
  {
    name: 'stop',
    takes: '<job>',
    summary: 'End work on the CRM; what it did stays done.',
    load: async () => (await import('./commands/jobs.js')).addStop,
  },
  {
    name: 'cancel',
    takes: '<session>',
    summary:
      'End an open session; its pages are no longer served. Between two parts it ends the import.',
    load: async () => (await import('./commands/sessions.js')).addCancel,
  },
  {
    name: 'profiles',
    takes: '[options]',
    summary: 'List the layouts that are recognised.',
    load: async () => (await import('./commands/profiles.js')).addProfiles,
  },
  {
    name: 'template',
    takes: '[options] <profile>',
    summary: 'Print an empty CSV with the columns of a layout.',
    load: async () => (await import('./commands/profiles.js')).addTemplate,
  },
  {
    name: 'fields',
    takes: '[options]',
    summary: "List the business's fields as the CRM tells them.",
    load: async () => (await import('./commands/profiles.js')).addFields,
  },
  {
    name: 'serve',
    takes: '[options]',
    summary: 'Start the app that the CRM polls.',
    load: async () => (await import('./commands/serve.js')).addServe,
  },
  {
    name: 'sandbox',
    takes: '[options]',
    summary:
      'Start the stand-in CRM: it takes declarations and pulls pages as the real one does, and can be looked at in a browser.',
    load: async () => (await import('./commands/sandbox.js')).addSandbox,
  },
  {
    name: 'demo',
    takes: '[options]',
    summary:
      'Rehearse the whole job with a made-up list and the stand-in CRM, and draw up the books.',
    load: async () => (await import('./commands/demo.js')).addDemo,
  },
  {
    name: 'doctor',
    takes: '[options]',
    summary: 'Check that everything an import needs is in place; changes nothing unless asked to.',
    load: async () => (await import('./commands/doctor.js')).addDoctor,
  },
  {
    name: 'audit',
    takes: '',
    summary: 'Check or show the audit: who did what, in a chain that shows every change.',
    load: async () => (await import('./commands/audit.js')).addAudit,
  },
  {
    name: 'purge',
    takes: '[options]',
    summary: 'Remove batches whose time is over, or a certain one, without a trace.',
    load: async () => (await import('./commands/purge.js')).addPurge,
  },
  {
    name: 'erase',
    takes: '[options]',
    summary: 'Remove a person from every batch, reject and upload.',
    load: async () => (await import('./commands/erase.js')).addErase,
  },
  {
    name: 'backup',
    takes: '[options] <file>',
    summary: 'Write everything in the data folder into one file, also while the app runs.',
    load: async () => (await import('./commands/backup.js')).addBackup,
  },
  {
    name: 'restore',
    takes: '[options] <file>',
    summary: 'Put everything from a backup into an empty data folder.',
    load: async () => (await import('./commands/restore.js')).addRestore,
  },
  {
    name: 'move',
    takes: '[options]',
    summary:
      'Move everything from the data folder into a PostgreSQL database; the folder stays as it is.',
    load: async () => (await import('./commands/move.js')).addMove,
  },
];
