/** 落地清单: only what the template's author declared; each with the upstream value, finished now or later. */
import { Alert, Button, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { JsonValue } from '../../../runtime/compile/plan.ts';
import type { Localisation, LocalisationDepartment, LocalisationPoint } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useLocalisation, useLocalise } from '../../api/gallery.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { DateEntry } from '../../ui/date-entry.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { isText } from '../upgrade/editable.ts';
import { Refused } from '../upgrade/refused.tsx';
import './gallery.css';

export function LocalisePage() {
  const { t } = useTranslation();
  const text = useText();
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useLocalisation(id);
  return (
    <Page title={t('localise.title')} titles={[data ? text(data.lineage.name) : '']} lead={data && text(data.lineage.words)} width="text">
      <nav aria-label={t('studio.crumbs')} className="upgrade-crumbs">
        <Link to={`/studio/scenes/${id}`}>{t('localise.later')}</Link>
      </nav>
      {isPending && <Skeleton lines={8} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data && (
        <div className="localise">
          <Points key={`${data.rev}`} id={id} page={data} />
        </div>
      )}
    </Page>
  );
}

function Points({ id, page }: { id: string; page: Localisation }) {
  const { t } = useTranslation();
  const save = useLocalise(id);
  const [values, setValues] = useState<Record<string, JsonValue>>({});
  const [departments, setDepartments] = useState<Record<string, string>>({});
  const { progress } = page;
  const changed = Object.keys(values).length + Object.keys(departments).length;
  const problems = save.error ? (problemOf(save.error).problems ?? []) : [];
  const done = progress.requiredLeft === 0 && progress.unmatched === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ rev: page.rev, values, departments });
      }}
    >
      <Alert
        role="status"
        showIcon
        type={done ? 'success' : 'warning'}
        title={t('localise.progress', { done: progress.done, total: progress.total })}
        description={done ? t('localise.done') : t('localise.left', { required: progress.requiredLeft, unmatched: progress.unmatched })}
      />
      <Refused error={save.error} />
      <Sheet title={t('localise.points')} note={t('localise.points.words')}>
        <div className="form-stack">
          {page.points.map((point) => (
            <Point
              key={point.id}
              point={point}
              value={point.id in values ? values[point.id]! : point.value}
              wrong={problems.some(({ path }) => path === `values/${point.id}`)}
              onChange={(value) => setValues((before) => ({ ...before, [point.id]: value }))}
            />
          ))}
        </div>
      </Sheet>
      {page.departments.length > 0 && (
        <Sheet title={t('localise.departments')} note={t('localise.departments.words')}>
          <div className="form-stack">
            {page.departments.map((row) => (
              <Department
                key={row.code}
                row={row}
                value={departments[row.code] ?? row.to}
                choices={page.choices}
                onChange={(to) => setDepartments((before) => ({ ...before, [row.code]: to }))}
              />
            ))}
          </div>
        </Sheet>
      )}
      <p className="upgrade-acts">
        <Button type="primary" htmlType="submit" loading={save.isPending} disabled={changed === 0}>
          {t('localise.save')}
        </Button>
        <Link to={`/studio/scenes/${id}`}>{t('localise.later')}</Link>
      </p>
    </form>
  );
}

interface PointProps {
  point: LocalisationPoint;
  value: JsonValue;
  wrong: boolean;
  onChange: (value: JsonValue) => void;
}

function Point({ point, value, wrong, onChange }: PointProps) {
  const { t } = useTranslation();
  const text = useText();
  const range = point.min !== undefined || point.max !== undefined;
  const hint = [
    range ? t('gallery.change.range', { min: point.min ?? '', max: point.max ?? '' }) : '',
    t('localise.upstream', { value: words(point.upstream, { text, yes: t('ui.yes'), no: t('ui.no'), none: t('localise.nothing') }) }),
  ]
    .filter(Boolean)
    .join('；');
  return (
    <Entry
      label={text(point.name)}
      hint={hint}
      extra={
        point.settled ? (
          <Chip tone="done">{t('localise.settled')}</Chip>
        ) : (
          <Chip tone={point.required ? 'amber' : 'idle'}>{t(point.required ? 'localise.required' : 'localise.default')}</Chip>
        )
      }
    >
      {(ids) => <Control {...ids} point={point} value={value} wrong={wrong} onChange={onChange} label={text(point.name)} />}
    </Entry>
  );
}

function Control({ point, value, wrong, onChange, label, ...ids }: PointProps & { id: string; label: string }) {
  const { t } = useTranslation();
  const status = wrong ? ('error' as const) : undefined;
  switch (point.kind) {
    case 'number':
      return <InputNumber {...ids} status={status} value={typeof value === 'number' ? value : null} onChange={(next) => onChange(next)} />;
    case 'boolean':
      return <Switch {...ids} checked={value === true} onChange={onChange} />;
    case 'date':
      return <DateEntry {...ids} label={label} value={typeof value === 'string' ? value : ''} onChange={onChange} />;
    case 'words':
      return (
        <Input
          {...ids}
          status={status}
          value={isText(value) ? value['zh-CN'] : ''}
          onChange={(event) => onChange({ ...(isText(value) ? value : {}), 'zh-CN': event.target.value })}
        />
      );
    case 'materials':
    case 'slot':
      return (
        <p {...ids} className="hint">
          {t('localise.inDesigner')}
        </p>
      );
    default:
      return (
        <Input {...ids} status={status} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value)} />
      );
  }
}

interface DepartmentProps {
  row: LocalisationDepartment;
  value: string | undefined;
  choices: Localisation['choices'];
  onChange: (code: string) => void;
}

function Department({ row, value, choices, onChange }: DepartmentProps) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Entry
      label={text(row.name)}
      extra={
        <Chip tone={row.state === 'unmatched' ? 'red' : row.state === 'matched' ? 'done' : 'action'}>
          {t(`localise.department.${row.state}`)}
        </Chip>
      }
    >
      {(ids) => (
        <Select
          {...ids}
          style={{ width: '100%' }}
          status={row.state === 'unmatched' && value === undefined ? 'error' : undefined}
          value={value ?? row.suggested}
          placeholder={t('localise.department.choose')}
          options={choices.map((choice) => ({ value: choice.code, label: text(choice.name) }))}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={onChange}
        />
      )}
    </Entry>
  );
}

function words(
  value: JsonValue,
  { text, yes, no, none }: { text: ReturnType<typeof useText>; yes: string; no: string; none: string },
): string {
  if (value === null || value === '') return none;
  if (typeof value === 'boolean') return value ? yes : no;
  if (isText(value)) return text(value);
  return typeof value === 'object' ? '…' : String(value);
}
