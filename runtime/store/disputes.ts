import type { Store } from './store.ts';

/** Keeps why an applicant disputes shared values. Written before the submission: without one, nobody reads it. */
export async function upsertDisputes(
  store: Store,
  { region, caseId, reasons }: { region: string; caseId: string; reasons: Record<string, string> },
): Promise<void> {
  const paths = Object.keys(reasons);
  if (paths.length === 0) return;
  await store.withRegions([region], (client) =>
    client.query(
      `INSERT INTO disputes (region, case_id, path, reason) SELECT $1, $2, * FROM unnest($3::text[], $4::text[])
       ON CONFLICT (region, case_id, path) DO UPDATE SET reason = excluded.reason`,
      [region, caseId, paths, Object.values(reasons)],
    ),
  );
}

/** Reasons by path. */
export async function listDisputes(store: Store, region: string, caseId: string): Promise<Record<string, string>> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<{ path: string; reason: string }>(
      'SELECT path, reason FROM disputes WHERE region = $1 AND case_id = $2',
      [region, caseId],
    );
    return Object.fromEntries(rows.map((row) => [row.path, row.reason]));
  });
}
