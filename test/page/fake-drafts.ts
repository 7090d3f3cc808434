import express, { Router, type Request, type Response } from 'express';
import type {
  DraftChangeWire,
  DraftColumnWire,
  DraftRejectWire,
  DraftSourceWire,
  DraftWire,
} from '../../src/web/api/wire.js';
import { followUntil } from './fake-follow.js';
import { makeDraft, makeRejects, makeSource, PROFILES } from './fake-lists.js';
import { refuse } from './fake-refusal.js';
import { restage, type FakeState } from './fake-state.js';

type Uid = Request<{ uid: string }>;

/** The part of the fake API that is about drafts. */
export function createFakeDrafts(state: FakeState, workMs: number): Router {
  const api = Router();
  const json = express.json();
  let made = 0;
  const keep = (draft: DraftWire): DraftWire => {
    const changed = { ...draft, version: draft.version + 1, updated_at: new Date().toISOString() };
    state.drafts.set(draft.uid, changed);
    return changed;
  };
  const rejectsOf = (draft: DraftWire): DraftRejectWire[] => {
    const rejects = state.rejects.get(draft.uid) ?? makeRejects(draft.sources[0]?.name ?? '');
    state.rejects.set(draft.uid, rejects);
    return rejects;
  };

  api.get('/drafts', (_req, res) => {
    const drafts = [...state.drafts.values()].map((draft) => ({
      uid: draft.uid,
      created_by: draft.created_by,
      created_at: draft.created_at,
      updated_at: draft.updated_at,
      expires_at: draft.expires_at,
      files: draft.files.map((file) => file.name),
      batch_uid: draft.batch_uid,
    }));
    res.json({ drafts });
  });
  api.post('/drafts', (_req, res) => {
    made++;
    res.status(201).json(keep(makeDraft(`draft_${made}`)));
  });
  api.use('/drafts/:uid', (req: Uid, res, next) => {
    const draft = state.drafts.get(req.params.uid);
    if (!draft) refuse(res, 404, 'draft_not_found', 'There is no such draft (any more).');
    else {
      res.locals['draft'] = draft;
      next();
    }
  });
  const draftIn = (res: Response): DraftWire => res.locals['draft'] as DraftWire;

  api.get('/drafts/:uid', (_req, res) => res.json(draftIn(res)));
  api.delete('/drafts/:uid', (req: Uid, res) => {
    state.drafts.delete(req.params.uid);
    res.status(204).end();
  });
  api.patch('/drafts/:uid', json, (req, res) => {
    res.json(keep(changeDraft(draftIn(res), req.body as DraftChangeWire)));
  });
  api.post('/drafts/:uid/files', (req, res) => {
    let bytes = 0;
    req.on('data', (piece: Buffer) => (bytes += piece.length));
    req.on('end', () => {
      made++;
      const name = typeof req.query['name'] === 'string' ? req.query['name'] : 'list.csv';
      res.status(201).json(keep(addFile(draftIn(res), `file_new_${made}`, name, bytes)));
    });
  });
  api.delete('/drafts/:uid/files/:file', (req: Request<{ uid: string; file: string }>, res) => {
    const draft = draftIn(res);
    res.json(
      keep({
        ...draft,
        files: draft.files.filter((file) => file.uid !== req.params.file),
        sources: draft.sources.filter((source) => source.file_uid !== req.params.file),
      }),
    );
  });

  api.get('/drafts/:uid/rejects', (req, res) => {
    const draft = draftIn(res);
    const { after = '0', limit = '50', code } = req.query;
    const found = rejectsOf(draft).filter(
      (reject) =>
        reject.id > Number(after) &&
        (code === undefined || reject.issues.some((issue) => issue.code === code)),
    );
    const rejects = found.slice(0, Number(limit));
    res.json({
      rejects,
      next_after: found.length > rejects.length ? (rejects.at(-1)?.id ?? null) : null,
      headers: draft.sources.map((source) => ({
        source: source.name,
        columns: source.columns.map((column) => column.name),
      })),
    });
  });
  api.post('/drafts/:uid/corrections', json, (req, res) => {
    const draft = draftIn(res);
    const given = req.body as { line: number; cells: { index: number; value: string }[] };
    const rejects = rejectsOf(draft);
    const at = rejects.findIndex((reject) => reject.line === given.line);
    const found = rejects[at];
    if (!found) {
      refuse(res, 404, 'not_found', 'There is no such record.');
      return;
    }
    const corrected = correct(found, given.cells);
    rejects[at] = corrected;
    const { pending, total, undoable } = draft.corrections;
    const corrections = { pending: pending + 1, total: total + 1, undoable: undoable + 1 };
    keep({ ...draft, is_stale: true, corrections });
    res.json(corrected);
  });
  api.post('/drafts/:uid/corrections/replace', json, (req, res) => {
    const draft = draftIn(res);
    const given = req.body as { index: number; find: string; replace: string };
    let cells = 0;
    const rejects = rejectsOf(draft).map((reject) => {
      if (reject.cells[given.index] !== given.find) return reject;
      cells++;
      return correct(reject, [{ index: given.index, value: given.replace }]);
    });
    state.rejects.set(draft.uid, rejects);
    const { pending, total, undoable } = draft.corrections;
    const corrections = { pending: pending + cells, total: total + cells, undoable: undoable + 1 };
    res.json({ cells, draft: keep({ ...draft, is_stale: true, corrections }) });
  });
  api.delete('/drafts/:uid/corrections/last', (_req, res) => {
    const draft = draftIn(res);
    state.rejects.delete(draft.uid);
    const corrections = { pending: 0, total: 0, undoable: 0 };
    res.json({ cells: draft.corrections.pending, draft: keep({ ...draft, corrections }) });
  });

  api.post('/drafts/:uid/stage', (_req, res) => {
    res.status(202).json(keep(startStaging(draftIn(res))));
  });
  api.delete('/drafts/:uid/stage', (_req, res) => {
    res.json(keep({ ...draftIn(res), staging: null }));
  });
  api.get('/drafts/:uid/events', (req: Uid, res) => {
    followUntil(res, () => {
      const draft = state.drafts.get(req.params.uid);
      if (!draft) return undefined;
      const moved = moveStaging(draft, workMs);
      if (moved.staging?.state === 'done' && draft.staging?.state === 'running') {
        const batch_uid = restage(state, draft);
        const corrections = { ...draft.corrections, pending: 0 };
        return { value: keep({ ...moved, batch_uid, is_stale: false, corrections }), isLast: true };
      }
      state.drafts.set(moved.uid, moved);
      return { value: moved, isLast: moved.staging?.state !== 'running' };
    });
  });
  return api;
}

