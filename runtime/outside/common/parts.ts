/** Every system with ways of its own. To add one: write its part, and add it here. */
import { enforcement, governance } from '../governance/registers.ts';
import { courier } from './courier.ts';
import { demands } from './demands.ts';
import { housingFund } from './housing-fund.ts';
import { closing, farewell, works } from './one-thing.ts';
import type { Part } from './part.ts';
import { payment } from './payment.ts';
import { pension } from './pension.ts';

export const parts: readonly Part[] = [housingFund, payment, courier, demands, pension, governance, enforcement, closing, farewell, works];
