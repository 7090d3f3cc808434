import type { Command } from 'commander';
import { createBaseProgram, finishProgram } from './base-program.js';
import { addAudit } from './commands/audit.js';
import { addBackup } from './commands/backup.js';
import { addBatch, addBatches, addRejects, addUnstage } from './commands/batches.js';
import { addChanges } from './commands/changes.js';
import { addContinue } from './commands/continue.js';
import { addDeclare } from './commands/declare.js';
import { addDemo } from './commands/demo.js';
import { addDoctor } from './commands/doctor.js';
import { addErase } from './commands/erase.js';
import { addExplain } from './commands/explain.js';
import { addInspect } from './commands/inspect.js';
import { addJobs, addStop } from './commands/jobs.js';
import { addMove } from './commands/move.js';
import { addFields, addProfiles, addTemplate } from './commands/profiles.js';
import { addPurge } from './commands/purge.js';
import { addReconcile } from './commands/reconcile.js';
import { addRestore } from './commands/restore.js';
import { addResults } from './commands/results.js';
import { addRetry } from './commands/retry.js';
import { addSandbox } from './commands/sandbox.js';
import { addServe } from './commands/serve.js';
import { addCancel, addSession, addSessions } from './commands/sessions.js';
import { addStage } from './commands/stage.js';
import { addUndo } from './commands/undo.js';

const COMMANDS = [
  addStage,
  addInspect,
  addBatches,
  addBatch,
  addRejects,
  addExplain,
  addUnstage,
  addChanges,
  addDeclare,
  addSessions,
  addSession,
  addResults,
  addReconcile,
  addContinue,
  addRetry,
  addUndo,
  addJobs,
  addStop,
  addCancel,
  addProfiles,
  addTemplate,
  addFields,
  addServe,
  addSandbox,
  addDemo,
  addDoctor,
  addAudit,
  addPurge,
  addErase,
  addBackup,
  addRestore,
  addMove,
];

/** The command line with all its commands; help needs no configuration. */
export function createProgram(): Command {
  const program = createBaseProgram();
  for (const add of COMMANDS) add(program);
  return finishProgram(program);
}
