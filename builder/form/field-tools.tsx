import { ArrowDownOutlined, ArrowUpOutlined, CopyOutlined, DeleteOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { usePart } from '../editing/react/session.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { useDraft } from '../ui/use-draft.ts';
import type { FormActions } from './actions.ts';
import { shapeOf } from './order.ts';

/** Tools of the chosen question: up, down, a typed place, a copy, removal. */
export function FieldTools({ id, label, actions }: { id: string; label: string; actions: FormActions }) {
  const { t } = useTranslation();
  const form = usePart((pkg) => pkg.forms[actions.form]);
  const field = form?.fields[id];
  if (!form || !field) return null;
  const { place } = shapeOf(form);
  const at = place.get(id) ?? 1;
  const copy = () => {
    const { section: _section, rank: _rank, key: _key, ...rest } = field;
    actions.add([rest]);
  };
  return (
    <span className="phone-tools">
      <PlaceInput at={at} count={place.size} onMove={(to) => moveTo(actions, id, to)} />
      <IconButton
        icon={<ArrowUpOutlined />}
        label={t('form.moveUp', { name: label })}
        shortcut="Alt+↑"
        disabled={at === 1}
        onClick={() => actions.step(id, -1)}
      />
      <IconButton
        icon={<ArrowDownOutlined />}
        label={t('form.moveDown', { name: label })}
        shortcut="Alt+↓"
        disabled={at === place.size}
        onClick={() => actions.step(id, 1)}
      />
      {!field.element && <IconButton icon={<CopyOutlined />} label={t('form.copy', { name: label })} onClick={copy} />}
      <IconButton
        icon={<DeleteOutlined />}
        label={t('form.delete', { name: label })}
        shortcut="Delete"
        onClick={() => actions.remove(id)}
      />
    </span>
  );
}

/** To the place `to` (from 1) over the whole form: into the section of the field that stands there now. */
function moveTo(actions: FormActions, id: string, to: number): void {
  const shape = shapeOf(actions.document());
  const order = [...shape.place.keys()];
  const target = order[Math.max(0, Math.min(to - 1, order.length - 1))]!;
  const section = shape.sections.find(({ fields }) => fields.includes(target))!;
  const own = section.fields.includes(id);
  const at = section.fields.indexOf(target);
  // Coming from above into another section, the field lands behind the one that gives way.
  actions.move(id, own || to < shape.place.get(id)! ? at : at + 1, section.id);
}

function PlaceInput({ at, count, onMove }: { at: number; count: number; onMove: (to: number) => void }) {
  const { t } = useTranslation();
  const draft = useDraft(String(at), (next) => {
    const to = Number(next);
    if (Number.isInteger(to) && to >= 1) onMove(Math.min(to, count));
    else draft.set(String(at));
  });
  return (
    <input
      className="phone-place"
      inputMode="numeric"
      title={t('form.place.title', { count })}
      aria-label={t('form.place', { count })}
      value={draft.value}
      onClick={(event) => event.stopPropagation()}
      onChange={(event) => draft.set(event.target.value)}
      onBlur={draft.leave}
      onKeyDown={(event) => event.key === 'Enter' && draft.leave()}
    />
  );
}
