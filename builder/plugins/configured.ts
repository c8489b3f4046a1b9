/**
 * The plugins of this bundle, and the controls of their fields. This list is the one of the shipped plugins, for the type checker and
 * the tests; a build puts the list of LIANBAN_PLUGINS in its place (`vite-plugin.ts`).
 */
import type { ComponentType } from 'react';
import type { AnyPlugin } from '../../runtime/plugins/plugin.ts';
import LicencePlate from '../../runtime/plugins/shipped/licence-plate/control.tsx';
import licencePlate from '../../runtime/plugins/shipped/licence-plate/plugin.ts';
import twoPerson from '../../runtime/plugins/shipped/two-person/plugin.ts';
import type { FieldProps } from '../fields/field.ts';

export const plugins: readonly AnyPlugin[] = [licencePlate, twoPerson];
export const controls: Readonly<Record<string, ComponentType<FieldProps>>> = { [licencePlate.id]: LicencePlate };