function addFile(draft: DraftWire, uid: string, name: string, bytes: number): DraftWire {
  const isZip = name.endsWith('.zip');
  const isWorkbook = name.endsWith('.xlsx');
  const isUnreadable = /\.(pdf|png|docx)$/.test(name);
  const file = {
    uid,
    name,
    bytes,
    read: isZip ? { skip: ['notes.csv'] } : {},
    entries: isZip
      ? ['clients.csv', 'leads.csv', 'notes.csv'].map((entry) => ({
          name: entry,
          included: entry !== 'notes.csv',
        }))
      : [],
    sheets: isWorkbook ? ['Clients', 'Archive 2019'] : [],
    problem: isUnreadable
      ? {
          code: 'file_not_text',
          message: `"${name}" is not a list.`,
          hint: 'Save it as CSV or XLSX in the old tool and bring that file.',
        }
      : null,
  };
  const added = { ...draft, files: [...draft.files, file], is_stale: draft.batch_uid !== null };
  return isUnreadable ? added : { ...added, sources: [...draft.sources, ...sourcesOf(file)] };
}

function sourcesOf(file: DraftWire['files'][number]): DraftSourceWire[] {
  const isKnown = !/kunden|unknown/i.test(file.name);
  const entries = file.entries.filter((entry) => entry.included);
  return file.entries.length === 0
    ? [makeSource(file.name, file.uid, isKnown)]
    : entries.map((entry) => makeSource(`${file.name}/${entry.name}`, file.uid, isKnown));
}

