/** Working days, limits of every unit, office hours, clocks and lamps; pure, Asia/Shanghai whatever the process's time zone. */
export { addDuration, type Lamp, type LampClock, type LampState, lampOf, lampOfDue } from './clocks.ts';
export { dateOfDay, dayNumber, instantOf, isLocalDate, localDate } from './dates.ts';
export {
  type CountedLimit,
  countLimit,
  type ExplainedLimit,
  explainLimit,
  type LimitRequest,
  type LimitUnit,
  partOfLimit,
} from './limits.ts';
export { type AfterHours, acceptedOn, hoursAreRight } from './office.ts';
export { dayText, explainDay, suspensionBasis, suspensionWords } from './words.ts';
export {
  addWorkingDays,
  type CountedDay,
  isWorkingDay,
  type Limit,
  limitOf,
  type Provisional,
  type SuspendedDays,
  workingDaysBetween,
} from './working-days.ts';
