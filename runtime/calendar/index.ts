/** Working days, clocks and lamps; pure, Asia/Shanghai whatever the process's time zone. */
export { addDuration, type Lamp, type LampClock, type LampState, lampOf, lampOfDue } from './clocks.ts';
export { dateOfDay, dayNumber, instantOf, isLocalDate, localDate } from './dates.ts';
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