function changeDraft(draft: DraftWire, change: DraftChangeWire): DraftWire {
  const files = draft.files.map((file) => {
    const read = change.files?.find((changed) => changed.uid === file.uid)?.read;
    if (!read) return file;
    const merged = { ...file.read, ...read };
    const entries = file.entries.map(({ name }) => ({
      name,
      included: !(merged.skip ?? []).includes(name),
    }));
    return { ...file, read: merged, entries };
  });
  const read = new Set(change.files?.map((changed) => changed.uid));
  const sources = files.flatMap((file) => {
    const now = draft.sources.filter((source) => source.file_uid === file.uid);
    return read.has(file.uid) ? sourcesOf(file).map((source) => readAs(source, file.read)) : now;
  });
  return {
    ...draft,
    files,
    sources: sources.map((source) => chooseIn(source, change)),
    value_maps: change.value_maps ?? draft.value_maps,
    on_duplicate: change.on_duplicate ?? draft.on_duplicate,
    is_stale: draft.batch_uid !== null,
  };
}

function readAs(
  source: DraftSourceWire,
  read: DraftWire['files'][number]['read'],
): DraftSourceWire {
  const line = read.header_line ?? source.header_line;
  const header = source.top_rows.find((row) => row.line === line);
  const columns = header
    ? source.columns.map((column, index) => ({ ...column, name: header.cells[index] ?? '' }))
    : source.columns.map((column, index) => ({ ...column, name: `Column ${index + 1}` }));
  return {
    ...source,
    encoding: read.encoding ?? source.encoding,
    delimiter: read.delimiter ?? source.delimiter,
    header_line: line,
    columns,
    preview: source.top_rows.filter((row) => row.line > line),
  };
}

function chooseIn(source: DraftSourceWire, change: DraftChangeWire): DraftSourceWire {
  const choice = change.sources?.find((changed) => changed.name === source.name);
  if (!choice) return source;
  const profile = PROFILES.profiles.find(({ name }) => name === choice.profile);
  const columns = source.columns.map((column): DraftColumnWire => {
    const chosen = choice.columns?.find(({ index }) => index === column.index);
    return chosen
      ? { ...column, field: chosen.field, chosen: true, confidence: 1, reason: 'You chose it.' }
      : column;
  });
  return {
    ...source,
    columns,
    ...(profile && {
      profile: { name: profile.name, title: profile.title },
      profile_choice: profile.name,
      reason: 'You chose this layout.',
      hint: null,
    }),
  };
}

/** In the fake, a cell is right as soon as it is not blank and differs from what was there. */
function correct(
  reject: DraftRejectWire,
  given: readonly { index: number; value: string }[],
): DraftRejectWire {
  const cells = [...reject.cells];
  for (const { index, value } of given) cells[index] = value;
  const corrected = [...new Set([...reject.corrected, ...given.map(({ index }) => index)])];
  const isRight = given.every(({ index, value }) => value !== '' && value !== reject.cells[index]);
  return { ...reject, cells, corrected, issues: isRight ? [] : reject.issues };
}

function startStaging(draft: DraftWire): DraftWire {
  return {
    ...draft,
    staging: {
      state: 'running',
      records: 0,
      bytes: 0,
      total_bytes: draft.files.reduce((sum, file) => sum + file.bytes, 0),
      started_at: new Date().toISOString(),
      problem: null,
    },
  };
}

function moveStaging(draft: DraftWire, workMs: number): DraftWire {
  const { staging } = draft;
  if (staging?.state !== 'running') return draft;
  const share = Math.min(1, (Date.now() - Date.parse(staging.started_at)) / workMs);
  return {
    ...draft,
    staging: {
      ...staging,
      state: share < 1 ? 'running' : 'done',
      records: Math.floor(4_812 * share),
      bytes: Math.floor(staging.total_bytes * share),
    },
  };
}
