import { RESULTS, type HostReport, type Result } from '../../src/results/report.js';

/** What a test says about a report: ids by result, or only their number. */
export type ReportPlan = Partial<Record<Result, readonly string[] | number>> & {
  hostSessionId?: string;
  page?: number;
  importDone?: boolean;
};

/** A report of the host. */
export function reportOf(plan: ReportPlan): HostReport {
  const clients = Object.fromEntries(
    RESULTS.map((result) => {
      const given = plan[result] ?? [];
      return [
        result,
        typeof given === 'number'
          ? { count: given, externalIds: [] }
          : { count: given.length, externalIds: [...given] },
      ];
    }),
  ) as unknown as HostReport['clients'];
  return {
    hostSessionId: plan.hostSessionId,
    page: plan.page,
    importDone: plan.importDone ?? false,
    clients,
  };
}

/** The body of the webhook that says the same (intandem-contract section 8). */
export function hookBody(plan: ReportPlan): Record<string, unknown> {
  const { hostSessionId, page, importDone, clients } = reportOf(plan);
  return {
    entity_name: 'bulk_import',
    event_type: 'done',
    data: {
      session_id: hostSessionId ?? null,
      processed_entity: 'clients',
      import_done: importDone,
      page,
      clients_import_status: Object.fromEntries(
        RESULTS.map((result) => [
          result,
          { count: clients[result].count, external_ids: clients[result].externalIds },
        ]),
      ),
    },
  };
}

/** The texts `from..to`, as external ids. */
export const idsFrom = (from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => String(from + at));
