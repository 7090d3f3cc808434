import winston from 'winston';
import type { Config } from './config.js';

/** The log of a long-running process: JSON lines on stderr; constant phrases as messages, facts as fields, no client data. */
export type Logger = winston.Logger;

/** Makes the one logger of a process; edges take `logger.child({ component })`. */
export function createLogger(level: Config['logLevel']): Logger {
  const logger = winston.createLogger({
    level,
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
  });
  return logger.add(new winston.transports.Stream({ stream: process.stderr }));
}
