/** A new connection: whose system it is and how it is reached; then its particulars. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../../schemas/generated/documents.ts';
import { useOrganisations } from '../../../api/admin.ts';
import { problemOf } from '../../../api/client.ts';
import { useSaveConnection } from '../../../api/connections.ts';
import { useText } from '../../../i18n/use-text.ts';
import { showToast } from '../../../ui/toast.tsx';
import { departmentsOf } from '../grants.ts';
import { useProblemText } from '../problem-text.ts';
import { useAdminRegion } from '../region.ts';
import { type ConnectionKind, kinds, newConnection } from './connection-draft.ts';
import { SettingsForm } from './SettingsForm.tsx';

export function NewConnection({ onSaved }: { onSaved(id: string): void }) {
  const { t } = useTranslation();
  const text = useText();
  const region = useAdminRegion();
  const departments = departmentsOf(useOrganisations().data ?? [], region.code);
  const [department, setDepartment] = useState('');
  const [kind, setKind] = useState<ConnectionKind>();
  const chosen = department || departments[0]?.department || '';
  const [begun, setBegun] = useState<Connection>();
  if (begun) return <Particulars start={begun} onSaved={onSaved} onBack={() => setBegun(undefined)} />;
  const begin = (next: ConnectionKind) => {
    setKind(next);
    const id = `${chosen}/${next}-${crypto.randomUUID().slice(0, 8)}`;
    setBegun(newConnection({ id, kind: next, region: region.code, department: chosen }));
  };
  return (
    <div className="data-form">
      <label>
        <span>{t('connections.department')}</span>
        <select value={chosen} onChange={(event) => setDepartment(event.target.value)}>
          {departments.map((row) => (
            <option key={row.department} value={row.department}>
              {text(row.name)}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{t('connections.new.how')}</legend>
        <ul className="connection-kinds">
          {kinds.map((one) => (
            <li key={one}>
              <button type="button" aria-pressed={kind === one} disabled={chosen === ''} onClick={() => begin(one)}>
                <b>{t(`connections.kind.${one}`)}</b>
                <span className="hint">{t(`connections.kind.${one}.words`)}</span>
              </button>
            </li>
          ))}
        </ul>
      </fieldset>
    </div>
  );
}

function Particulars({ start, onSaved, onBack }: { start: Connection; onSaved(id: string): void; onBack(): void }) {
  const { t } = useTranslation();
  const region = useAdminRegion();
  const save = useSaveConnection(region.code, start.id);
  const problemText = useProblemText();
  const [problem, setProblem] = useState<string>();
  const submit = async (connection: Connection) => {
    setProblem(undefined);
    try {
      await save.mutateAsync({ rev: 0, connection });
      showToast(t('connections.saved', { name: connection.name['zh-CN'] }));
      onSaved(connection.id);
    } catch (cause) {
      setProblem(problemText(problemOf(cause)));
    }
  };
  return (
    <>
      <p className="connection-back">
        <Button onClick={onBack}>{t('connections.new.back')}</Button>
      </p>
      <SettingsForm
        start={start}
        problem={problem}
        saving={save.isPending}
        label={t('connections.new.save')}
        onSave={(c) => void submit(c)}
      />
    </>
  );
}
