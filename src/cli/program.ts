import type { Command } from 'commander';
import { createBaseProgram, finishProgram } from './base-program.js';
import { addBatch, addBatches, addRejects, addUnstage } from './commands/batches.js';
import { addDeclare } from './commands/declare.js';
import { addDemo } from './commands/demo.js';
import { addDoctor } from './commands/doctor.js';
import { addExplain } from './commands/explain.js';
import { addInspect } from './commands/inspect.js';
import { addMove } from './commands/move.js';
import { addFields, addProfiles, addTemplate } from './commands/profiles.js';
import { addSandbox } from './commands/sandbox.js';
import { addServe } from './commands/serve.js';
import { addCancel, addSession, addSessions } from './commands/sessions.js';
import { addStage } from './commands/stage.js';

const COMMANDS = [
  addStage,
  addInspect,
  addBatches,
  addBatch,
  addRejects,
  addExplain,
  addUnstage,
  addDeclare,
  addSessions,
  addSession,
  addCancel,
  addProfiles,
  addTemplate,
  addFields,
  addServe,
  addSandbox,
  addDemo,
  addDoctor,
  addMove,
];

/** The command line with all its commands; help needs no configuration. */
export function createProgram(): Command {
  const program = createBaseProgram();
  for (const add of COMMANDS) add(program);
  return finishProgram(program);
}
