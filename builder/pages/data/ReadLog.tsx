/** Every read of a grant or a resource: who, for which case, which fields, what for; to filter, to hand over, to verify. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataReadRow } from '../../../schemas/generated/api.ts';
import { readsExportAddress, useDataReads, useVerifyReads } from '../../api/data.ts';
import { useSession } from '../../api/session.ts';
import { Loaded } from '../../data/Loaded.tsx';
import { localMinute } from '../../data/times.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { DateEntry } from '../../ui/date-entry.tsx';
import { listQuery, useFilters } from './address.ts';
import { Choice } from './SearchForm.tsx';

const known = ['from', 'to', 'result', 'before'] as const;
const results = ['ok', 'absent', 'invalid', 'failed', 'refused'] as const;

export function ReadLog({ of, owner }: { of: { grant: string } | { resource: string }; owner: string }) {
  const { t } = useTranslation();
  const { address, change } = useFilters();
  const { data: session } = useSession();
  const verifies = session?.grants.some(({ role, region }) => region === owner && (role === 'keeper' || role === 'steward'));
  const query = listQuery(address, known, of);
  const asked = useDataReads(query);
  const at = (name: string) => address.get(name) ?? '';
  const filtered = known.some((name) => at(name) !== '');
  const exported = listQuery(address, ['from', 'to', 'result'], of);
  return (
    <>
      <div className="data-bar">
        {(['from', 'to'] as const).map((name) => (
          <div key={name} className="data-choice">
            <label htmlFor={`reads-${name}`}>
              <span>{t(`data.reads.${name}`)}</span>
            </label>
            <DateEntry
              id={`reads-${name}`}
              value={at(name)}
              min={name === 'to' ? at('from') : undefined}
              onChange={(day) => change({ [name]: day, before: '' })}
            />
          </div>
        ))}
        <Choice
          label={t('data.reads.result')}
          value={at('result')}
          options={[
            { value: '', label: t('data.reads.result.all') },
            ...results.map((value) => ({ value, label: t(`data.reads.result.${value}`) })),
          ]}
          onChange={(result) => change({ result, before: '' })}
        />
        <span className="data-actions">
          <a className="button-link" href={readsExportAddress(exported, 'csv')} download>
            {t('data.reads.csv')}
          </a>
          <a className="button-link" href={readsExportAddress(exported, 'jsonl')} download>
            {t('data.reads.jsonl')}
          </a>
          {verifies && <Verify region={owner} />}
        </span>
      </div>
      <Loaded asked={asked}>
        {({ rows, next }) =>
          rows.length === 0 ? (
            <p className="hint">{t(filtered ? 'data.reads.noneFound' : 'data.reads.none')}</p>
          ) : (
            <>
              <ReadTable rows={rows} />
              <p className="data-actions reads-more">
                {at('before') && <Button onClick={() => change({ before: '' })}>{t('data.reads.newest')}</Button>}
                {next && <Button onClick={() => change({ before: next })}>{t('data.reads.older')}</Button>}
              </p>
            </>
          )
        }
      </Loaded>
    </>
  );
}

function ReadTable({ rows }: { rows: readonly DataReadRow[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <table className="data-table reads">
      <thead>
        <tr>
          <th scope="col">{t('data.reads.at')}</th>
          <th scope="col">{t('data.reads.case')}</th>
          <th scope="col">{t('data.reads.who')}</th>
          <th scope="col">{t('data.reads.fields')}</th>
          <th scope="col">{t('data.reads.purpose')}</th>
          <th scope="col">{t('data.reads.result')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="number">{localMinute(row.at)}</td>
            <td data-label={t('data.reads.case')}>
              {row.caseNo ?? t('data.reads.noCase')}
              <span className="hint">{`${row.regionName} · ${text(row.scenarioName)}`}</span>
            </td>
            <td data-label={t('data.reads.who')}>
              {row.who}
              <span className="hint">{text(row.step)}</span>
            </td>
            <td data-label={t('data.reads.fields')}>{row.fields.map((field) => text(field.name)).join(t('flow.listComma'))}</td>
            <td data-label={t('data.reads.purpose')}>{row.purpose}</td>
            <td data-label={t('data.reads.result')}>
              <Chip tone={row.result === 'ok' ? 'plain' : row.result === 'absent' ? 'idle' : 'amber'}>{text(row.resultWords)}</Chip>
              <span className="hint number">{t('data.ms', { ms: row.ms })}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The log is a chain of signed lines: this walks it again and says in one sentence whether a line is missing or was changed. */
function Verify({ region }: { region: string }) {
  const { t } = useTranslation();
  const text = useText();
  const verify = useVerifyReads();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        loading={verify.isPending}
        onClick={() => {
          setOpen(true);
          verify.mutate(region);
        }}
      >
        {t('data.reads.verify')}
      </Button>
      <span role="status">
        {open && verify.data && (
          <Chip tone={verify.data.ok ? 'done' : 'red'}>
            {verify.data.ok
              ? t('data.reads.verified', { count: verify.data.checked })
              : verify.data.problems.map((one) => text(one.words)).join(' ')}
          </Chip>
        )}
        {open && verify.error && <Chip tone="amber">{t('data.reads.unverified')}</Chip>}
      </span>
    </>
  );
}
